import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Category, type CategoryName, categories } from "../../../functions/shared/store/categories.ts";
import { type Stack, startStack } from "../../../infra/local/stack.ts";
import { readSample } from "../../../infra/reference/sample.ts";
import { exampleNames, missingFor, runExample, runUnread } from "../../support/examples.ts";
import { runWatched } from "../../support/watched-example.ts";

const EMPLOYEE = "JOHNILXV3QAJJEL3";
const DEMO = { CLIENT_ID: "demo", CLIENT_SECRET: "demo-secret" };

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ log: () => {} });
});
afterAll(() => stack.stop());

/** The categories whose lists employees have. */
const employeeLists = Object.entries<Category>(categories).flatMap(([name, { owner }]) =>
  owner === "employee" ? [name as CategoryName] : [],
);

/** What an example prints of the employee's list in the sample. */
const outputOf = async (wanted: CategoryName) => {
  const list = (await readSample()).find(({ employeeID, category }) => employeeID === EMPLOYEE && category === wanted);
  const lines = (list?.records ?? []).map((record) => {
    const { course, userAssignedStatus, status, assignedCourseSerial } = record as Record<string, string> & {
      course: Record<string, string>;
    };
    return `${assignedCourseSerial ?? course["serial"]}\t${userAssignedStatus ?? status}\t${course["name"]}\n`;
  });
  return { expected: lines.join(""), records: lines.length };
};

describe.each(exampleNames)("the example %s", async (name) => {
  const missing = await missingFor(name);
  const skipped = missing.length > 0 && process.env["CI"] !== "true";
  if (skipped) console.log(`The example ${name} is not run: there is no ${missing.join(", no ")}.`);

  it.skipIf(skipped)("has everything that it needs to run", () => {
    expect(missing).toEqual([]);
  });

  describe.skipIf(missing.length > 0)("run", () => {
    it.concurrent("prints the 137 records, byte-identical to the other examples", async ({ expect }) => {
      const { code, stdout, stderr } = await runExample(name, [EMPLOYEE], { API_URL: stack.url, ...DEMO });
      expect(stdout.match(/\n/g)).toHaveLength(137);
      expect(stdout).toBe((await outputOf("webinar")).expected);
      expect(stderr).toBe("100 of 137 records\n137 of 137 records\n");
      expect(code).toBe(0);
    });

    it.concurrent.for(employeeLists)("prints the list of a category: %s", async (category, { expect }) => {
      const { expected, records } = await outputOf(category);
      expect(records).toBeGreaterThan(1);
      const env = { PAGE_SIZE: `${Math.ceil(records / 2)}` };
      const { code, stdout, asked, order } = await runWatched(stack.url, name, { category, env });
      expect({ code, stdout }).toEqual({ code: 0, stdout: expected });
      expect(order).toEqual(["token", "page 1", "page 2"]);
      expect(asked.at(-1)?.path).toBe(`/ruangkerja/dashboard/users/${EMPLOYEE}/courses/${category}`);
    });

    it.concurrent.for(["hybrid", "../webinar"])(
      "prints the API's answer for another category: %s",
      async (category, { expect }) => {
        const { code, stdout, stderr, asked } = await runWatched(stack.url, name, { category });
        expect(asked.at(-1)?.path).toBe(
          `/ruangkerja/dashboard/users/${EMPLOYEE}/courses/${encodeURIComponent(category)}`,
        );
        expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
        expect(stderr).toMatch(
          /status 404, errorCode 131, X-Request-Id [\w-]{36}: rpc error: .* Endpoint is not found\n$/,
        );
      },
    );

    it.concurrent("takes one category", async ({ expect }) => {
      const { code, stdout } = await runExample(name, [EMPLOYEE, "online", "offline"], { API_URL: stack.url, ...DEMO });
      expect(code).toBeGreaterThan(0);
      expect(stdout).toBe("");
    });

    it.concurrent("follows the links to the last page, with one token for all of them", async ({ expect }) => {
      const { stdout, asked, order } = await runWatched(stack.url, name, { env: { PAGE_SIZE: "50" } });
      expect(stdout).toBe((await outputOf("webinar")).expected);
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
      expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "", stderr: "0 of 0 records\n" });
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
      expect(stderr.replaceAll(/^\d+ of 137 records\n/gm, "")).toBe("");
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
        stderr: `${name}: Give one employee ID, and a category if it is not webinar. See --help.\n`,
      });
    });

    it.concurrent("prints its usage with --help, and says what is missing", async ({ expect }) => {
      const help = await runExample(name, ["--help"], {});
      expect(help.code).toBe(0);
      for (const variable of ["CATEGORY", "CLIENT_ID", "CLIENT_SECRET", "API_URL", "PAGE_SIZE", "TIMEOUT"]) {
        expect(help.stdout).toContain(variable);
      }
      const withoutClient = await runExample(name, [EMPLOYEE], {});
      expect(withoutClient.stderr).toContain("Set CLIENT_ID and CLIENT_SECRET. See --help.");
      expect(withoutClient.code).toBe(1);
      expect((await runExample(name, [], DEMO)).code).toBeGreaterThan(0);
    });
  });
});
