import { Duration, Stack, Validations } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import {
  type CfnStage,
  CorsHttpMethod,
  type DomainName,
  HttpApi,
  type HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import type { Alias, IFunction } from "aws-cdk-lib/aws-lambda";
import type { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { FALLBACK_ROUTE, partsOf, TOKEN_ROUTE } from "../../functions/shared/http/routes.ts";
import { type FunctionName, functionNames, functions } from "./functions.ts";
import { createLogGroup } from "./log-group.ts";
import type { Settings } from "./settings.ts";

type Props = {
  readonly settings: Settings;
  /** The alias that the API calls for each function's routes. */
  readonly targets: Readonly<Record<FunctionName, Alias>>;
  readonly domain: DomainName | undefined;
};

/** The HTTP API: the functions' routes, throttled, with an access log without employee data. */
export class Api extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;
  readonly accessLog: LogGroup;

  constructor(scope: Construct, id: string, { settings, targets, domain }: Props) {
    super(scope, id);
    this.api = new HttpApi(this, "Api", {
      // Only a label, it need not be unique. Without it, the console shows every stage's API as "Api".
      apiName: Stack.of(this).stackName,
      createDefaultStage: false,
      // With a custom domain, the API is only reachable there, so the domain's TLS policy always applies.
      disableExecuteApiEndpoint: domain !== undefined,
      ...(settings.allowedOrigins && { corsPreflight: corsFor(settings.allowedOrigins) }),
    });
    const routes = new Map<string, HttpRoute>();
    for (const name of functionNames) {
      const integration = new HttpLambdaIntegration(`${name}-integration`, targets[name] as IFunction);
      for (const key of functions[name].routes) {
        const route = new HttpRoute(this, key, {
          httpApi: this.api,
          routeKey: routeKeyOf(key),
          integration,
          authorizer: new HttpNoneAuthorizer(),
        });
        routes.set(key, route);
      }
    }
    this.accessLog = createLogGroup(this, "AccessLog", settings);
    this.stage = new HttpStage(this, "Stage", {
      httpApi: this.api,
      stageName: "$default",
      autoDeploy: true,
      // Metrics of each route, which the dashboard shows.
      detailedMetricsEnabled: true,
      throttle: { rateLimit: settings.throttle.rate, burstLimit: settings.throttle.burst },
      accessLogSettings: { destination: new LogGroupLogDestination(this.accessLog), format: ACCESS_LOG },
      ...(domain && {
        domainMapping: { domainName: domain, ...(settings.basePath && { mappingKey: settings.basePath }) },
      }),
    });
    this.throttleTokens(settings, routes.get(TOKEN_ROUTE));
    Validations.of(this).acknowledge({
      id: "AwsSolutions-APIG4",
      reason:
        "The functions check tokens themselves, so that every refusal has the Error Dictionary's shape; " +
        "the token endpoint is where callers without a token get one.",
    });
  }

  /** Each issued token costs money, so the token endpoint has a limit of its own, below the stage's. */
  private throttleTokens({ tokenThrottle: { rate, burst } }: Settings, route: HttpRoute | undefined): void {
    const stage = this.stage.node.defaultChild as CfnStage;
    // A route's settings replace all of the stage's.
    const limits = { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst, DetailedMetricsEnabled: true };
    stage.routeSettings = { [TOKEN_ROUTE]: limits };
    // API Gateway refuses the settings of a route that does not exist yet.
    if (route) this.stage.node.addDependency(route);
  }
}

/** Logs the route, not the path, because the path has the employee's ID; no IP address either. */
const ACCESS_LOG = AccessLogFormat.custom(
  JSON.stringify({
    requestId: "$context.requestId",
    requestTime: "$context.requestTime",
    routeKey: "$context.routeKey",
    status: "$context.status",
    protocol: "$context.protocol",
    responseLength: "$context.responseLength",
    responseLatency: "$context.responseLatency",
    integrationLatency: "$context.integrationLatency",
    integrationStatus: "$context.integrationStatus",
    // What the gateway answered itself, if no function was reached.
    error: "$context.error.responseType",
    integrationError: "$context.integrationErrorMessage",
  }),
);

const routeKeyOf = (key: string): HttpRouteKey => {
  if (key === FALLBACK_ROUTE) return HttpRouteKey.DEFAULT;
  const { method, path } = partsOf(key);
  return HttpRouteKey.with(path, method as HttpMethod);
};

const corsFor = (allowOrigins: string[]) => ({
  allowOrigins,
  allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST],
  allowHeaders: ["accept", "authorization", "content-type", "if-none-match"],
  exposeHeaders: ["etag", "link", "retry-after", "www-authenticate", "x-request-id", "x-total-count"],
  // Chromium's maximum; others allow more. Without it, browsers ask again after 5 seconds.
  maxAge: Duration.hours(2),
});
