import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Stack, startStack } from "../../../infra/local/stack.ts";
import { readSample } from "../../../infra/reference/sample.ts";
import { exampleNames, missingFor, runExample, runUnread } from "../../support/examples.ts";
import { runWatched } from "../../support/watched-example.ts";

const EMPLOYEE = "JOHNILXV3QAJJEL3";
const DEMO = { CLIENT_ID: "demo", CLIENT_SECRET: "demo-secret" };

let stack: Stack;
let expected: string;
beforeAll(async () => {
  stack = await startStack({ log: () => {} });
  const list = (await readSample()).find(({ employeeID }) => employeeID === EMPLOYEE);
  const lines = list?.assignments.map(({ assignedCourseSerial, userAssignedStatus, course }) =>
    [assignedCourseSerial, userAssignedStatus, `${course.name}\n`].join("\t"),
  );
  expected = lines?.join("") ?? "";
});
afterAll(() => stack.stop());

describe.each(exampleNames)("the example %s", async (name) => {
  const missing = await missingFor(name);
  const skipped = missing.length > 0 && process.env["CI"] !== "true";
  if (skipped) console.log(`The example ${name} is not run: there is no ${missing.join(", no ")}.`);

  it.skipIf(skipped)("has everything that it needs to run", () => {
    expect(missing).toEqual([]);
  });

  describe.skipIf(missing.length > 0)("run", () => {
    it.concurrent("prints the 137 assignments, byte-identical to the other examples", async ({ expect }) => {
      const { code, stdout, stderr } = await runExample(name, [EMPLOYEE], { API_URL: stack.url, ...DEMO });
      expect(stdout.match(/\n/g)).toHaveLength(137);
      expect(stdout).toBe(expected);
      expect(stderr).toBe("100 of 137 assignments\n137 of 137 assignments\n");
      expect(code).toBe(0);
    });

    it.concurrent("follows the links to the last page, with one token for all of them", async ({ expect }) => {
      const { stdout, asked, order } = await runWatched(stack.url, name, { env: { PAGE_SIZE: "50" } });
      expect(stdout).toBe(expected);
      expect(order).toEqual(["token", "page 1", "page 2", "page 3"]);
      expect(asked.slice(1).map(({ pageSize }) => pageSize)).toEqual(["50", "50", "50"]);
    });

    it.concurrent("requests no page after a last one that is full", async ({ expect }) => {
      const env = { CLIENT_ID: "other", CLIENT_SECRET: "other-secret", PAGE_SIZE: "6" };
      const { code, lines, order } = await runWatched(stack.url, name, { employee: "EMPLY001", env });
      expect({ code, lines }).toEqual({ code: 0, lines: 12 });
      expect(order).toEqual(["token", "page 1", "page 2"]);
    });

    it.concurrent("prints nothing for an employee without assignments, and accepts a URL with a trailing slash and a fractional TIMEOUT", async ({
      expect,
    }) => {
      const { code, stdout, stderr } = await runExample(name, ["EMPLY002"], {
        API_URL: `${stack.url}/`,
        TIMEOUT: "9.8765",
        ...DEMO,
      });
      expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "", stderr: "0 of 0 assignments\n" });
    });

    it.concurrent("prints the answer that it gave up on, for an unknown employee", async ({ expect }) => {
      const { code, stdout, stderr, asked } = await runWatched(stack.url, name, { employee: "A/Bé?" });
      expect(asked.at(-1)?.path).toBe("/ruangkerja/dashboard/users/A%2FB%C3%A9%3F/courses/webinar");
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toMatch(
        /^[\w.]+: .*status 404, errorCode 130, X-Request-Id [\w-]{36}: rpc error: .* Employee is not found\n$/,
      );
    });

    it.concurrent("exits with 1 on a wrong secret, without showing it", async ({ expect }) => {
      const wrong = { API_URL: stack.url, CLIENT_ID: "demo", CLIENT_SECRET: "wrong-secret" };
      const { code, stdout, stderr } = await runExample(name, [EMPLOYEE], wrong);
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toMatch(
        /^[\w.]+: .*status 400, errorCode 400, X-Request-Id [\w-]{36}: Credentials does not match in our records\n$/,
      );
      expect(stderr).not.toContain("wrong-secret");
    });

    it.concurrent("ends silently when its output is closed", async ({ expect }) => {
      const stderr = await runUnread(name, [EMPLOYEE], { API_URL: stack.url, PAGE_SIZE: "1", ...DEMO });
      expect(stderr.replaceAll(/^\d+ of 137 assignments\n/gm, "")).toBe("");
      expect(stderr).not.toContain("137 of 137");
    });

    it.concurrent.each([
      ...["soon", "0", "Infinity", "3600"].map((TIMEOUT): [object, string] => [
        { TIMEOUT },
        `TIMEOUT must be a number of seconds above 0 and below 3600, and it is "${TIMEOUT}".`,
      ]),
      [{ API_URL: "api.example.com" }, 'API_URL must begin with http:// or https://, and it is "api.example.com".'],
    ])("says what is wrong with %o, and sends nothing", async (wrong, message) => {
      const { code, stdout, stderr } = await runExample(name, [EMPLOYEE], { API_URL: stack.url, ...DEMO, ...wrong });
      expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: "", stderr: `${name}: ${message}\n` });
    });

    it.concurrent("refuses an empty employee ID", async ({ expect }) => {
      const { code, stdout, stderr } = await runExample(name, [""], { API_URL: stack.url, ...DEMO });
      expect({ code, stdout, stderr }).toEqual({
        code: 1,
        stdout: "",
        stderr: `${name}: Give one employee ID. See --help.\n`,
      });
    });

    it.concurrent("prints its usage with --help, and says what is missing", async ({ expect }) => {
      const help = await runExample(name, ["--help"], {});
      expect(help.code).toBe(0);
      for (const variable of ["CLIENT_ID", "CLIENT_SECRET", "API_URL", "PAGE_SIZE", "TIMEOUT"]) {
        expect(help.stdout).toContain(variable);
      }
      const withoutClient = await runExample(name, [EMPLOYEE], {});
      expect(withoutClient.stderr).toContain("Set CLIENT_ID and CLIENT_SECRET. See --help.");
      expect(withoutClient.code).toBe(1);
      expect((await runExample(name, [], DEMO)).code).toBeGreaterThan(0);
    });
  });
});
