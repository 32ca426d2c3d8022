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
import type { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { type FunctionName, functions } from "./functions.ts";
import { createLogGroup } from "./log-group.ts";
import type { Settings } from "./settings.ts";

type Props = {
  readonly name: FunctionName;
  /** The folder with the built function. */
  readonly bundle: string;
  readonly settings: Settings;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Permissions in addition to writing its log and traces. */
  readonly statements: readonly PolicyStatement[];
};

/** One Lambda function with its own role, log group and alias. */
export class ServiceFunction extends Construct {
  readonly role: Role;
  readonly logGroup: LogGroup;
  readonly lambda: LambdaFunction;
  readonly aliasName = "live";
  /** The API calls this alias. The rollout moves it to a new version. */
  readonly alias: Alias;

  constructor(scope: Construct, id: string, { name, bundle, settings, environment, statements }: Props) {
    super(scope, id);
    this.logGroup = createLogGroup(this, "Log", settings);
    // The role that CDK creates has a managed policy that allows writing to every log group of the account.
    this.role = new Role(this, "Role", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    this.logGroup.grantWrite(this.role);
    for (const statement of statements) this.role.addToPolicy(statement);

    this.lambda = new LambdaFunction(this, "Function", {
      runtime: Runtime.NODEJS_24_X,
      // Its GB-seconds cost 20 % less than those of x86; requests cost the same. The bundles have no native code.
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(bundle),
      handler: "index.handler",
      role: this.role,
      memorySize: settings.memoryMiB,
      timeout: Duration.seconds(functions[name].timeoutSeconds),
      environment: Object.fromEntries(
        Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
      ),
      ...(settings.reservedConcurrency && name === "course-activity"
        ? { reservedConcurrentExecutions: settings.reservedConcurrency }
        : {}),
      // Off: Lambda makes no segments (`PassThrough`), and the role may not send any.
      tracing: settings.tracing === "off" ? Tracing.DISABLED : Tracing.ACTIVE,
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      // The functions log one line per request at this level. WARN drops the runtime's start and end lines.
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      systemLogLevelV2: SystemLogLevel.WARN,
      // A rollback needs the old versions.
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
    });
    this.acknowledge(settings);
    // CDK's class does not match its own interface under `exactOptionalPropertyTypes`.
    const version = this.lambda.currentVersion as IVersion;
    this.alias = new Alias(this, "Live", { aliasName: this.aliasName, version });
  }

  private acknowledge({ tracing }: Settings): void {
    Validations.of(this.lambda).acknowledge({
      id: "Serverless-LambdaDLQ",
      reason:
        "The gateway invokes the function and waits: only asynchronous invocations can go to a dead letter queue.",
    });
    if (tracing === "off") {
      Validations.of(this.lambda).acknowledge({
        id: "Serverless-LambdaTracing",
        reason: "Tracing is a setting: without code for X-Ray in the functions, traces say little more than the logs.",
      });
    } else {
      Validations.of(this.role).acknowledge({
        id: "AwsSolutions-IAM5[Resource::*]",
        reason:
          "X-Ray's PutTraceSegments and PutTelemetryRecords do not support resource-level permissions: only * is possible.",
      });
    }
  }
}
