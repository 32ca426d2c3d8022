import { describe, expect, it } from "vitest";
import { ACCOUNT } from "../../support/intrinsics.ts";
import { roleOf, statementsOf } from "../../support/policies.ts";
import { HOME, synthesize } from "../../support/stack.ts";
import { at } from "../../support/stack-parts.ts";

const stack = synthesize();
const arnOf = (type: string, path: string): string =>
  String(stack.resolve({ "Fn::GetAtt": [at(stack, type, path).id, "Arn"] }));
const roleAt = (path: string) => at(stack, "AWS::IAM::Role", path);

const assignments = arnOf("AWS::DynamoDB::GlobalTable", "Assignments");
const clients = arnOf("AWS::DynamoDB::GlobalTable", "Clients");
const logOf = (name: string) => arnOf("AWS::Logs::LogGroup", `${name}/Log`);
const functionArn = (name: string) => arnOf("AWS::Lambda::Function", `${name}/Function`);
const alarmArn = (name: string) => arnOf("AWS::CloudWatch::Alarm", `Alarms/${name}`);

const allow = (Action: string[], ...Resource: string[]) => ({ Effect: "Allow", Action, Resource });
const own = (name: string) => [
  allow(["logs:CreateLogStream", "logs:PutLogEvents"], logOf(name)),
  allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*"),
];

describe("each role has exactly what it needs", () => {
  const needed = {
    "WebinarActivity/Role": [
      ...own("WebinarActivity"),
      allow(["dynamodb:GetItem", "dynamodb:Query"], assignments),
      allow(["dynamodb:GetItem"], clients),
    ],
    "OAuthToken/Role": own("OAuthToken"),
    "Rollout/Role": [
      allow(
        ["lambda:GetAlias", "lambda:GetProvisionedConcurrencyConfig", "lambda:UpdateAlias"],
        ...["WebinarActivity", "OAuthToken"].map(functionArn).flatMap((arn) => [arn, `${arn}:live`]),
      ),
      allow(["cloudwatch:DescribeAlarms"], "*"),
    ],
  };

  it.each(Object.entries(needed))("%s", (path, statements) => {
    const has = statementsOf(stack, roleAt(path));
    expect(has).toHaveLength(statements.length);
    expect(has).toEqual(expect.arrayContaining(statements));
    expect(roleAt(path).values).not.toHaveProperty("ManagedPolicyArns");
  });

  it("and there is no other role", () => {
    expect(stack.ofType("AWS::IAM::Role")).toHaveLength(Object.keys(needed).length);
  });
});

describe("what the simulator of IAM says of the list endpoint's role", () => {
  const may = roleOf(stack, roleAt("WebinarActivity/Role"));
  const elsewhere = (arn: string) => arn.replace(HOME, "eu-west-1");
  const theirs = (arn: string) => arn.replace(ACCOUNT, "999999999999");

  it.each([
    ["dynamodb:Query", assignments],
    ["dynamodb:GetItem", assignments],
    ["dynamodb:GetItem", clients],
    ["logs:PutLogEvents", logOf("WebinarActivity").replace(/\*$/, "log-stream:2026/11/23/[1]abc")],
    ["logs:CreateLogStream", logOf("WebinarActivity").replace(/\*$/, "log-stream:2026/11/23/[1]abc")],
    ["xray:PutTraceSegments", "*"],
  ])("it may %s on %s", async (action, resource) => {
    expect(await may(action, resource)).toBe(true);
  });

  const refused: [action: string, resource: string][] = [
    ...["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "ConditionCheckItem", "Scan", "BatchGetItem"].flatMap(
      (action) => [assignments, clients].map((table): [string, string] => [`dynamodb:${action}`, table]),
    ),
    ["dynamodb:Query", clients],
    ["dynamodb:Query", `${assignments}/index/any`],
    ["dynamodb:PartiQLSelect", assignments],
    ["dynamodb:DeleteTable", assignments],
    ["dynamodb:DescribeTable", assignments],
    ["dynamodb:Query", `${assignments}2`],
    ["dynamodb:GetItem", `arn:aws:dynamodb:${HOME}:${ACCOUNT}:table/another`],
    ["dynamodb:Query", elsewhere(assignments)],
    ["dynamodb:GetItem", elsewhere(clients)],
    ["dynamodb:Query", theirs(assignments)],
    ["logs:PutLogEvents", logOf("OAuthToken").replace(/\*$/, "log-stream:a")],
    ["logs:CreateLogGroup", `arn:aws:logs:${HOME}:${ACCOUNT}:log-group:any`],
    ["logs:GetLogEvents", logOf("WebinarActivity").replace(/\*$/, "log-stream:a")],
    ["cognito-idp:ListUserPoolClients", `arn:aws:cognito-idp:${HOME}:${ACCOUNT}:userpool/any`],
    ["lambda:InvokeFunction", functionArn("OAuthToken")],
  ];

  it.each(refused)("it may not %s on %s", async (action, resource) => {
    expect(await may(action, resource)).toBe(false);
  });
});

describe("what it says of the token endpoint's role", () => {
  const may = roleOf(stack, roleAt("OAuthToken/Role"));

  it("it may write its own log", async () => {
    expect(await may("logs:PutLogEvents", logOf("OAuthToken").replace(/\*$/, "log-stream:a"))).toBe(true);
    expect(await may("logs:PutLogEvents", logOf("WebinarActivity").replace(/\*$/, "log-stream:a"))).toBe(false);
  });

  it.each(["GetItem", "Query", "Scan", "BatchGetItem", "PutItem"])("it may not %s on any table", async (action) => {
    for (const table of [assignments, clients]) expect(await may(`dynamodb:${action}`, table)).toBe(false);
  });
});

describe("what it says of CodeDeploy's role", () => {
  const may = roleOf(stack, roleAt("Rollout/Role"));

  it.each(["WebinarActivity", "OAuthToken"])("it may move the alias of %s", async (name) => {
    expect(await may("lambda:UpdateAlias", functionArn(name))).toBe(true);
    expect(await may("lambda:GetAlias", functionArn(name))).toBe(true);
  });

  it.each([
    ["lambda:UpdateAlias", `${functionArn("WebinarActivity")}2`],
    ["lambda:UpdateAlias", `arn:aws:lambda:${HOME}:${ACCOUNT}:function:another`],
    ["lambda:UpdateFunctionCode", functionArn("WebinarActivity")],
    ["lambda:InvokeFunction", functionArn("WebinarActivity")],
    ["lambda:DeleteAlias", functionArn("WebinarActivity")],
    ["cloudwatch:SetAlarmState", alarmArn("Latency")],
  ])("it may not %s on %s", async (action, resource) => {
    expect(await may(action, resource)).toBe(false);
  });

  it("it may look at the alarms that judge a version", async () => {
    for (const name of ["ServerErrors", "Latency", "FunctionErrors"]) {
      expect(await may("cloudwatch:DescribeAlarms", alarmArn(name))).toBe(true);
    }
  });
});
