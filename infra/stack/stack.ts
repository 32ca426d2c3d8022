import { CfnOutput, Stack, type StackProps, Tags } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { partsOf, TOKEN_ROUTE } from "../../functions/shared/http/routes.ts";
import { tables } from "../../functions/shared/store/tables.ts";
import { Alarms } from "./alarms.ts";
import { Api } from "./api.ts";
import { createDashboard } from "./dashboard.ts";
import { createData } from "./data.ts";
import { createDomain } from "./domain.ts";
import type { FunctionName } from "./functions.ts";
import { createIdentity } from "./identity.ts";
import { createLogMetrics } from "./log-metrics.ts";
import { outputs } from "./outputs.ts";
import { Rollout } from "./rollout.ts";
import { RolloutHook } from "./rollout-hook.ts";
import { createSampling } from "./sampling.ts";
import { ServiceFunction } from "./service-function.ts";
import type { Settings } from "./settings.ts";

type Props = StackProps & {
  readonly settings: Settings;
  /** The folder of each function's bundle. */
  readonly bundles: Readonly<Record<FunctionName, string>>;
  /** The folder of the rollout hook's bundle. */
  readonly hook: string;
};

/** All resources of a stage. CloudFormation names them, so that two stages never conflict. */
export class WebinarActivityStack extends Stack {
  constructor(scope: Construct, id: string, { settings, bundles, hook, ...props }: Props) {
    super(scope, id, { ...props, terminationProtection: settings.stage !== "dev" });
    const data = createData(this, settings);
    const identity = createIdentity(this, settings);
    const domain = createDomain(this, settings);
    const publicUrl = domain && ["https:/", domain.name, settings.basePath].filter(Boolean).join("/");

    // The construct keeps its first name: another one would replace the function and its log.
    const courseActivity = new ServiceFunction(this, "WebinarActivity", {
      name: "course-activity",
      bundle: bundles["course-activity"],
      settings,
      environment: {
        ASSIGNMENTS_TABLE: data.assignments.tableName,
        CLIENTS_TABLE: data.clients.tableName,
        TOKEN_ISSUER: identity.issuer,
        JWKS_URI: identity.jwksUri,
        TOKEN_SCOPE: identity.scope,
        TOKEN_AUDIENCE: identity.audience,
        TOKEN_SCOPE_CLAIM: settings.scopeClaim,
        TOKEN_CLIENT_CLAIM: settings.clientClaim,
        PUBLIC_BASE_URL: publicUrl,
        DOCS_BASE_URL: settings.docsUrl,
      },
      statements: [
        new PolicyStatement({
          actions: ["dynamodb:GetItem", "dynamodb:Query"],
          resources: [data.assignments.tableArn],
        }),
        new PolicyStatement({
          actions: ["dynamodb:Query"],
          resources: [`${data.assignments.tableArn}/index/${tables.assignments.index.name}`],
        }),
        new PolicyStatement({ actions: ["dynamodb:GetItem"], resources: [data.clients.tableArn] }),
      ],
    });
    const oauthToken = new ServiceFunction(this, "OAuthToken", {
      name: "oauth-token",
      bundle: bundles["oauth-token"],
      settings,
      environment: {
        TOKEN_ENDPOINT: identity.tokenEndpoint,
        TOKEN_SCOPE: identity.scope,
        TOKEN_REQUEST_SCOPE: settings.requestScope,
        TOKEN_REQUEST_AUDIENCE: settings.requestAudience,
        DOCS_BASE_URL: settings.docsUrl,
      },
      statements: [],
    });
    const functions = { "course-activity": courseActivity, "oauth-token": oauthToken };

    const { stage, accessLog } = new Api(this, "Api", {
      settings,
      targets: { "course-activity": courseActivity.alias, "oauth-token": oauthToken.alias },
      domain,
    });

    createLogMetrics(this, settings.stage, {
      functions: { WebinarActivity: courseActivity.logGroup, OAuthToken: oauthToken.logGroup },
      gateway: accessLog,
    });
    createSampling(this, settings, Object.values(functions));
    const monitored = { stage, functions, data };
    const alarms = new Alarms(this, "Alarms", { settings, monitored });
    const dashboard = createDashboard(this, settings, monitored, alarms);
    const url = publicUrl ?? stage.api.apiEndpoint;
    new Rollout(this, "Rollout", {
      functions: Object.values(functions),
      alarms: alarms.rolloutAlarms,
      ignoreAlarms: settings.ignoreAlarms !== undefined,
      createHook: (application) =>
        new RolloutHook(this, "RolloutHook", {
          settings,
          bundle: hook,
          functions,
          application,
          url,
          userPool: identity.userPool,
        }).lambda,
    });

    const values: Record<keyof typeof outputs, string | undefined> = {
      apiUrl: url,
      tokenUrl: `${url}${partsOf(TOKEN_ROUTE).path}`,
      assignmentsTable: data.assignments.tableName,
      clientsTable: data.clients.tableName,
      userPool: identity.userPool?.id,
      scope: identity.scope,
      dashboard: `https://${this.region}.console.aws.amazon.com/cloudwatch/home?region=${this.region}#dashboards:name=${dashboard.dashboardName}`,
      alarmTopic: alarms.topic.topicArn,
      unhealthy: alarms.unhealthy.alarmName,
    };
    for (const [name, value] of Object.entries(values)) {
      if (value !== undefined) new CfnOutput(this, outputs[name as keyof typeof outputs], { value });
    }
    // A dashboard's tags are so new that not every region and linter knows them.
    const excludeResourceTypes = ["AWS::CloudWatch::Dashboard"];
    for (const [key, value] of Object.entries(settings.tags ?? {})) {
      Tags.of(this).add(key, value, { excludeResourceTypes });
    }
  }
}
