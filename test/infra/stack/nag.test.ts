import { Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import type { IConstruct } from "constructs";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { synthesizeTogether } from "../../support/stack.ts";

/** With each setting that brings or takes away a finding. */
const contexts = [{}, { stage: "traced", tracing: "on", alarmEmail: "ops@example.com" }];
const [stack] = synthesizeTogether(contexts);
if (!stack) throw new Error("There is no stack");

/** The unacknowledged findings of cdk-nag in the app, as rule and construct. */
const findings = () =>
  [new AwsSolutionsChecks(stack.app), new ServerlessChecks(stack.app)]
    .flatMap((checks) => checks.validateScope(stack.app).violations)
    .flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => ({ rule: ruleName, path: constructPath ?? "" })),
    );

type Acknowledgement = { readonly rule: string; readonly reason: string; readonly construct: IConstruct };

const isAcknowledgement = ({ type }: { readonly type: string }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY;

const acknowledgements: Acknowledgement[] = stack.app.node.findAll().flatMap((construct) =>
  construct.node.metadata
    .filter(isAcknowledgement)
    .flatMap(({ data }) => Object.entries(z.parse(z.record(z.string(), z.string()), data)))
    .map(([id, reason]) => ({ rule: id.replace(/^annotation::/i, ""), reason, construct })),
);

/** Runs a function while cdk-nag does not see a construct's acknowledgements. */
const without = <Result>({ node }: IConstruct, run: () => Result): Result => {
  const metadata = node.metadata.filter((entry) => !isAcknowledgement(entry));
  Object.defineProperty(node, "metadata", { configurable: true, get: () => metadata });
  try {
    return run();
  } finally {
    Reflect.deleteProperty(node, "metadata");
  }
};

it("cdk-nag finds nothing that is not acknowledged", () => {
  expect(findings()).toEqual([]);
});

const GROUPS =
  "arn:<AWS::Partition>:codedeploy:<AWS::Region>:<AWS::AccountId>:deploymentgroup:<RolloutApplication23995D4D>/*";
const hookFindings = (stage: string) =>
  [
    [`AwsSolutions-IAM5[Resource::${GROUPS}]`, "Role"],
    ["Serverless-LambdaDLQ", "Function"],
    ["Serverless-LambdaTracing", "Function"],
  ].map(([rule, construct]) => `${rule} RuangkerjaWebinarActivity-${stage}/RolloutHook/${construct}`);

describe("the acknowledged findings", () => {
  it("are only those that cannot be avoided", () => {
    expect(acknowledgements.map(({ rule, construct }) => `${rule} ${construct.node.path}`)).toEqual([
      "Serverless-LambdaDLQ RuangkerjaWebinarActivity-prod/WebinarActivity/Function",
      "Serverless-LambdaTracing RuangkerjaWebinarActivity-prod/WebinarActivity/Function",
      "Serverless-LambdaDLQ RuangkerjaWebinarActivity-prod/OAuthToken/Function",
      "Serverless-LambdaTracing RuangkerjaWebinarActivity-prod/OAuthToken/Function",
      "AwsSolutions-APIG4 RuangkerjaWebinarActivity-prod/Api",
      "AwsSolutions-IAM5[Resource::*] RuangkerjaWebinarActivity-prod/Rollout/Role",
      ...hookFindings("prod"),
      "AwsSolutions-IAM5[Resource::*] RuangkerjaWebinarActivity-traced/WebinarActivity/Role",
      "Serverless-LambdaDLQ RuangkerjaWebinarActivity-traced/WebinarActivity/Function",
      "AwsSolutions-IAM5[Resource::*] RuangkerjaWebinarActivity-traced/OAuthToken/Role",
      "Serverless-LambdaDLQ RuangkerjaWebinarActivity-traced/OAuthToken/Function",
      "AwsSolutions-APIG4 RuangkerjaWebinarActivity-traced/Api",
      "Serverless-SNSRedrivePolicy RuangkerjaWebinarActivity-traced/Alarms/Topic/ops@example.com",
      "AwsSolutions-IAM5[Resource::*] RuangkerjaWebinarActivity-traced/Rollout/Role",
      ...hookFindings("traced"),
    ]);
  });

  it.each(acknowledgements)(
    "$rule has a reason, and cdk-nag still finds it at that construct",
    ({ rule, reason, construct }) => {
      expect(reason).toMatch(/^(\S+ ){5,}\S+\.$/);
      const found = without(construct, findings);
      expect(found).toContainEqual({ rule, path: expect.stringContaining(`${construct.node.path}/`) });
      expect(found.every((finding) => finding.path.startsWith(construct.node.path))).toBe(true);
    },
  );
});
