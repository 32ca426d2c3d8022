import type { Duration } from "aws-cdk-lib";
import { MathExpression, Metric } from "aws-cdk-lib/aws-cloudwatch";
import { FilterPattern, type LogGroup, MetricFilter } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";

/** A metric that is made of the functions' request lines; `chain.ts` has their fields. */
type LogMetric = {
  readonly pattern: string;
  /** A field of the line; 1 for each line unless given. */
  readonly value?: string;
  /** The field that tells values of the metric apart: few, so that it stays few metrics. */
  readonly dimension?: { readonly name: string; readonly field: string };
};

const REFUSED = "{ $.message.errorCode = 123 }";

const logMetrics = {
  Errors: { pattern: "{ $.message.errorCode = * }", dimension: { name: "ErrorCode", field: "$.message.errorCode" } },
  RefusedTokens: { pattern: REFUSED },
  RefusedTokensByReason: { pattern: REFUSED, dimension: { name: "Reason", field: "$.message.reason" } },
  RefusedCredentials: { pattern: "{ $.message.errorCode = 400 }" },
  ColdStarts: { pattern: '{ $.message.start = "cold" }' },
  ReadUnits: { pattern: "{ $.message.readUnits = * }", value: "$.message.readUnits" },
} as const satisfies Record<string, LogMetric>;

export type LogMetricName = keyof typeof logMetrics;

/** A namespace of its own for each stage. */
const namespaceOf = (stage: string): string => `RuangkerjaWebinarActivity/${stage}`;

/** Makes metrics of what the functions log: no library and no time in the functions themselves. */
export const createLogMetrics = (
  scope: Construct,
  stage: string,
  logGroups: Readonly<Record<string, LogGroup>>,
): void => {
  for (const [source, logGroup] of Object.entries(logGroups)) {
    for (const [metricName, { pattern, value, dimension }] of Object.entries<LogMetric>(logMetrics)) {
      new MetricFilter(scope, `${source}-${metricName}`, {
        logGroup,
        metricNamespace: namespaceOf(stage),
        metricName,
        filterPattern: FilterPattern.literal(pattern),
        metricValue: value ?? "1",
        // CloudWatch takes a default for a metric without dimensions only.
        ...(dimension ? { dimensions: { [dimension.name]: dimension.field } } : { defaultValue: 0 }),
      });
    }
  }
};

/** The sum of a metric without dimensions. */
export const logMetric = (stage: string, metricName: LogMetricName, period: Duration): Metric =>
  new Metric({ namespace: namespaceOf(stage), metricName, statistic: "Sum", period });

/** The sums of a metric by its dimension, one line for each value that it has had. */
export const logMetricBy = (stage: string, name: "Errors" | "RefusedTokensByReason", period: Duration) => {
  const { dimension } = logMetrics[name];
  const search = `SEARCH('{"${namespaceOf(stage)}","${dimension.name}"} MetricName="${name}"', 'Sum')`;
  return new MathExpression({ expression: search, label: "", period, usingMetrics: {} });
};
