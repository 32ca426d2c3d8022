import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { type PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  Alias,
  ApplicationLogLevel,
  Architecture,
  Code,
  type IVersion,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { type FunctionName, functions } from "./functions.ts";
import type { Settings } from "./settings.ts";

type Props = {
  readonly name: FunctionName;
  /** The folder that `npm run build` makes of it. */
  readonly bundle: string;
  readonly settings: Settings;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What the function may do, beside writing its own log and traces. */
  readonly statements: readonly PolicyStatement[];
};

/** One Lambda function with a role, a log group and an alias of its own. */
export class ServiceFunction extends Construct {
  readonly role: Role;
  readonly logGroup: LogGroup;
  readonly lambda: LambdaFunction;
  readonly aliasName = "live";
  /** What the API calls: it moves to a new version as the rollout says. */
  readonly alias: Alias;

  constructor(scope: Construct, id: string, { name, bundle, settings, environment, statements }: Props) {
    super(scope, id);
    this.logGroup = new LogGroup(this, "Log", {
      retention: settings.logRetentionDays,
      removalPolicy: settings.stage === "dev" ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    // CDK's own role would have the managed policy that lets it write to every log group of the account.
    this.role = new Role(this, "Role", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    this.logGroup.grantWrite(this.role);
    for (const statement of statements) this.role.addToPolicy(statement);

    this.lambda = new LambdaFunction(this, "Function", {
      runtime: Runtime.NODEJS_24_X,
      // A fifth cheaper than x86, and what the bundle is measured on.
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(bundle),
      handler: "index.handler",
      role: this.role,
      memorySize: settings.memoryMiB,
      timeout: Duration.seconds(functions[name].timeoutSeconds),
      environment: Object.fromEntries(
        Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
      ),
      ...(settings.reservedConcurrency && name === "webinar-activity"
        ? { reservedConcurrentExecutions: settings.reservedConcurrency }
        : {}),
      tracing: Tracing.ACTIVE,
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      // One line a request is at this level; the runtime's own start and end lines say nothing more.
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      systemLogLevelV2: SystemLogLevel.WARN,
      // What a rollback goes back to.
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
    });
    Validations.of(this.role).acknowledge({
      id: "AwsSolutions-IAM5[Resource::*]",
      reason: "X-Ray's PutTraceSegments and PutTelemetryRecords know no resources: AWS has them on * or not at all.",
    });
    // The library's own class does not fit its interface under `exactOptionalPropertyTypes`.
    const version = this.lambda.currentVersion as IVersion;
    this.alias = new Alias(this, "Live", { aliasName: this.aliasName, version });
  }
}
