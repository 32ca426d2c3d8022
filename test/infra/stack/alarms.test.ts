import { describe, expect, it } from "vitest";
import { only, type Synthesized, synthesize } from "../../support/stack.ts";
import { at, DOMAIN, pathOf } from "../../support/stack-parts.ts";

const stack = synthesize();
const topic = only(stack.ofType("AWS::SNS::Topic"));
const topicArn = String(stack.resolve({ Ref: topic.id }));
const nameOf = (type: string, path: string) => String(stack.resolve({ Ref: at(stack, type, path).id }));

const alarmsOf = (of: Synthesized) =>
  Object.fromEntries(of.ofType("AWS::CloudWatch::Alarm").map((alarm) => [pathOf(alarm).split("/")[1], alarm.values]));

const gateway = {
  Namespace: "AWS/ApiGateway",
  Dimensions: [
    { Name: "ApiId", Value: nameOf("AWS::ApiGatewayV2::Api", "Api/Api") },
    { Name: "Stage", Value: "$default" },
  ],
};
const names = ["WebinarActivity", "OAuthToken"].map((path) => nameOf("AWS::Lambda::Function", `${path}/Function`));
const [reader = ""] = names;
const lambda = (MetricName: string, FunctionName: string, ...more: object[]) => ({
  MetricName,
  Namespace: "AWS/Lambda",
  Dimensions: [{ Name: "FunctionName", Value: FunctionName }, ...more],
});
const database = (MetricName: string) =>
  [
    ["Assignments", "Query"],
    ["Assignments", "GetItem"],
    ["Assignments", "TransactWriteItems"],
    ["Clients", "GetItem"],
  ].map(([table = "", Operation]) => ({
    MetricName,
    Namespace: "AWS/DynamoDB",
    Dimensions: [
      { Name: "Operation", Value: Operation },
      { Name: "TableName", Value: nameOf("AWS::DynamoDB::GlobalTable", table) },
    ],
  }));

const accountConcurrency = {
  Namespace: "AWS/Usage",
  MetricName: "ResourceCount",
  Dimensions: [
    { Name: "Class", Value: "None" },
    { Name: "Resource", Value: "ConcurrentExecutions" },
    { Name: "Service", Value: "Lambda" },
    { Name: "Type", Value: "Resource" },
  ],
};

type Math = { id: string; metric: object }[];

/** A math expression and its metrics, as in an alarm's `Metrics`. */
const math = (Expression: string, Period: number, metrics: Math, Stat = "Sum") => ({
  Metrics: expect.arrayContaining([
    expect.objectContaining({ Expression, ReturnData: true }),
    ...metrics.map(({ id, metric }) => ({ Id: id, ReturnData: false, MetricStat: { Metric: metric, Period, Stat } })),
  ]),
});

/** A sum in which a metric without data counts as 0: without `FILL`, the sum would have no data either. */
const sum = (Period: number, metrics: readonly object[]) =>
  math(
    metrics.map((_, index) => `FILL(m${index}, 0)`).join(" + "),
    Period,
    metrics.map((metric, index) => ({ id: `m${index}`, metric })),
  );

const logged = (MetricName: string) => ({
  Namespace: "RuangkerjaWebinarActivity/prod",
  MetricName,
  Statistic: "Sum",
  Period: 300,
  Threshold: 100,
  EvaluationPeriods: 1,
});
const expected: Record<string, object> = {
  ServerErrors: {
    ...math("IF(errors > 5, 100 * errors / requests, 0)", 300, [
      { id: "errors", metric: { MetricName: "5xx", ...gateway } },
      { id: "requests", metric: { MetricName: "Count", ...gateway } },
    ]),
    Threshold: 1,
    EvaluationPeriods: 1,
  },
  ErrorRate: {
    ...math("IF(errors > 1, 100 * errors / requests, 0)", 300, [
      { id: "errors", metric: { MetricName: "5xx", ...gateway } },
      { id: "requests", metric: { MetricName: "Count", ...gateway } },
    ]),
    Threshold: 5,
    EvaluationPeriods: 1,
  },
  Latency: {
    ...gateway,
    MetricName: "Latency",
    ExtendedStatistic: "p99",
    Period: 60,
    Threshold: 2_000,
    EvaluationPeriods: 3,
  },
  FunctionErrors: {
    ...sum(
      60,
      names.map((name) => lambda("Errors", name, { Name: "Resource", Value: `${name}:live` })),
    ),
    Threshold: 0,
    EvaluationPeriods: 1,
  },
  FunctionThrottles: {
    ...sum(
      60,
      names.map((name) => lambda("Throttles", name)),
    ),
    Threshold: 0,
    EvaluationPeriods: 3,
  },
  Concurrency: {
    ...math("100 * used / SERVICE_QUOTA(used)", 60, [{ id: "used", metric: accountConcurrency }], "Maximum"),
    Threshold: 80,
    EvaluationPeriods: 3,
  },
  DatabaseThrottles: { ...sum(60, database("ThrottledRequests")), Threshold: 0, EvaluationPeriods: 3 },
  DatabaseErrors: { ...sum(60, database("SystemErrors")), Threshold: 0, EvaluationPeriods: 3 },
  RefusedTokens: logged("RefusedTokens"),
  RefusedCredentials: logged("RefusedCredentials"),
  GatewayThrottles: logged("GatewayThrottles"),
  GatewayErrors: { ...logged("GatewayErrors"), Threshold: 5 },
  IssuedTokens: { ...logged("IssuedTokens"), Period: 86_400, Threshold: 1_000 },
};

const FELT = [
  "ServerErrors",
  "ErrorRate",
  "Latency",
  "GatewayErrors",
  "FunctionErrors",
  "FunctionThrottles",
  "DatabaseThrottles",
  "DatabaseErrors",
];

describe("the alarm for a pager", () => {
  const unhealthy = only(stack.ofType("AWS::CloudWatch::CompositeAlarm"));

  it("is on while one of the alarms is on that callers notice, and of no other", () => {
    const arns = FELT.map((name) =>
      stack.resolve({ "Fn::GetAtt": [at(stack, "AWS::CloudWatch::Alarm", `Alarms/${name}`).id, "Arn"] }),
    );
    expect(unhealthy.values["AlarmRule"]).toBe(`(${arns.map((arn) => `ALARM("${arn}")`).join(" OR ")})`);
  });

  it("notifies the topic, and is named by an output", () => {
    expect(unhealthy.values).toMatchObject({ AlarmActions: [topicArn], OKActions: [topicArn] });
    expect(unhealthy.values).not.toHaveProperty("ActionsEnabled", false);
    expect(stack.outputs["UnhealthyAlarm"]).toBe(stack.resolve({ Ref: unhealthy.id }));
    expect(stack.outputs["AlarmTopicArn"]).toBe(topicArn);
  });
});

describe("an alarm", () => {
  it.each(Object.entries(expected))("%s goes off above its threshold, and notifies the topic", (name, alarm) => {
    const values = alarmsOf(stack)[name];
    expect(values).toMatchObject({
      ...alarm,
      ComparisonOperator: "GreaterThanThreshold",
      TreatMissingData: "notBreaching",
      AlarmActions: [topicArn],
      OKActions: [topicArn],
      AlarmDescription: expect.stringMatching(/\w+ .*\./),
    });
    expect(values).not.toHaveProperty("ActionsEnabled", false);
  });

  it("is tested here if the stack has it", () => {
    expect(Object.keys(alarmsOf(stack)).sort()).toEqual(Object.keys(expected).sort());
  });

  it("goes off below 30 days of the certificate's life, where there is a domain", () => {
    expect(alarmsOf(synthesize(DOMAIN))["CertificateExpiry"]).toMatchObject({
      Namespace: "AWS/CertificateManager",
      MetricName: "DaysToExpiry",
      Dimensions: [{ Name: "CertificateArn", Value: DOMAIN.certificateArn }],
      Statistic: "Minimum",
      Period: 86_400,
      Threshold: 30,
      ComparisonOperator: "LessThanThreshold",
      EvaluationPeriods: 1,
    });
  });

  it("counts issued tokens up to the configured number, and says what they cost", () => {
    expect(alarmsOf(stack)["IssuedTokens"]?.["AlarmDescription"]).toBe(
      "The provider issued more than 1000 tokens in a day. At Cognito's 2.25 USD a thousand, 1000 a day cost 2.25 USD a day, 67.50 a month.",
    );
    const alarm = alarmsOf(synthesize({ tokensPerDay: "500" }))["IssuedTokens"];
    expect(alarm).toMatchObject({ Threshold: 500 });
    expect(alarm?.["AlarmDescription"]).toContain("500 a day cost 1.13 USD a day, 33.75 a month.");
  });

  it("watches the function's own concurrency if that is reserved", () => {
    expect(alarmsOf(synthesize({ reservedConcurrency: "50" }))["Concurrency"]).toMatchObject({
      ...lambda("ConcurrentExecutions", reader),
      Statistic: "Maximum",
      Period: 60,
      Threshold: 40,
    });
  });
});
