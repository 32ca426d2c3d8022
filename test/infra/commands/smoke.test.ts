import { once } from "node:events";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checks } from "../../../infra/commands/smoke/run.ts";
import { localDynamoDB, localTables } from "../../../infra/local/aws.ts";
import { type Stack, startStack } from "../../../infra/local/stack.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { providerStubs, stalls } from "../../support/provider-stub.ts";
import { employeesCategories } from "../../support/records.ts";
import { runCommand, startCommand } from "../../support/run-command.ts";
import { SECRET, smokeArgs } from "../../support/smoke-run.ts";
import { listOf, sidesOf } from "../../support/storage.ts";
import { startTamperingProxy } from "../../support/tampering-proxy.ts";

const stubs = providerStubs();
let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ log: () => {} });
});
afterAll(() => stack.stop());

const env = { SMOKE_CLIENT_SECRET: SECRET };
const run = async (args: readonly string[], options: Parameters<typeof runCommand>[2] = { env }) => {
  const { code, stdout, stderr } = await runCommand("smoke", args, options);
  expect(stdout + stderr).not.toContain(SECRET);
  return { code, stdout, stderr };
};

describe("the smoke test of the local stack", () => {
  it("passes every check, as a table and with code 0", async () => {
    const { code, stdout, stderr } = await run(smokeArgs(stack.url));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const { name } of checks) expect(stdout).toMatch(new RegExp(`^│ ${name} +│ pass +│ +[\\d,]+ │`, "m"));
    expect(stdout).toMatch(new RegExp(`^All ${checks.length} checks passed in \\d+\\.\\d s\\.$`, "m"));
    expect(stdout).toContain("137 records on 3 pages");
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(160);
  });

  it("passes with the secret as an option and a slash after the URL, as JSON", async () => {
    const args = smokeArgs(`${stack.url}/`, "--json", "--client-secret", SECRET);
    const { code, stdout } = await run(args, {});
    const report = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(report).toMatchObject({ url: stack.url, passed: checks.length, failed: 0, notRun: 0 });
    expect(report.checks[0]).toEqual({
      name: "token",
      result: "pass",
      milliseconds: expect.any(Number),
      problems: [],
      note: expect.stringMatching(/^lasts 4[23]\d{3} s$/),
    });
  });

  it("passes for an employee without assignments, and says what could not be checked", async () => {
    const { code, stdout } = await run(smokeArgs(stack.url, "--employee", "EMPLY002"));
    expect(code).toBe(0);
    expect(stdout).toContain("the list is empty, so no record was checked: give an employee who has some");
    expect(stdout).toContain("the list is empty");
  });

  it("passes behind a path prefix", async () => {
    const proxy = await startTamperingProxy(stack.url, "/hr/api");
    const { code, stdout } = await run(smokeArgs(`${proxy.url}/`));
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("checks passed") });
    await proxy.stop();
  });

  it("stops its walk after --max-pages, and says so", async () => {
    const { code, stdout } = await run(smokeArgs(stack.url, "--max-pages", "2"));
    expect(code).toBe(0);
    expect(stdout).toContain("stopped after 2 of 3 pages (--max-pages)");
  });

  it("fails with code 1 for an employee of another company, and names the answer", async () => {
    const { code, stdout, stderr } = await run(smokeArgs(stack.url, "--employee", "EMPLY001", "--json"));
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    const report = JSON.parse(stdout);
    const lists = employeesCategories.length;
    expect(report).toMatchObject({ failed: lists, notRun: 8 * lists });
    const [failed] = report.checks.filter(({ result }: { result: string }) => result === "FAIL");
    expect(failed).toMatchObject({
      name: "webinar: first page, token bare",
      problems: [
        {
          what: "status",
          expected: "200",
          seen: "404, errorCode 130: rpc error: code = NotFound desc = Employee is not found",
          request: expect.stringMatching(/^GET http.*\?page=1&pageSize=50$/),
          requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        },
      ],
    });
  });

  it("passes for an employee who has one list alone, and names the lists without a record", async () => {
    const dynamodb = localDynamoDB(stack.dynamodbUrl);
    await sidesOf(dynamodb, localTables).append(listOf("WEBINAR", "CMP-RUANGGURU"), assignmentsOf(3));
    dynamodb.destroy();
    const { code, stdout } = await run(smokeArgs(stack.url, "--employee", "WEBINAR", "--json"));
    expect(code).toBe(0);
    const notes: { name: string; note?: string }[] = JSON.parse(stdout).checks;
    const empty = notes.filter(({ note = "" }) => note.startsWith("the list is empty, so no record was checked"));
    expect(empty.map(({ name }) => name)).toEqual(
      employeesCategories.filter(({ name }) => name !== "webinar").map(({ name }) => `${name}: first page, token bare`),
    );
  });

  it("does not run what needs a token where the secret is wrong, and runs the rest", async () => {
    const { code, stdout } = await run(smokeArgs(stack.url, "--client-secret", "not-it-at-all", "--json"));
    expect(code).toBe(1);
    expect(stdout).not.toContain("not-it-at-all");
    const { passed, failed, notRun, checks: all } = JSON.parse(stdout);
    expect(all[0].problems[0].seen).toBe("400, errorCode 400: Credentials does not match in our records");
    const open = checks.filter(({ needs }) => needs === undefined).length;
    expect({ failed, notRun, passed }).toEqual({ failed: 1, notRun: checks.length - open, passed: open - 1 });
    const needs = { name: "unknown employee", result: "not run", note: "needs a token" };
    expect(all).toContainEqual(expect.objectContaining(needs));
  });
});

describe("the smoke test", () => {
  it.each(["SIGINT", "SIGTERM"] as const)("ends with 130 at once after %s", async (signal) => {
    const stub = await stubs.start(stalls);
    const child = startCommand("smoke", smokeArgs(stub.url.origin), { env });
    const outcome = Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]);
    while (stub.requests.length === 0) await pause(10);
    const pressed = performance.now();
    child.kill(signal);
    const [[code], stdout, stderr] = await outcome;
    expect({ code, stdout, stderr }).toEqual({ code: 130, stdout: "", stderr: "Interrupted.\n" });
    expect(performance.now() - pressed).toBeLessThan(1_500);
  });
});
