import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { App, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { OidcProviderNative, OpenIdConnectPrincipal, PolicyStatement, Role } from "aws-cdk-lib/aws-iam";
import { expect, it } from "vitest";

const deployment = readFileSync(join(import.meta.dirname, "../../../infra/DEPLOYMENT.md"), "utf8");
const [, snippet = ""] = /## From GitHub[^#]*?```ts\n(.*?)```/s.exec(deployment) ?? [];

/** Runs the snippet in a stack's constructor, with the names of aws-iam that it uses. */
const template = (): Template => {
  const stack = new Stack(new App(), "GitHub");
  const names = { OidcProviderNative, OpenIdConnectPrincipal, PolicyStatement, Role };
  const run = new Function(...Object.keys(names), stripTypeScriptTypes(snippet));
  run.call(stack, ...Object.values(names));
  return Template.fromStack(stack);
};

it("the roles in DEPLOYMENT.md may assume CDK's own roles alone, each for its own jobs", () => {
  const roles = Object.values(template().findResources("AWS::IAM::Role")).map(
    ({ Properties }) => Properties.AssumeRolePolicyDocument.Statement,
  );
  const subjects = roles.map(([{ Condition }]) => Condition.StringEquals["token.actions.githubusercontent.com:sub"]);
  expect(roles.every((statements) => statements.length === 1)).toBe(true);
  expect(subjects).toEqual([
    ["repo:OWNER/REPOSITORY:pull_request"],
    ["repo:OWNER/REPOSITORY:environment:dev", "repo:OWNER/REPOSITORY:environment:prod"],
  ]);
  const policies = Object.values(template().findResources("AWS::IAM::Policy"));
  const allowed = policies.map(({ Properties }) => {
    const [{ Action, Resource }, ...others] = Properties.PolicyDocument.Statement;
    expect({ Action, others }).toEqual({ Action: "sts:AssumeRole", others: [] });
    return [Resource].flat().map((arn) => /hnb659fds-(.*)-role-/.exec(JSON.stringify(arn))?.[1]);
  });
  expect(allowed).toEqual([["lookup"], ["lookup", "deploy", "file-publishing"]]);
});
