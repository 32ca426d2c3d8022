import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { CHANGES_ROUTE, listRoute, TOKEN_ROUTE } from "../../../functions/shared/http/routes.ts";
import { type Category, categories } from "../../../functions/shared/store/categories.ts";
import { HOME, only, synthesize } from "../../support/stack.ts";
import { at } from "../../support/stack-parts.ts";

const stack = synthesize();
const widget = z.object({
  type: z.string(),
  properties: z.looseObject({
    title: z.string(),
    alarms: z.optional(z.array(z.string())),
    metrics: z._default(z.array(z.array(z.unknown())), []),
  }),
});
const { widgets } = z.parse(
  z.object({ widgets: z.array(widget) }),
  JSON.parse(String(only(stack.ofType("AWS::CloudWatch::Dashboard")).values["DashboardBody"])),
);
const titled = (title: string) => only(widgets.filter(({ properties }) => properties.title === title)).properties;

const nameOf = (type: string, path: string) => stack.resolve({ Ref: at(stack, type, path).id });
const [webinarActivity, oauthToken] = ["WebinarActivity", "OAuthToken"].map((path) =>
  nameOf("AWS::Lambda::Function", `${path}/Function`),
);
const [assignments, clients] = ["Assignments", "Clients"].map((path) => nameOf("AWS::DynamoDB::GlobalTable", path));

const gateway = (name: string, stat: string) => [
  ...["AWS/ApiGateway", name, "ApiId", nameOf("AWS::ApiGatewayV2::Api", "Api/Api"), "Stage", "$default"],
  expect.objectContaining({ stat, period: 60 }),
];
const lists = Object.values<Category>(categories);
/** A metric of each list's route, of the feed's and of the token endpoint's. */
const byRoute = (name: string, stat: string) =>
  [
    ...lists.map(({ name, ...others }) => [name, listRoute({ name, ...others })]),
    ["changes", CHANGES_ROUTE],
    ["token", TOKEN_ROUTE],
  ].map(([label = "", route = ""]) => {
    const [method, resource] = route.split(" ");
    const api = ["ApiId", nameOf("AWS::ApiGatewayV2::Api", "Api/Api")];
    const dimensions = [...api, "Method", method, "Resource", resource, "Stage", "$default"];
    return ["AWS/ApiGateway", name, ...dimensions, expect.objectContaining({ label, stat, period: 60 })];
  });
const lambda = (name: string, of: unknown, stat: string) => [
  ...["AWS/Lambda", name, "FunctionName", of],
  expect.objectContaining({ stat, period: 60 }),
];
const consumed = (table: unknown) => [
  ...["AWS/DynamoDB", "ConsumedReadCapacityUnits", "TableName", table],
  expect.objectContaining({ stat: "Sum", period: 60 }),
];
const logged = (name: string) => ["RuangkerjaWebinarActivity/prod", name, expect.objectContaining({ stat: "Sum" })];
const loggedBy = (name: string, dimension: string) => [
  expect.objectContaining({
    expression: `SEARCH('{"RuangkerjaWebinarActivity/prod","${dimension}"} MetricName="${name}"', 'Sum')`,
    period: 60,
  }),
];

describe("the dashboard", () => {
  const graphs: Record<string, unknown[]> = {
    Traffic: [gateway("Count", "Sum"), gateway("4xx", "Sum"), gateway("5xx", "Sum")],
    "Errors by errorCode": [loggedBy("Errors", "ErrorCode")],
    "Latency, ms": ["p50", "p90", "p99"].map((percentile) => gateway("Latency", percentile)),
    "Requests by route": byRoute("Count", "Sum"),
    "4xx and 5xx by route": [...byRoute("4xx", "Sum"), ...byRoute("5xx", "Sum")],
    "Latency by route, p99, ms": byRoute("Latency", "p99"),
    "Cold starts": [logged("ColdStarts")],
    "Concurrent executions": [
      lambda("ConcurrentExecutions", webinarActivity, "Maximum"),
      ["AWS/Lambda", "ConcurrentExecutions", { label: "the account", period: 60, stat: "Maximum" }],
    ],
    "Refused tokens by reason": [loggedBy("RefusedTokensByReason", "Reason")],
    "Read units": [logged("ReadUnits"), consumed(assignments), consumed(clients)],
    "Function errors and throttles": [webinarActivity, oauthToken].flatMap((name) => [
      lambda("Errors", name, "Sum"),
      lambda("Throttles", name, "Sum"),
    ]),
    "Function time, ms": [webinarActivity, oauthToken].map((name) => lambda("Duration", name, "p99")),
  };

  it.each(Object.entries(graphs))("graphs: %s", (title, metrics) => {
    expect(titled(title)).toMatchObject({ view: "timeSeries", region: HOME });
    expect(titled(title).metrics).toEqual(metrics);
  });

  it("graphs metrics that the gateway has: those of each route are switched on", () => {
    const { values } = only(stack.ofType("AWS::ApiGatewayV2::Stage"));
    expect(values["DefaultRouteSettings"]).toMatchObject({ DetailedMetricsEnabled: true });
  });

  it("shows the state of every alarm first", () => {
    expect(widgets[0]?.properties.title).toBe("Alarms");
    const types = ["AWS::CloudWatch::CompositeAlarm", "AWS::CloudWatch::Alarm"];
    const alarms = types.flatMap(stack.ofType).map(({ id }) => stack.resolve({ "Fn::GetAtt": [id, "Arn"] }));
    expect(alarms.length).toBeGreaterThan(0);
    expect(titled("Alarms").alarms).toEqual(alarms);
  });

  it("has no other graphs", () => {
    expect(widgets.map(({ properties }) => properties.title)).toEqual(["Alarms", ...Object.keys(graphs)]);
  });

  it("shows the metrics of its own stage", () => {
    const staging = synthesize({ stage: "staging" });
    const body = String(only(staging.ofType("AWS::CloudWatch::Dashboard")).values["DashboardBody"]);
    expect(body).toContain("RuangkerjaWebinarActivity/staging");
    expect(body).not.toContain("RuangkerjaWebinarActivity/prod");
  });
});
