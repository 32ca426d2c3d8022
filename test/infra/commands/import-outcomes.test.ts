import { describe, expect, it } from "vitest";
import { assignmentsOf } from "../../support/assignments.ts";
import { generate, toCsv, toNdjson } from "../../support/generator.ts";
import { countsIn, importCommand } from "../../support/import-command.ts";
import { linesOf, listsIn, listsOf } from "../../support/import-run.ts";
import { listOf } from "../../support/storage.ts";

const { file, pathOf, run, table } = importCommand();

const records = [...generate({ seed: 3, companies: 2, employees: 5, assignments: { from: 1, to: 4 } })];
const rows = records.length;
const A = "CMP-A#webinar#A";

describe("a file comes in with code 0 and a summary:", () => {
  it.concurrent.each([
    ["CSV", "in.csv", [], toCsv],
    ["NDJSON", "in.ndjson", [], toNdjson],
    ["NDJSON on standard input", "-", [], toNdjson],
    ["CSV on standard input", "-", ["--format", "csv"], toCsv],
  ] as const)("%s", async (_, name, args, to) => {
    const content = [...to(records)].join("");
    const target = await table();
    const ended =
      name === "-"
        ? await run(["-", ...args, "--rejects", pathOf("stdin.rejects"), ...target.to()], content)
        : await run([await file(name, content), ...target.to()]);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toMatch(new RegExp(`\n${rows} rows are imported\\.\n$`));
    expect(countsIn(ended.stdout, "all")).toEqual({
      employees: "5",
      added: `${rows}`,
      updated: "0",
      unchanged: "0",
      removed: "0",
      rejected: "0",
    });
    expect(await listsIn(target)).toEqual(listsOf(records));
  });

  it("CSV of a company that is given, with another delimiter", async () => {
    const target = await table();
    const path = await file("given.csv", "employeeID;companySerial\nA;\nB;CMP-A\n");
    expect(await run([path, "--company", "CMP-A", "--delimiter", ";", ...target.to()])).toMatchObject({ code: 0 });
    expect([...(await listsIn(target)).keys()]).toEqual([A, "CMP-A#webinar#B"]);
  });
});

describe("--mode replace", () => {
  it("without a terminal and without --yes says how many it would remove, writes nothing, and the code is 1", async () => {
    const target = await table();
    await target.append(listOf("A"), assignmentsOf(3));
    const path = await file("fewer.ndjson", linesOf("A", assignmentsOf(2)));
    const line =
      `This would remove 1 record that ${path} does not have, and there is no terminal to ask on. ` +
      "Nothing was written; --yes removes.\n";
    expect(await run([path, "--mode", "replace", ...target.to()])).toMatchObject({ code: 1, stdout: "", stderr: line });
    expect((await listsIn(target)).get(A)).toEqual(assignmentsOf(3));

    const { code, stdout } = await run([path, "--mode", "replace", "--yes", ...target.to()]);
    expect(code).toBe(0);
    expect(countsIn(stdout, "CMP-A")).toMatchObject({ employees: "1", unchanged: "2", removed: "1" });
    expect((await listsIn(target)).get(A)).toEqual(assignmentsOf(2));
  });

  it("that removes nothing asks nothing", async () => {
    const target = await table();
    await target.append(listOf("A"), assignmentsOf(2));
    const path = await file("more.ndjson", linesOf("A", assignmentsOf(3)));
    expect(await run([path, "--mode", "replace", ...target.to()])).toMatchObject({ code: 0, stderr: "" });
    expect((await listsIn(target)).get(A)).toEqual(assignmentsOf(3));
  });
});

describe("--dry-run", () => {
  it("says what would change and writes nothing, with code 0", async () => {
    const target = await table();
    await target.append(listOf("A"), assignmentsOf(3));
    const path = await file("tried.ndjson", linesOf("A", assignmentsOf(1)) + linesOf("B", [{}]));
    const { code, stdout, stderr } = await run([path, "--mode", "replace", "--dry-run", ...target.to()]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(countsIn(stdout, "CMP-A")).toMatchObject({ employees: "2", unchanged: "1", removed: "2" });
    expect(stdout).toMatch(/\n2 rows are valid; the table shows what would change\. Nothing was written\.\n$/);
    expect(await listsIn(target)).toEqual(new Map([[A, assignmentsOf(3)]]));
  });
});

it("a file without rows is told, with code 0", async () => {
  const target = await table();
  expect(await run([await file("empty.csv", ""), ...target.to()])).toMatchObject({
    code: 0,
    stdout: "There are no rows to import.\n",
    stderr: "",
  });
});
