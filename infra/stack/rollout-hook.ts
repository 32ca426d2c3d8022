import { Aws, Duration, Stack, Validations } from "aws-cdk-lib";
import type { CfnApplication, LambdaApplication } from "aws-cdk-lib/aws-codedeploy";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, Code, Function as LambdaFunction, LoggingFormat, Runtime } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import type { FunctionName } from "./functions.ts";
import { createLogGroup } from "./log-group.ts";
import type { ServiceFunction } from "./service-function.ts";
import type { Settings } from "./settings.ts";

type Props = {
  readonly settings: Settings;
  /** The folder with the built hook. */
  readonly bundle: string;
  readonly functions: Readonly<Record<FunctionName, ServiceFunction>>;
  readonly application: LambdaApplication;
  /** The API's own, as it stands in links. */
  readonly url: string;
  readonly userPool: { readonly id: string; readonly arn: string } | undefined;
};

/** The function that CodeDeploy calls before the first call of a new version: it asks the version itself. */
export class RolloutHook extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, props: Props) {
    super(scope, id);
    const { settings, bundle, functions, application, url, userPool } = props;
    const applicationID = Stack.of(this).getLogicalId(application.node.defaultChild as CfnApplication);
    const logGroup = createLogGroup(this, "Log", settings);
    const role = new Role(this, "Role", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    logGroup.grantWrite(role);
    for (const statement of this.statements(props)) role.addToPolicy(statement);
    const versions = Object.entries(functions).map(([name, { lambda }]) => [
      `VERSION_${name.replace("-", "_").toUpperCase()}`,
      lambda.currentVersion.functionArn,
    ]);
    this.lambda = new LambdaFunction(this, "Function", {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(bundle),
      handler: "index.handler",
      // CDK would add the deployment groups one by one, each after the first alias that needs it.
      role: role.withoutPolicyUpdates(),
      memorySize: 512,
      // Each check waits for a function, which has 10 seconds.
      timeout: Duration.minutes(5),
      environment: {
        API_URL: url,
        ...Object.fromEntries(versions),
        ...(userPool &&
          settings.check && {
            USER_POOL: userPool.id,
            CHECK_CLIENT: settings.check.client,
            CHECK_EMPLOYEE: settings.check.employee,
          }),
      },
      logGroup,
      loggingFormat: LoggingFormat.JSON,
    });
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:codedeploy:<AWS::Region>:<AWS::AccountId>:deploymentgroup:<${applicationID}>/*]`,
      reason:
        "The application's groups get their names after this function, and it has no other groups than this stack's.",
    });
    for (const id of ["Serverless-LambdaDLQ", "Serverless-LambdaTracing"]) {
      Validations.of(this.lambda).acknowledge({
        id,
        reason: "Only CodeDeploy invokes it, once for a rollout; a run that does not report fails the deployment.",
      });
    }
  }

  private statements({ functions, application, settings, userPool }: Props): PolicyStatement[] {
    // The groups' names are not known before the aliases, which need this function; the application has only these groups.
    const groups = `arn:${Aws.PARTITION}:codedeploy:${Aws.REGION}:${Aws.ACCOUNT_ID}:deploymentgroup:${application.applicationName}/*`;
    return [
      new PolicyStatement({
        actions: ["lambda:InvokeFunction"],
        resources: Object.values(functions).map(({ lambda }) => lambda.currentVersion.functionArn),
      }),
      new PolicyStatement({ actions: ["codedeploy:PutLifecycleEventHookExecutionStatus"], resources: [groups] }),
      ...(settings.check && userPool
        ? [new PolicyStatement({ actions: ["cognito-idp:DescribeUserPoolClient"], resources: [userPool.arn] })]
        : []),
    ];
  }
}
