import { describe, expect, it } from "vitest";
import { functionNames, functions } from "../../../infra/stack/functions.ts";
import { only, synthesize, targetOf } from "../../support/stack.ts";
import { at, DOMAIN, EXTERNAL_PROVIDER, functionsByRoute } from "../../support/stack-parts.ts";

const stack = synthesize();
const ids = { "course-activity": "WebinarActivity", "oauth-token": "OAuthToken" } as const;
const functionNamed = (name: keyof typeof ids, of = stack) => at(of, "AWS::Lambda::Function", `${ids[name]}/Function`);
const environmentOf = (name: keyof typeof ids, of = stack) => functionNamed(name, of).values["Environment"];

it("each folder of functions/ is a Lambda function with its routes", () => {
  for (const name of functionNames) {
    const routes = Object.entries(functionsByRoute(stack)).filter(([, { id }]) => id === functionNamed(name).id);
    expect(routes.map(([route]) => route).sort()).toEqual([...functions[name].routes].sort());
  }
  // And the rollout's hook, which has no route.
  expect(stack.ofType("AWS::Lambda::Function")).toHaveLength(functionNames.length + 1);
});

describe.each(functionNames)("%s", (name) => {
  const { values, Properties } = functionNamed(name);
  const log = at(stack, "AWS::Logs::LogGroup", `${ids[name]}/Log`);

  it("runs on Node.js 24 and arm64, with its own time limit, below API Gateway's 30 s, and memory", () => {
    expect(values).toMatchObject({
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
      Handler: "index.handler",
      Timeout: functions[name].timeoutSeconds,
      MemorySize: 1024,
    });
    expect(functions[name].timeoutSeconds).toBeLessThan(30);
    expect(functionNamed(name, synthesize({ memoryMiB: "256" })).values["MemorySize"]).toBe(256);
  });

  it("logs JSON to its own log group", () => {
    expect(Properties["LoggingConfig"]).toEqual({
      LogFormat: "JSON",
      ApplicationLogLevel: "INFO",
      SystemLogLevel: "WARN",
      LogGroup: { Ref: log.id },
    });
  });

  it("has its log encrypted with a configured key", () => {
    expect(log.values).not.toHaveProperty("KmsKeyId");
    const kmsKeyArn = "arn:aws:kms:ap-southeast-3:123456789012:key/0f1e2d3c-4b5a";
    for (const group of synthesize({ kmsKeyArn }).ofType("AWS::Logs::LogGroup")) {
      expect(group.values["KmsKeyId"]).toBe(kmsKeyArn);
    }
  });

  it("is not traced unless `tracing` says so", () => {
    expect(values).not.toHaveProperty("TracingConfig");
    for (const tracing of ["sampled", "on"]) {
      expect(functionNamed(name, synthesize({ tracing })).values["TracingConfig"]).toEqual({ Mode: "Active" });
    }
  });

  it("is called by the alias `live` of the new version, which is kept for a rollback", () => {
    const alias = at(stack, "AWS::Lambda::Alias", `${ids[name]}/Live`);
    expect(alias.values["Name"]).toBe("live");
    const version = stack.find(targetOf(alias.Properties["FunctionVersion"]));
    expect(version).toMatchObject({ Type: "AWS::Lambda::Version", DeletionPolicy: "Retain" });
    expect(targetOf(version.Properties["FunctionName"])).toBe(functionNamed(name).id);
  });

  it("has a role that only Lambda may assume", () => {
    expect(stack.find(targetOf(Properties["Role"])).values["AssumeRolePolicyDocument"]).toMatchObject({
      Statement: [{ Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" } }],
    });
  });
});

describe("log groups", () => {
  it.each([
    [{}, 30, "Retain"],
    [{ logRetentionDays: "7" }, 7, "Retain"],
    [{ stage: "dev" }, 30, "Delete"],
  ])(
    "with the context %o keep lines for %i days; when the stack is deleted: %s",
    (context, RetentionInDays, policy) => {
      const groups = synthesize(context).ofType("AWS::Logs::LogGroup");
      for (const { values, DeletionPolicy, UpdateReplacePolicy } of groups) {
        expect({ values, DeletionPolicy, UpdateReplacePolicy }).toEqual({
          values: { RetentionInDays },
          DeletionPolicy: policy,
          UpdateReplacePolicy: policy,
        });
      }
      expect(groups).toHaveLength(functionNames.length + 2);
    },
  );
});

describe("the functions' environment", () => {
  const tables = {
    ASSIGNMENTS_TABLE: stack.outputs["AssignmentsTable"],
    CLIENTS_TABLE: stack.outputs["ClientsTable"],
  };

  it("has the tables and the user pool's issuer, key set, token endpoint and scope", () => {
    const issuer = `https://cognito-idp.ap-southeast-3.amazonaws.com/${stack.outputs["UserPoolId"]}`;
    expect(environmentOf("course-activity")).toEqual({
      Variables: {
        ...tables,
        TOKEN_ISSUER: issuer,
        JWKS_URI: `${issuer}/.well-known/jwks.json`,
        TOKEN_SCOPE: "ruangkerja/webinar.read",
      },
    });
    const domain = only(stack.ofType("AWS::Cognito::UserPoolDomain")).values["Domain"];
    expect(environmentOf("oauth-token")).toEqual({
      Variables: {
        TOKEN_ENDPOINT: `https://${domain}.auth.ap-southeast-3.amazoncognito.com/oauth2/token`,
        TOKEN_SCOPE: "ruangkerja/webinar.read",
      },
    });
  });

  it("has the external provider's values and the custom domain if they are configured", () => {
    const own = synthesize({ ...EXTERNAL_PROVIDER, audience: "https://api.example.com", ...DOMAIN });
    expect(environmentOf("course-activity", own)).toEqual({
      Variables: {
        ...tables,
        TOKEN_ISSUER: EXTERNAL_PROVIDER.issuer,
        JWKS_URI: EXTERNAL_PROVIDER.jwksUri,
        TOKEN_SCOPE: EXTERNAL_PROVIDER.scope,
        TOKEN_AUDIENCE: "https://api.example.com",
        PUBLIC_BASE_URL: `https://${DOMAIN.domainName}`,
      },
    });
    expect(environmentOf("oauth-token", own)).toEqual({
      Variables: { TOKEN_ENDPOINT: EXTERNAL_PROVIDER.tokenEndpoint, TOKEN_SCOPE: EXTERNAL_PROVIDER.scope },
    });
  });

  it("has what the provider's requests and tokens are like if it is configured", () => {
    const claims = { scopeClaim: "roles", clientClaim: "appid" };
    const asked = { requestScope: "api://a/.default", requestAudience: "api://a" };
    const own = synthesize({ ...EXTERNAL_PROVIDER, ...claims, ...asked });
    expect(environmentOf("course-activity", own)).toMatchObject({
      Variables: { TOKEN_SCOPE_CLAIM: "roles", TOKEN_CLIENT_CLAIM: "appid" },
    });
    expect(environmentOf("oauth-token", own)).toMatchObject({
      Variables: { TOKEN_REQUEST_SCOPE: "api://a/.default", TOKEN_REQUEST_AUDIENCE: "api://a" },
    });
  });

  it("has the documentation's URL in both functions if it is configured", () => {
    const documented = synthesize({ docsUrl: "https://docs.example.com/api" });
    for (const name of functionNames) {
      expect(environmentOf(name, documented)).toMatchObject({
        Variables: { DOCS_BASE_URL: "https://docs.example.com/api" },
      });
    }
  });
});

it("only the list endpoint reserves concurrency, and only if it is configured", () => {
  const reserved = synthesize({ reservedConcurrency: "50" });
  expect(functionNamed("course-activity", reserved).values["ReservedConcurrentExecutions"]).toBe(50);
  expect(functionNamed("oauth-token", reserved).values).not.toHaveProperty("ReservedConcurrentExecutions");
  expect(functionNamed("course-activity").values).not.toHaveProperty("ReservedConcurrentExecutions");
});
