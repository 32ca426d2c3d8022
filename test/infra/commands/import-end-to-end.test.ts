import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { employeePage } from "../../../functions/course-activity/contract.ts";
import { tokenResponse } from "../../../functions/oauth-token/contract.ts";
import { categories } from "../../../functions/shared/store/categories.ts";
import { type Stack, startStack } from "../../../infra/local/stack.ts";
import { rowsIn } from "../../support/import-files.ts";
import { runCommand } from "../../support/run-command.ts";

const root = join(import.meta.dirname, "../../..");
const sample = "test/examples/sample.csv";
const readme = readFileSync(join(root, "README.md"), "utf8");
const page = readFileSync(join(root, "infra/IMPORT.md"), "utf8");

describe("the README's data", () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ log: () => {} });
  });
  afterAll(() => stack.stop());

  const get = async (employeeID: string) => {
    const answer = await fetch(`${stack.url}/oauth/token`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: '{"clientID":"demo","clientSecret":"demo-secret","grantType":"client_credentials"}',
    });
    const { accessToken } = z.parse(tokenResponse, await answer.json()).data;
    const path = `/ruangkerja/dashboard/users/${employeeID}/courses/webinar?page=1&pageSize=10`;
    return fetch(`${stack.url}${path}`, { headers: { Authorization: accessToken } });
  };

  it("is imported into the local stack with the command given there, and the API shows it", async () => {
    expect(readme).toContain(`npm run import -- ${sample} --endpoint http`);
    expect(readme).toContain("/users/EMPLY100/courses/webinar?page=1&pageSize=10'");
    expect((await get("EMPLY100")).status).toBe(404);
    const { code, stdout } = await runCommand("import", [join(root, sample), "--endpoint", stack.dynamodbUrl]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("5 rows are imported.") });

    const rows = await rowsIn(readFileSync(join(root, sample)), { format: "csv" });
    const imported = rows.flatMap((row) => ("record" in row && row.employeeID === "EMPLY100" ? [row.record] : []));
    expect(imported).toHaveLength(3);
    expect(z.parse(employeePage(categories.webinar.record), await (await get("EMPLY100")).json()).data).toEqual(
      imported,
    );
    const registered = await get("EMPLY102");
    expect([registered.status, registered.headers.get("x-total-count")]).toEqual([200, "0"]);

    const { stdout: exported } = await runCommand("export", [
      ...["--employee", "EMPLY100", "--company", "CMP-RUANGGURU"],
      ...["--endpoint", stack.dynamodbUrl],
    ]);
    expect(page).toContain(exported.split("\n")[0]);
  });
});

it.each([
  ["csv", "csv"],
  ["json", "ndjson"],
] as const)(
  "infra/IMPORT.md's example of %s has three lines, each in order, and those of the sample",
  async (language, format) => {
    const blocks = [...page.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, "g"))].map(
      ([, block = ""]) => block,
    );
    const block = blocks.find((text) => text.includes("EMPLY102")) ?? "";
    expect(block.trimEnd().split("\n")).toHaveLength(3);
    const rows = await rowsIn(block, { format });
    const sampled = await rowsIn(readFileSync(join(root, sample)), { format: "csv" });
    const comparable = (row: object) => ({ ...row, line: 0 });
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) expect(sampled.map(comparable)).toContainEqual(comparable(row));
  },
);
