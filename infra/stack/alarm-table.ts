import { Duration } from "aws-cdk-lib";
import type { HttpStage } from "aws-cdk-lib/aws-apigatewayv2";
import { type IMetric, MathExpression, Metric } from "aws-cdk-lib/aws-cloudwatch";
import { Operation, type TableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { Data } from "./data.ts";
import type { FunctionName } from "./functions.ts";
import { logMetric } from "./log-metrics.ts";
import type { ServiceFunction } from "./service-function.ts";
import type { Settings } from "./settings.ts";

/** What is watched. */
export type Watched = {
  readonly stage: HttpStage;
  readonly functions: Readonly<Record<FunctionName, ServiceFunction>>;
  readonly data: Data;
};

type AlarmDefinition = {
  /** For the person who is woken: `infra/OPERATIONS.md` has the first three things to do. */
  readonly description: string;
  readonly metric: IMetric;
  /** The alarm goes off above it, … */
  readonly threshold: number;
  /** … for as many of the metric's periods on end. */
  readonly periods: number;
};

const MINUTE = Duration.minutes(1);
const FIVE_MINUTES = Duration.minutes(5);

/** What the functions read with, and the import writes with. */
const operationsOn = ({ assignments, clients }: Data): [TableV2, Operation][] => [
  [assignments, Operation.QUERY],
  [assignments, Operation.GET_ITEM],
  [assignments, Operation.TRANSACT_WRITE_ITEMS],
  [clients, Operation.GET_ITEM],
];

const perOperation = (data: Data, metricName: string): Metric[] =>
  operationsOn(data).map(([table, Operation]) =>
    table.metric(metricName, { dimensionsMap: { TableName: table.tableName, Operation }, statistic: "Sum" }),
  );

const sumOf = (metrics: readonly IMetric[], period: Duration, label: string): MathExpression => {
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]));
  // These metrics have values only where something happened, and a sum has none where one of its members has none.
  const expression = Object.keys(usingMetrics)
    .map((id) => `FILL(${id}, 0)`)
    .join(" + ");
  return new MathExpression({ expression, usingMetrics, period, label });
};

export const alarmsOf = (settings: Settings, { stage, functions, data }: Watched): Record<string, AlarmDefinition> => {
  const both = Object.values(functions);
  const reader = functions["webinar-activity"].lambda;
  return {
    ServerErrors: {
      description: "More than 1 % of the answers are 5xx, and more than 5 in 5 minutes.",
      metric: new MathExpression({
        // Of few requests, one is many per cent.
        expression: "IF(errors > 5, 100 * errors / requests, 0)",
        usingMetrics: {
          errors: stage.metric("5xx", { statistic: "Sum" }),
          requests: stage.metric("Count", { statistic: "Sum" }),
        },
        period: FIVE_MINUTES,
        label: "5xx, per cent",
      }),
      threshold: 1,
      periods: 1,
    },
    Latency: {
      // Sooner than the five minutes in which a new version is judged.
      description: "1 in 100 answers takes longer than 2 s, for 3 minutes.",
      metric: stage.metric("Latency", { statistic: "p99", period: MINUTE }),
      threshold: 2_000,
      periods: 3,
    },
    FunctionErrors: {
      description:
        "A function crashes, runs out of time or memory, or cannot start: what it maps itself is not counted.",
      metric: sumOf(
        both.map(({ alias }) => alias.metricErrors({ statistic: "Sum" })),
        MINUTE,
        "errors",
      ),
      threshold: 0,
      periods: 1,
    },
    FunctionThrottles: {
      description: "Lambda refuses invocations: the concurrency of the account or of the function is used up.",
      metric: sumOf(
        both.map(({ lambda }) => lambda.metricThrottles({ statistic: "Sum" })),
        MINUTE,
        "throttles",
      ),
      threshold: 0,
      periods: 3,
    },
    Concurrency: {
      description: "More than 80 % of the concurrency that there is.",
      metric: settings.reservedConcurrency
        ? reader.metric("ConcurrentExecutions", { statistic: "Maximum", period: MINUTE })
        : new MathExpression({
            expression: "100 * used / SERVICE_QUOTA(used)",
            usingMetrics: { used: accountConcurrency },
            period: MINUTE,
            label: "concurrency, per cent of the account's",
          }),
      threshold: settings.reservedConcurrency ? 0.8 * settings.reservedConcurrency : 80,
      periods: 3,
    },
    DatabaseThrottles: {
      description: "DynamoDB throttles: a ceiling, the account's quota, or one employee's list is asked for too often.",
      metric: sumOf(perOperation(data, "ThrottledRequests"), MINUTE, "throttled requests"),
      threshold: 0,
      periods: 3,
    },
    DatabaseErrors: {
      description: "DynamoDB itself fails.",
      metric: sumOf(perOperation(data, "SystemErrors"), MINUTE, "system errors"),
      threshold: 0,
      periods: 3,
    },
    RefusedTokens: {
      description: "More than 100 refused tokens in 5 minutes: a client with an old token, or somebody who tries.",
      metric: logMetric(settings.stage, "RefusedTokens", FIVE_MINUTES),
      threshold: 100,
      periods: 1,
    },
    RefusedCredentials: {
      description: "More than 100 wrong secrets in 5 minutes: a client with an old one, or somebody who guesses.",
      metric: logMetric(settings.stage, "RefusedCredentials", FIVE_MINUTES),
      threshold: 100,
      periods: 1,
    },
  };
};

/** As the service quotas count it; CloudWatch knows the limit to this metric. */
const accountConcurrency = new Metric({
  namespace: "AWS/Usage",
  metricName: "ResourceCount",
  dimensionsMap: { Service: "Lambda", Type: "Resource", Resource: "ConcurrentExecutions", Class: "None" },
  statistic: "Maximum",
});
