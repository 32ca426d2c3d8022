import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const directory = join(import.meta.dirname, "../../../.github");
const read = (path: string) => readFileSync(join(directory, path), "utf8");

describe.each(readdirSync(join(directory, "workflows")))("the workflow %s", (name) => {
  const text = read(`workflows/${name}`);

  it("pins every action by commit, with its version beside it", () => {
    const uses = [...text.matchAll(/^\s*- uses: (.*)$/gm)].map(([, action]) => action);
    expect(uses.length).toBeGreaterThan(2);
    for (const action of uses) expect(action).toMatch(/^[\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it("may by default only read the repository", () => {
    expect(text).toMatch(/^permissions:\n {2}contents: read$/m);
  });
});

describe("the deployment's workflow", () => {
  const text = read("workflows/deploy.yml");

  it("gives a pull request another role than a deployment, and none to a fork", () => {
    const [diff = "", deploy = ""] = text.split(/^ {2}dev:$/m);
    expect(diff).toContain("vars.AWS_DIFF_ROLE");
    expect(diff).not.toContain("AWS_DEPLOY_ROLE");
    expect(diff).toContain("github.event.pull_request.head.repo.full_name == github.repository");
    expect(deploy).toContain("vars.AWS_DEPLOY_ROLE");
  });

  it("deploys prod after dev and behind its environment, and smokes after each deployment", () => {
    expect(text).toMatch(/^ {2}prod:\n {4}needs: dev\n(?: {4}.*\n)*? {4}environment: prod$/m);
    expect(text.indexOf("npm run -s smoke")).toBeGreaterThan(text.indexOf("npx cdk deploy"));
    expect(text).toContain("steps: *deploy");
  });
});

it("Dependabot renews npm's packages and the actions", () => {
  for (const ecosystem of ["npm", "github-actions"]) {
    expect(read("dependabot.yml")).toContain(`package-ecosystem: ${ecosystem}`);
  }
});
