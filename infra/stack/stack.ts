import { CfnOutput, Stack, type StackProps } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { partsOf, TOKEN_ROUTE } from "../../functions/shared/http/routes.ts";
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
import { ServiceFunction } from "./service-function.ts";
import type { Settings } from "./settings.ts";

type Props = StackProps & {
  readonly settings: Settings;
  /** The folder of each function's bundle. */
  readonly bundles: Readonly<Record<FunctionName, string>>;
};

/** All resources of a stage. CloudFormation names them, so that two stages never conflict. */
export class WebinarActivityStack extends Stack {
  constructor(scope: Construct, id: string, { settings, bundles, ...props }: Props) {
    super(scope, id, props);
    const data = createData(this, settings);
    const identity = createIdentity(this, settings);
    const domain = createDomain(this, settings);

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
        PUBLIC_BASE_URL: domain && `https://${domain.name}`,
        DOCS_BASE_URL: settings.docsUrl,
      },
      statements: [
        new PolicyStatement({
          actions: ["dynamodb:GetItem", "dynamodb:Query"],
          resources: [data.assignments.tableArn],
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
        DOCS_BASE_URL: settings.docsUrl,
      },
      statements: [],
    });
    const functions = { "course-activity": courseActivity, "oauth-token": oauthToken };

    const { stage } = new Api(this, "Api", {
      settings,
      targets: { "course-activity": courseActivity.alias, "oauth-token": oauthToken.alias },
      domain,
    });

    createLogMetrics(this, settings.stage, {
      WebinarActivity: courseActivity.logGroup,
      OAuthToken: oauthToken.logGroup,
    });
    const monitored = { stage, functions, data };
    const alarms = new Alarms(this, "Alarms", { settings, monitored });
    const dashboard = createDashboard(this, settings, monitored, alarms);
    new Rollout(this, "Rollout", {
      functions: Object.values(functions),
      alarms: alarms.rolloutAlarms,
    });

    const url = domain ? `https://${domain.name}` : stage.api.apiEndpoint;
    const values: Record<keyof typeof outputs, string | undefined> = {
      apiUrl: url,
      tokenUrl: `${url}${partsOf(TOKEN_ROUTE).path}`,
      assignmentsTable: data.assignments.tableName,
      clientsTable: data.clients.tableName,
      userPool: identity.userPoolId,
      scope: identity.scope,
      dashboard: `https://${this.region}.console.aws.amazon.com/cloudwatch/home?region=${this.region}#dashboards:name=${dashboard.dashboardName}`,
    };
    for (const [name, value] of Object.entries(values)) {
      if (value !== undefined) new CfnOutput(this, outputs[name as keyof typeof outputs], { value });
    }
  }
}
