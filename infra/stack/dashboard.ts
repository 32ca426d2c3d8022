import { Duration } from "aws-cdk-lib";
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  Metric,
} from "aws-cdk-lib/aws-cloudwatch";
import { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { CHANGES_ROUTE, listRoute, partsOf, TOKEN_ROUTE } from "../../functions/shared/http/routes.ts";
import { type Category, categories } from "../../functions/shared/store/categories.ts";
import type { Monitored } from "./alarm-definition.ts";
import type { Alarms } from "./alarms.ts";
import { logMetric, logMetricBy } from "./log-metrics.ts";
import type { Settings } from "./settings.ts";

const MINUTE = Duration.minutes(1);

/** The dashboard for the person on call: what is failing, since when, and in which part. */
export const createDashboard = (
  scope: Construct,
  settings: Settings,
  monitored: Monitored,
  alarms: Alarms,
): Dashboard => {
  const { stage, functions, data } = monitored;
  const listFunction = functions["course-activity"].lambda;
  const gatewayMetric = (name: string, statistic: string, label: string) =>
    stage.metric(name, { statistic, label, period: MINUTE });

  /** A metric of each route: which list, or the token endpoint, it is about. */
  const routeMetrics = (name: string, statistic: string) =>
    routes.map(({ label, method, resource }) => {
      const dimensionsMap = { ApiId: stage.api.apiId, Stage: stage.stageName, Method: method, Resource: resource };
      const metric = { namespace: "AWS/ApiGateway", metricName: name, dimensionsMap };
      return new Metric({ ...metric, statistic, label, period: MINUTE });
    });

  return new Dashboard(scope, "Dashboard", {
    defaultInterval: Duration.hours(3),
    widgets: [
      [
        new AlarmStatusWidget({
          title: "Alarms",
          width: 24,
          height: 3,
          alarms: [alarms.unhealthy, ...Object.values(alarms.alarms)],
        }),
      ],
      [
        graph("Traffic", [
          gatewayMetric("Count", "Sum", "requests"),
          gatewayMetric("4xx", "Sum", "4xx"),
          gatewayMetric("5xx", "Sum", "5xx"),
        ]),
        graph("Errors by errorCode", [logMetricBy(settings.stage, "Errors", MINUTE)]),
        graph("Latency, ms", [
          gatewayMetric("Latency", "p50", "p50"),
          gatewayMetric("Latency", "p90", "p90"),
          gatewayMetric("Latency", "p99", "p99"),
        ]),
      ],
      [
        graph("Requests by route", routeMetrics("Count", "Sum")),
        graph("4xx and 5xx by route", [...routeMetrics("4xx", "Sum"), ...routeMetrics("5xx", "Sum")]),
        graph("Latency by route, p99, ms", routeMetrics("Latency", "p99")),
      ],
      [
        graph("Cold starts", [logMetric(settings.stage, "ColdStarts", MINUTE)]),
        graph("Concurrent executions", [
          listFunction.metric("ConcurrentExecutions", {
            statistic: "Maximum",
            label: "course-activity",
            period: MINUTE,
          }),
          LambdaFunction.metricAllConcurrentExecutions({ statistic: "Maximum", label: "the account", period: MINUTE }),
        ]),
        graph("Refused tokens by reason", [logMetricBy(settings.stage, "RefusedTokensByReason", MINUTE)]),
      ],
      [
        graph("Read units", [
          logMetric(settings.stage, "ReadUnits", MINUTE),
          data.assignments.metricConsumedReadCapacityUnits({ label: "assignments", period: MINUTE }),
          data.clients.metricConsumedReadCapacityUnits({ label: "clients", period: MINUTE }),
        ]),
        graph("Function errors and throttles", [
          ...Object.entries(functions).flatMap(([name, { lambda }]) => [
            lambda.metricErrors({ label: `${name}: errors`, period: MINUTE }),
            lambda.metricThrottles({ label: `${name}: throttles`, period: MINUTE }),
          ]),
        ]),
        graph("Function time, ms", [
          ...Object.entries(functions).map(([name, { lambda }]) =>
            lambda.metricDuration({ label: `${name}: p99`, statistic: "p99", period: MINUTE }),
          ),
        ]),
      ],
    ],
  });
};

/** The routes, but for the fallback's: their names, and how API Gateway's metrics name them. */
const routes = [
  ...Object.values<Category>(categories).map((category) => ({ label: category.name, route: listRoute(category) })),
  { label: "changes", route: CHANGES_ROUTE },
  { label: "token", route: TOKEN_ROUTE },
].map(({ label, route }) => ({ label, method: partsOf(route).method, resource: partsOf(route).path }));

const graph = (title: string, left: IMetric[]): IWidget => new GraphWidget({ title, left, width: 8, height: 6 });
