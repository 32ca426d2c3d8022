import type { Resources } from "./stack.ts";

export const ACCOUNT = "123456789012";

type Deployment = { readonly region: string; readonly stackName: string };
type Attributes = Readonly<Record<string, (name: string) => string>>;

/** The last part of a stack's ID. */
const STACK_GUID = "f449b250-b969-11e0-a185-5081d0136786";

/** The values of `Ref` and `Fn::GetAtt` for each resource type, given the name that CloudFormation would generate. */
const attributesIn = ({ region }: Deployment): Readonly<Record<string, Attributes>> => {
  const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;
  const byName = { Ref: (name: string) => name };
  const functionArn = (name: string) => arn("lambda", `function:${name}`);
  const poolOf = (name: string) => `${region}_${name}`;
  return {
    "AWS::ApiGatewayV2::Api": {
      ...byName,
      ApiEndpoint: (name) => `https://${name}.execute-api.${region}.amazonaws.com`,
    },
    "AWS::ApiGatewayV2::DomainName": {
      RegionalDomainName: (name) => `d-${name}.execute-api.${region}.amazonaws.com`,
      RegionalHostedZoneId: () => "ZREGIONAL",
    },
    "AWS::ApiGatewayV2::Integration": byName,
    "AWS::ApiGatewayV2::Stage": byName,
    "AWS::CloudWatch::Alarm": { ...byName, Arn: (name) => arn("cloudwatch", `alarm:${name}`) },
    "AWS::CloudWatch::CompositeAlarm": { ...byName, Arn: (name) => arn("cloudwatch", `alarm:${name}`) },
    "AWS::CloudWatch::Dashboard": byName,
    "AWS::CodeDeploy::Application": byName,
    "AWS::CodeDeploy::DeploymentGroup": byName,
    "AWS::Cognito::UserPool": {
      Arn: (name) => arn("cognito-idp", `userpool/${poolOf(name)}`),
      Ref: poolOf,
      ProviderURL: (name) => `https://cognito-idp.${region}.amazonaws.com/${poolOf(name)}`,
    },
    "AWS::DynamoDB::GlobalTable": { ...byName, Arn: (name) => arn("dynamodb", `table/${name}`) },
    "AWS::IAM::Role": { ...byName, Arn: (name) => `arn:aws:iam::${ACCOUNT}:role/${name}` },
    "AWS::KMS::Key": { ...byName, Arn: (name) => arn("kms", `key/${name}`) },
    "AWS::Lambda::Function": { ...byName, Arn: functionArn },
    "AWS::Lambda::Version": { Ref: (name) => `${functionArn(name)}:7`, Version: () => "7" },
    // A log group's ARN ends with the wildcard for its streams.
    "AWS::Logs::LogGroup": { ...byName, Arn: (name) => arn("logs", `log-group:${name}:*`) },
    "AWS::SNS::Topic": { Ref: (name) => arn("sns", name) },
  };
};

/**
 * Resolves CloudFormation's intrinsic functions as a deployment of the resources would.
 *
 * @throws {Error} for anything unknown, so that no value stays unresolved unnoticed
 */
export const createResolver = (resources: Resources, deployment: Deployment) => {
  const attributes = attributesIn(deployment);
  const pseudo: Readonly<Record<string, string>> = {
    "AWS::AccountId": ACCOUNT,
    "AWS::Partition": "aws",
    "AWS::Region": deployment.region,
    "AWS::StackId": `arn:aws:cloudformation:${deployment.region}:${ACCOUNT}:stack/${deployment.stackName}/${STACK_GUID}`,
  };

  const attribute = (id: string, name: string): unknown => {
    if (name === "Ref" && pseudo[id]) return pseudo[id];
    const found = resources[id];
    if (!found) throw new Error(`There is no resource ${id}`);
    // These names are set in the template.
    if (found.Type === "AWS::Lambda::Alias" && name === "Ref") {
      const { FunctionName, Name } = found.Properties;
      return `arn:aws:lambda:${deployment.region}:${ACCOUNT}:function:${resolve(FunctionName)}:${resolve(Name)}`;
    }
    if (found.Type === "AWS::Cognito::UserPoolDomain" && name === "Ref") return resolve(found.Properties["Domain"]);
    if (found.Type === "AWS::ApiGatewayV2::DomainName" && name === "Ref")
      return resolve(found.Properties["DomainName"]);
    const make = attributes[found.Type]?.[name];
    if (!make) throw new Error(`No value is defined for ${name} of ${found.Type}`);
    return make(`${deployment.stackName}-${id}`);
  };

  const texts = (value: unknown): string[] => [resolve(value)].flat().map(String);

  const intrinsics: Readonly<Record<string, (argument: unknown) => unknown>> = {
    Ref: (id) => attribute(String(id), "Ref"),
    "Fn::GetAtt": (path) => {
      const [id = "", name = ""] = texts(path);
      return attribute(id, name);
    },
    "Fn::Join": (argument) => {
      const [separator, parts] = pair(argument);
      return texts(parts).join(String(separator));
    },
    "Fn::Split": (argument) => {
      const [separator, text] = pair(argument);
      return String(resolve(text)).split(String(separator));
    },
    "Fn::Select": (argument) => {
      const [index, list] = pair(argument);
      return texts(list)[Number(index)];
    },
    "Fn::Sub": (text) =>
      String(text).replaceAll(/\$\{([\w:]+)(?:\.(\w+))?\}/g, (_, id, name = "Ref") => String(attribute(id, name))),
  };

  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value);
    const [key = "", argument] = entries[0] ?? [];
    if (entries.length === 1 && (key === "Ref" || key.startsWith("Fn::"))) {
      const intrinsic = intrinsics[key];
      if (!intrinsic) throw new Error(`Unknown intrinsic function ${key}`);
      return intrinsic(argument);
    }
    return Object.fromEntries(entries.map(([name, member]) => [name, resolve(member)]));
  };
  return resolve;
};

const pair = (argument: unknown): [unknown, unknown] => {
  if (!Array.isArray(argument) || argument.length !== 2) throw new Error("An intrinsic function takes two arguments");
  return [argument[0], argument[1]];
};
