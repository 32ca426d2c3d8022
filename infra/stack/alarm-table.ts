import { Duration } from "aws-cdk-lib";
import { type IMetric, MathExpression, Metric } from "aws-cdk-lib/aws-cloudwatch";
import { Operation, type TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { type AlarmDefinition, FIVE_MINUTES, MINUTE, type Monitored } from "./alarm-definition.ts";
import type { Data } from "./data.ts";
import { gatewayAlarms } from "./gateway-alarms.ts";
import { logMetric } from "./log-metrics.ts";
import type { Settings } from "./settings.ts";

/** The DynamoDB operations of the functions (reads) and of the import (writes). */
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
  // These metrics have data only when something happened, and a sum has no data if one of its terms has none.
  const expression = Object.keys(usingMetrics)
    .map((id) => `FILL(${id}, 0)`)
    .join(" + ");
  return new MathExpression({ expression, usingMetrics, period, label });
};

export const alarmDefinitions = (
  settings: Settings,
  { stage, functions, data }: Monitored,
): Record<string, AlarmDefinition> => {
  const allFunctions = Object.values(functions);
  const listFunction = functions["course-activity"].lambda;
  const { tokensPerDay: tokens } = settings;
  return {
    ...gatewayAlarms(settings, stage),
    FunctionErrors: {
      description:
        "A function crashes, runs out of time or memory, or cannot start. Errors that it handles are not counted.",
      metric: sumOf(
        allFunctions.map(({ alias }) => alias.metricErrors({ statistic: "Sum" })),
        MINUTE,
        "errors",
      ),
      threshold: 0,
      periods: 1,
      isFelt: true,
      rollsBack: true,
    },
    FunctionThrottles: {
      description: "Lambda refuses invocations: the concurrency of the account or of the function is used up.",
      metric: sumOf(
        allFunctions.map(({ lambda }) => lambda.metricThrottles({ statistic: "Sum" })),
        MINUTE,
        "throttles",
      ),
      threshold: 0,
      periods: 3,
      isFelt: true,
    },
    Concurrency: {
      description: "More than 80 % of the available concurrency is used.",
      metric: settings.reservedConcurrency
        ? listFunction.metric("ConcurrentExecutions", { statistic: "Maximum", period: MINUTE })
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
      description:
        "DynamoDB throttles: a configured maximum, the account's quota, or too many requests for one employee's list.",
      metric: sumOf(perOperation(data, "ThrottledRequests"), MINUTE, "throttled requests"),
      threshold: 0,
      periods: 3,
      isFelt: true,
    },
    DatabaseErrors: {
      description: "DynamoDB answers with internal errors.",
      metric: sumOf(perOperation(data, "SystemErrors"), MINUTE, "system errors"),
      threshold: 0,
      periods: 3,
      isFelt: true,
    },
    RefusedTokens: {
      description: "More than 100 refused tokens in 5 minutes: a client with an old token, or an attack.",
      metric: logMetric(settings.stage, "RefusedTokens", FIVE_MINUTES),
      threshold: 100,
      periods: 1,
    },
    RefusedCredentials: {
      description: "More than 100 wrong secrets in 5 minutes: a client with an old secret, or somebody who guesses.",
      metric: logMetric(settings.stage, "RefusedCredentials", FIVE_MINUTES),
      threshold: 100,
      periods: 1,
    },
    IssuedTokens: {
      description: `The provider issued more than ${tokens} tokens in a day. At Cognito's 2.25 USD a thousand, ${tokens} a day cost ${dollarsFor(tokens)} USD a day, ${dollarsFor(30 * tokens)} a month.`,
      metric: logMetric(settings.stage, "IssuedTokens", Duration.days(1)),
      threshold: tokens,
      periods: 1,
    },
  };
};

/** What Cognito bills for so many tokens; infra/OPERATIONS.md has the source of the price. */
const dollarsFor = (tokens: number): string => ((tokens * 2.25) / 1_000).toFixed(2);

/** The account's concurrency as Service Quotas counts it: only this metric works with SERVICE_QUOTA(). */
const accountConcurrency = new Metric({
  namespace: "AWS/Usage",
  metricName: "ResourceCount",
  dimensionsMap: { Service: "Lambda", Type: "Resource", Resource: "ConcurrentExecutions", Class: "None" },
  statistic: "Maximum",
});
