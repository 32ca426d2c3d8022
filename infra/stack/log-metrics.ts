import type { Duration } from "aws-cdk-lib";
import { MathExpression, Metric } from "aws-cdk-lib/aws-cloudwatch";
import { FilterPattern, type LogGroup, MetricFilter } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";

/** A metric from log lines, one line per request. */
type LogMetric = {
  readonly pattern: string;
  /** The field to sum up. Default: 1 for each line. */
  readonly value?: string;
  /** A field with few different values: each value is a metric, and each metric costs money. */
  readonly dimension?: { readonly name: string; readonly field: string };
};

const TOKEN_REFUSED = "{ $.message.errorCode = 123 }";

/** Of the functions' lines; `functions/shared/http/chain.ts` has the fields. */
const functionMetrics = {
  Errors: { pattern: "{ $.message.errorCode = * }", dimension: { name: "ErrorCode", field: "$.message.errorCode" } },
  RefusedTokens: { pattern: TOKEN_REFUSED },
  RefusedTokensByReason: { pattern: TOKEN_REFUSED, dimension: { name: "Reason", field: "$.message.reason" } },
  RefusedCredentials: { pattern: "{ $.message.errorCode = 400 }" },
  /** Without the tokens that an instance gave again. */
  IssuedTokens: { pattern: '{ $.message.grant = "issued" }' },
  ColdStarts: { pattern: '{ $.message.start = "cold" }' },
  ReadUnits: { pattern: "{ $.message.readUnits = * }", value: "$.message.readUnits" },
} as const satisfies Record<string, LogMetric>;

/**
 * Of the gateway's lines; `api.ts` has the fields, all of them texts. What a function answers has 200 as its
 * `integrationStatus`, whatever the answer's own status is; a crash has it too, which Lambda's own metric counts.
 */
const gatewayMetrics = {
  GatewayThrottles: { pattern: '{ $.status = "429" && $.integrationStatus != "200" }' },
  GatewayErrors: { pattern: '{ $.status = "5*" && $.integrationStatus != "200" }' },
} as const satisfies Record<string, LogMetric>;

export type LogMetricName = keyof typeof functionMetrics | keyof typeof gatewayMetrics;

/** Each stage has its own namespace. */
const namespaceOf = (stage: string): string => `RuangkerjaWebinarActivity/${stage}`;

/**
 * Creates metrics from the logs. This needs no library and no time in the functions.
 *
 * @param logGroups those of the functions, each under the first part of its filters' names, and that of the gateway
 */
export const createLogMetrics = (
  scope: Construct,
  stage: string,
  logGroups: { readonly functions: Readonly<Record<string, LogGroup>>; readonly gateway: LogGroup },
): void => {
  const sources = [
    ...Object.entries(logGroups.functions).map(([name, logGroup]) => ({ name, logGroup, metrics: functionMetrics })),
    { name: "Api", logGroup: logGroups.gateway, metrics: gatewayMetrics },
  ];
  for (const { name: source, logGroup, metrics } of sources) {
    for (const [metricName, { pattern, value, dimension }] of Object.entries<LogMetric>(metrics)) {
      new MetricFilter(scope, `${source}-${metricName}`, {
        logGroup,
        metricNamespace: namespaceOf(stage),
        metricName,
        filterPattern: FilterPattern.literal(pattern),
        metricValue: value ?? "1",
        // CloudWatch allows a default only for a metric without dimensions.
        ...(dimension ? { dimensions: { [dimension.name]: dimension.field } } : { defaultValue: 0 }),
      });
    }
  }
};

/** The sum of a metric without dimensions. */
export const logMetric = (stage: string, metricName: LogMetricName, period: Duration): Metric =>
  new Metric({ namespace: namespaceOf(stage), metricName, statistic: "Sum", period });

/** The sums of a metric by its dimension: one line in the graph for each value that occurred. */
export const logMetricBy = (stage: string, name: "Errors" | "RefusedTokensByReason", period: Duration) => {
  const { dimension } = functionMetrics[name];
  const search = `SEARCH('{"${namespaceOf(stage)}","${dimension.name}"} MetricName="${name}"', 'Sum')`;
  return new MathExpression({ expression: search, label: "", period, usingMetrics: {} });
};
