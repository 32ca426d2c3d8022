import { describe, expect, it } from "vitest";
import { ACCOUNT } from "../../support/intrinsics.ts";
import { roleSimulator, statementsOf } from "../../support/policies.ts";
import { HOME, only, synthesize } from "../../support/stack.ts";
import { at } from "../../support/stack-parts.ts";

const stack = synthesize({ tracing: "sampled", check: "3k9a7,EMPLY100" });
const arnOf = (type: string, path: string): string =>
  String(stack.resolve({ "Fn::GetAtt": [at(stack, type, path).id, "Arn"] }));
const roleAt = (path: string) => at(stack, "AWS::IAM::Role", path);

const assignments = arnOf("AWS::DynamoDB::GlobalTable", "Assignments");
const clients = arnOf("AWS::DynamoDB::GlobalTable", "Clients");
const logOf = (name: string) => arnOf("AWS::Logs::LogGroup", `${name}/Log`);
const functionArn = (name: string) => arnOf("AWS::Lambda::Function", `${name}/Function`);
const alarmArn = (name: string) => arnOf("AWS::CloudWatch::Alarm", `Alarms/${name}`);

const userPool = arnOf("AWS::Cognito::UserPool", "UserPool");
const versions = stack.ofType("AWS::Lambda::Version").map(({ id }) => String(stack.resolve({ Ref: id })));
const application = stack.resolve({ Ref: only(stack.ofType("AWS::CodeDeploy::Application")).id });
const groups = `arn:aws:codedeploy:${HOME}:${ACCOUNT}:deploymentgroup:${application}/*`;

const allow = (Action: string[], ...Resource: string[]) => ({ Effect: "Allow", Action, Resource });
/** The order of actions and resources says nothing. */
const sorted = <Policy extends { Action: string[]; Resource: string[] }>(statement: Policy) => ({
  ...statement,
  Action: statement.Action.toSorted(),
  Resource: statement.Resource.toSorted(),
});
const logAndTraces = (name: string) => [
  allow(["logs:CreateLogStream", "logs:PutLogEvents"], logOf(name)),
  allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*"),
];

describe("the permissions of each role", () => {
  const needed = {
    "WebinarActivity/Role": [
      ...logAndTraces("WebinarActivity"),
      allow(["dynamodb:GetItem", "dynamodb:Query"], assignments),
      allow(["dynamodb:Query"], `${assignments}/index/changes`),
      allow(["dynamodb:GetItem"], clients),
    ],
    "OAuthToken/Role": logAndTraces("OAuthToken"),
    "Rollout/Role": [
      allow(
        ["lambda:GetAlias", "lambda:GetProvisionedConcurrencyConfig", "lambda:UpdateAlias"],
        ...["WebinarActivity", "OAuthToken"].map(functionArn).flatMap((arn) => [arn, `${arn}:live`]),
      ),
      allow(["lambda:InvokeFunction"], functionArn("RolloutHook")),
      allow(["cloudwatch:DescribeAlarms"], "*"),
    ],
    "RolloutHook/Role": [
      allow(["logs:CreateLogStream", "logs:PutLogEvents"], logOf("RolloutHook")),
      allow(["lambda:InvokeFunction"], ...versions),
      allow(["codedeploy:PutLifecycleEventHookExecutionStatus"], groups),
      allow(["cognito-idp:DescribeUserPoolClient"], userPool),
    ],
  };

  it.each(Object.entries(needed))("of %s are exactly the needed ones", (path, statements) => {
    const has = statementsOf(stack, roleAt(path)).map(sorted);
    expect(has).toHaveLength(statements.length);
    expect(has).toEqual(expect.arrayContaining(statements.map(sorted)));
    expect(roleAt(path).values).not.toHaveProperty("ManagedPolicyArns");
  });

  it("do not have X-Ray's unless there is tracing", () => {
    const untraced = synthesize();
    for (const role of untraced.ofType("AWS::IAM::Role")) {
      expect(statementsOf(untraced, role).flatMap(({ Action }) => Action)).not.toContainEqual(
        expect.stringMatching(/^xray:/),
      );
    }
  });

  it("are tested here for every role", () => {
    expect(stack.ofType("AWS::IAM::Role")).toHaveLength(Object.keys(needed).length);
  });
});

describe("the list endpoint's role, in IAM's simulator", () => {
  const may = roleSimulator(stack, roleAt("WebinarActivity/Role"));
  const inOtherRegion = (arn: string) => arn.replace(HOME, "eu-west-1");
  const inOtherAccount = (arn: string) => arn.replace(ACCOUNT, "999999999999");

  it.each([
    ["dynamodb:Query", assignments],
    ["dynamodb:GetItem", assignments],
    ["dynamodb:GetItem", clients],
    ["dynamodb:Query", `${assignments}/index/changes`],
    ["logs:PutLogEvents", logOf("WebinarActivity").replace(/\*$/, "log-stream:2026/11/23/[1]abc")],
    ["logs:CreateLogStream", logOf("WebinarActivity").replace(/\*$/, "log-stream:2026/11/23/[1]abc")],
    ["xray:PutTraceSegments", "*"],
  ])("may %s on %s", async (action, resource) => {
    expect(await may(action, resource)).toBe(true);
  });

  const refused: [action: string, resource: string][] = [
    ...["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "ConditionCheckItem", "Scan", "BatchGetItem"].flatMap(
      (action) => [assignments, clients].map((table): [string, string] => [`dynamodb:${action}`, table]),
    ),
    ["dynamodb:Query", clients],
    ["dynamodb:Query", `${assignments}/index/any`],
    ["dynamodb:Query", `${assignments}/index/changes2`],
    ["dynamodb:Scan", `${assignments}/index/changes`],
    ["dynamodb:Query", `${clients}/index/changes`],
    ["dynamodb:PartiQLSelect", assignments],
    ["dynamodb:DeleteTable", assignments],
    ["dynamodb:DescribeTable", assignments],
    ["dynamodb:Query", `${assignments}2`],
    ["dynamodb:GetItem", `arn:aws:dynamodb:${HOME}:${ACCOUNT}:table/another`],
    ["dynamodb:Query", inOtherRegion(assignments)],
    ["dynamodb:GetItem", inOtherRegion(clients)],
    ["dynamodb:Query", inOtherAccount(assignments)],
    ["logs:PutLogEvents", logOf("OAuthToken").replace(/\*$/, "log-stream:a")],
    ["logs:CreateLogGroup", `arn:aws:logs:${HOME}:${ACCOUNT}:log-group:any`],
    ["logs:GetLogEvents", logOf("WebinarActivity").replace(/\*$/, "log-stream:a")],
    ["cognito-idp:ListUserPoolClients", `arn:aws:cognito-idp:${HOME}:${ACCOUNT}:userpool/any`],
    ["lambda:InvokeFunction", functionArn("OAuthToken")],
  ];

  it.each(refused)("may not %s on %s", async (action, resource) => {
    expect(await may(action, resource)).toBe(false);
  });
});

describe("the token endpoint's role, in IAM's simulator", () => {
  const may = roleSimulator(stack, roleAt("OAuthToken/Role"));

  it("may write its logAndTraces log only", async () => {
    expect(await may("logs:PutLogEvents", logOf("OAuthToken").replace(/\*$/, "log-stream:a"))).toBe(true);
    expect(await may("logs:PutLogEvents", logOf("WebinarActivity").replace(/\*$/, "log-stream:a"))).toBe(false);
  });

  it.each(["GetItem", "Query", "Scan", "BatchGetItem", "PutItem"])("may not %s on any table", async (action) => {
    for (const table of [assignments, clients]) expect(await may(`dynamodb:${action}`, table)).toBe(false);
  });
});

describe("the rollout hook's role", () => {
  const may = roleSimulator(stack, roleAt("RolloutHook/Role"));

  it("may not read a table, change a client or invoke another function, in IAM's simulator", async () => {
    expect(await may("cognito-idp:DescribeUserPoolClient", userPool)).toBe(true);
    for (const table of [assignments, clients]) expect(await may("dynamodb:GetItem", table)).toBe(false);
    expect(await may("cognito-idp:UpdateUserPoolClient", userPool)).toBe(false);
    expect(await may("lambda:InvokeFunction", `arn:aws:lambda:${HOME}:${ACCOUNT}:function:another`)).toBe(false);
  });

  it("may read no client's secret unless the context names one for it", () => {
    const without = synthesize();
    const statements = statementsOf(without, at(without, "AWS::IAM::Role", "RolloutHook/Role"));
    expect(statements.flatMap(({ Action }) => Action).filter((action) => action.startsWith("cognito"))).toEqual([]);
  });
});

describe("CodeDeploy's role, in IAM's simulator", () => {
  const may = roleSimulator(stack, roleAt("Rollout/Role"));

  it.each(["WebinarActivity", "OAuthToken"])("may move the alias of %s", async (name) => {
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
  ])("may not %s on %s", async (action, resource) => {
    expect(await may(action, resource)).toBe(false);
  });

  it("may read the state of the rollout's alarms", async () => {
    for (const name of ["ServerErrors", "ErrorRate", "Latency", "FunctionErrors"]) {
      expect(await may("cloudwatch:DescribeAlarms", alarmArn(name))).toBe(true);
    }
  });
});
