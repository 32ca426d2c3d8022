import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { ACCOUNT } from "../../support/intrinsics.ts";
import { only, synthesize, targetOf } from "../../support/stack.ts";
import { at, functionOf, pathOf } from "../../support/stack-parts.ts";
import { cycleIn } from "../../support/template-graph.ts";

const stack = synthesize();
const aliases = stack.ofType("AWS::Lambda::Alias");
const update = z.object({
  CodeDeployLambdaAliasUpdate: z.object({ ApplicationName: z.unknown(), DeploymentGroupName: z.unknown() }),
});

const hooked = z.object({ CodeDeployLambdaAliasUpdate: z.object({ BeforeAllowTrafficHook: z.unknown() }) });

describe.each(aliases.map((alias) => [pathOf(alias), alias] as const))("the alias %s", (_, alias) => {
  const { ApplicationName, DeploymentGroupName } = z.parse(update, alias.UpdatePolicy).CodeDeployLambdaAliasUpdate;
  const group = stack.find(targetOf(DeploymentGroupName));

  it("moves to a new version with its own deployment group", () => {
    expect(pathOf(group)).toBe(`Rollout/${pathOf(functionOf(stack, alias.id)).split("/")[0]}Deployment`);
    expect(targetOf(ApplicationName)).toBe(only(stack.ofType("AWS::CodeDeploy::Application")).id);
    expect(targetOf(group.Properties["ApplicationName"])).toBe(targetOf(ApplicationName));
  });

  it("gives the new version 10 % of the calls for 5 minutes, then all", () => {
    expect(group.values).toMatchObject({
      DeploymentConfigName: "CodeDeployDefault.LambdaCanary10Percent5Minutes",
      DeploymentStyle: { DeploymentOption: "WITH_TRAFFIC_CONTROL", DeploymentType: "BLUE_GREEN" },
    });
  });

  it("is first asked by the hook, which knows the versions that are deployed", () => {
    const hook = at(stack, "AWS::Lambda::Function", "RolloutHook/Function");
    const { BeforeAllowTrafficHook } = z.parse(hooked, alias.UpdatePolicy).CodeDeployLambdaAliasUpdate;
    expect(stack.resolve(BeforeAllowTrafficHook)).toBe(stack.resolve({ Ref: hook.id }));
    const version = targetOf(alias.Properties["FunctionVersion"]);
    expect(JSON.stringify(hook.Properties["Environment"])).toContain(`{"Ref":"${version}"}`);
  });

  it("goes on while an alarm is on only if the context says so", () => {
    const groups = synthesize({ ignoreAlarms: "true" }).ofType("AWS::CodeDeploy::DeploymentGroup");
    for (const { values } of groups) expect(values["AlarmConfiguration"]).toMatchObject({ Enabled: false });
  });

  it("rolls back when one of the alarms goes off", () => {
    const alarms = ["ServerErrors", "ErrorRate", "Latency", "FunctionErrors"].map((name) => ({
      Name: { Ref: at(stack, "AWS::CloudWatch::Alarm", `Alarms/${name}`).id },
    }));
    expect(group.Properties["AlarmConfiguration"]).toEqual({ Enabled: true, Alarms: alarms });
    expect(group.values["AutoRollbackConfiguration"]).toEqual({
      Enabled: true,
      Events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"],
    });
  });

  it("is moved by CodeDeploy, with a role that only CodeDeploy may assume, and only for this account", () => {
    const role = stack.find(targetOf(group.Properties["ServiceRoleArn"]));
    expect(role.values["AssumeRolePolicyDocument"]).toMatchObject({
      Statement: [
        {
          Action: "sts:AssumeRole",
          Effect: "Allow",
          Principal: { Service: "codedeploy.amazonaws.com" },
          Condition: { StringEquals: { "aws:SourceAccount": ACCOUNT } },
        },
      ],
    });
  });
});

it("a stack is protected against its deletion, except in dev", () => {
  expect(stack.stack.terminationProtection).toBe(true);
  expect(synthesize({ stage: "dev" }).stack.terminationProtection).toBe(false);
});

it("every function that callers reach has such an alias", () => {
  const served = stack.ofType("AWS::Lambda::Function").filter((found) => pathOf(found) !== "RolloutHook/Function");
  expect(new Set(aliases.map(({ id }) => functionOf(stack, id).id))).toEqual(new Set(served.map(({ id }) => id)));
});

describe("a dependency cycle", () => {
  it("does not exist in this stack", () => {
    expect(cycleIn(stack.resources)).toBeUndefined();
  });

  const resource = (Properties: Record<string, unknown>, more: object = {}) => ({ Type: "T", Properties, ...more });
  const sub = (name: string) => ({ "Fn::Sub": `x\${${name}}` });
  it.each([
    ["Ref", { A: resource({ to: { Ref: "B" } }), B: resource({ list: [{ deep: { Ref: "A" } }] }) }],
    ["Fn::GetAtt", { A: resource({ to: { "Fn::GetAtt": ["B", "Arn"] } }), B: resource({ to: { Ref: "A" } }) }],
    ["Fn::Sub", { A: resource({ to: sub("B.Arn") }), B: resource({ to: sub("A") }) }],
    ["DependsOn", { A: resource({}, { DependsOn: ["B"] }), B: resource({}, { DependsOn: ["A"] }) }],
    ["UpdatePolicy", { A: resource({}, { UpdatePolicy: { by: { Ref: "B" } } }), B: resource({ to: { Ref: "A" } }) }],
    ["itself", { A: resource({ to: { Ref: "A" } }) }],
  ])("is found if it goes through %s", (_, resources) => {
    expect(cycleIn(resources)).toEqual(expect.arrayContaining(Object.keys(resources)));
  });

  it("is not reported for two paths to the same resource", () => {
    const resources = {
      A: resource({ to: [{ Ref: "B" }, { Ref: "C" }] }),
      B: resource({ to: { Ref: "C" } }),
      C: resource({ to: { Ref: "AWS::Region" } }),
    };
    expect(cycleIn(resources)).toBeUndefined();
  });
});
