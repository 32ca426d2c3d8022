import { Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import type { IConstruct } from "constructs";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { synthesize } from "../../support/stack.ts";

const stack = synthesize();

/** The unacknowledged findings of cdk-nag's AwsSolutions in the app, as rule and construct. */
const findings = () =>
  new AwsSolutionsChecks(stack.app)
    .validateScope(stack.app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
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

describe("the acknowledged findings", () => {
  it("are only those that cannot be avoided", () => {
    expect(acknowledgements.map(({ rule, construct }) => `${rule} ${construct.node.path}`)).toEqual([
      "AwsSolutions-IAM5[Resource::*] RuangkerjaWebinarActivity-prod/WebinarActivity/Role",
      "AwsSolutions-IAM5[Resource::*] RuangkerjaWebinarActivity-prod/OAuthToken/Role",
      "AwsSolutions-APIG4 RuangkerjaWebinarActivity-prod/Api",
      "AwsSolutions-IAM5[Resource::*] RuangkerjaWebinarActivity-prod/Rollout/Role",
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
