import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ACCOUNT } from "../../support/intrinsics.ts";
import { policySimulator } from "../../support/policies.ts";
import { HOME } from "../../support/stack.ts";

const text = readFileSync(join(import.meta.dirname, "../../../infra/operator-policy.json"), "utf8");
const filled = text.replaceAll("REGION", HOME).replaceAll("ACCOUNT", ACCOUNT).replaceAll("STAGE", "prod");
const may = policySimulator(JSON.parse(filled));

const table = (name: string) => `arn:aws:dynamodb:${HOME}:${ACCOUNT}:table/${name}`;
const pool = (name: string) => `arn:aws:cognito-idp:${HOME}:${ACCOUNT}:userpool/${name}`;
const stack = (name: string) => `arn:aws:cloudformation:${HOME}:${ACCOUNT}:stack/${name}/1`;

describe("the operator's policy, in IAM's simulator", () => {
  it.each([
    ["cloudformation:DescribeStacks", stack("RuangkerjaWebinarActivity-prod")],
    // What a transaction's puts, deletes, updates and checks need.
    ...["PutItem", "DeleteItem", "UpdateItem", "ConditionCheckItem", "Query", "GetItem", "Scan"].map((action) => [
      `dynamodb:${action}`,
      table("ASSIGNMENTS_TABLE"),
    ]),
    ...["PutItem", "DeleteItem", "UpdateItem", "GetItem", "Scan"].map((action) => [
      `dynamodb:${action}`,
      table("CLIENTS_TABLE"),
    ]),
    ...["Create", "Describe", "Update", "Delete"].map((verb) => [
      `cognito-idp:${verb}UserPoolClient`,
      pool("USER_POOL"),
    ]),
    ["cognito-idp:ListUserPoolClients", pool("USER_POOL")],
  ])("lets the commands do %s on %s", async (action = "", resource = "") => {
    expect(await may(action, resource)).toBe(true);
  });

  it.each([
    ["dynamodb:DeleteTable", table("ASSIGNMENTS_TABLE")],
    ["dynamodb:UpdateTable", table("CLIENTS_TABLE")],
    ["dynamodb:GetItem", table("another")],
    ["cognito-idp:DeleteUserPool", pool("USER_POOL")],
    ["cognito-idp:UpdateUserPool", pool("USER_POOL")],
    ["cognito-idp:DescribeUserPoolClient", pool("another")],
    ["cloudformation:DescribeStacks", stack("another")],
    ["cloudformation:UpdateStack", stack("RuangkerjaWebinarActivity-prod")],
    ["lambda:UpdateFunctionCode", `arn:aws:lambda:${HOME}:${ACCOUNT}:function:any`],
  ])("does not let anybody do %s on %s", async (action, resource) => {
    expect(await may(action, resource)).toBe(false);
  });
});
