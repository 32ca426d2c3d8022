import { Duration } from "aws-cdk-lib";
import type { HttpStage } from "aws-cdk-lib/aws-apigatewayv2";
import { MathExpression, Metric } from "aws-cdk-lib/aws-cloudwatch";
import { type AlarmDefinition, FIVE_MINUTES, MINUTE } from "./alarm-definition.ts";
import { logMetric } from "./log-metrics.ts";
import type { Settings } from "./settings.ts";

/** The alarms on what callers get from the gateway, and on the certificate of its domain. */
export const gatewayAlarms = (settings: Settings, stage: HttpStage): Record<string, AlarmDefinition> => ({
  ServerErrors: {
    description: "More than 1 % of the answers are 5xx, and more than 5 in 5 minutes.",
    // With few requests, one error is already a high percentage.
    metric: percentOf5xx(stage, 5),
    threshold: 1,
    periods: 1,
    isFelt: true,
    rollsBack: true,
  },
  ErrorRate: {
    // For few requests: ServerErrors needs 6 errors, which 10 % of the calls may not bring in the rollout's 5 minutes.
    description: "More than 5 % of the answers are 5xx, and at least 2 in 5 minutes.",
    metric: percentOf5xx(stage, 1),
    threshold: 5,
    periods: 1,
    isFelt: true,
    rollsBack: true,
  },
  Latency: {
    // 3 minutes: shorter than the 5 minutes in which the rollout tests a new version.
    description: "1 in 100 answers takes longer than 2 s, for 3 minutes.",
    metric: stage.metric("Latency", { statistic: "p99", period: MINUTE }),
    threshold: 2_000,
    periods: 3,
    isFelt: true,
    rollsBack: true,
  },
  GatewayThrottles: {
    description:
      "The gateway refused more than 100 requests in 5 minutes with 429: more than `throttle` or `tokenThrottle` allow.",
    metric: logMetric(settings.stage, "GatewayThrottles", FIVE_MINUTES),
    threshold: 100,
    periods: 1,
  },
  GatewayErrors: {
    description:
      "The gateway itself answered more than 5 requests in 5 minutes with 5xx: it got no answer of a function.",
    metric: logMetric(settings.stage, "GatewayErrors", FIVE_MINUTES),
    threshold: 5,
    periods: 1,
    isFelt: true,
  },
  ...(settings.certificateArn && { CertificateExpiry: certificateExpiry(settings.certificateArn) }),
});

/** The part of the answers that are 5xx, in per cent; 0 where there are not more than `few` of them in 5 minutes. */
const percentOf5xx = (stage: HttpStage, few: number): MathExpression =>
  new MathExpression({
    expression: `IF(errors > ${few}, 100 * errors / requests, 0)`,
    usingMetrics: {
      errors: stage.metric("5xx", { statistic: "Sum" }),
      requests: stage.metric("Count", { statistic: "Sum" }),
    },
    period: FIVE_MINUTES,
    label: "5xx, per cent",
  });

/** ACM renews its own certificates 60 days before they end, so 30 days mean that it could not; others it never renews. */
const certificateExpiry = (CertificateArn: string): AlarmDefinition => ({
  description: "The domain's certificate ends in less than 30 days, and nothing has renewed it.",
  metric: new Metric({
    namespace: "AWS/CertificateManager",
    metricName: "DaysToExpiry",
    dimensionsMap: { CertificateArn },
    statistic: "Minimum",
    period: Duration.days(1),
  }),
  threshold: 30,
  isBelow: true,
  periods: 1,
});
