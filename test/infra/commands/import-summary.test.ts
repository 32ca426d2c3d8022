import { once } from "node:events";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { assignmentsOf } from "../../support/assignments.ts";
import { endOf, importCommand } from "../../support/import-command.ts";
import { linesOf, listFor } from "../../support/import-run.ts";
import { recordsOf } from "../../support/records.ts";

const command = importCommand();
const summaryAt = (path: string) => JSON.parse(readFileSync(path, "utf8"));
const NONE = { lists: 0, rows: 0, added: 0, updated: 0, unchanged: 0, removed: 0, rejected: 0 };

describe("--summary-json", () => {
  it("has every count, by category, by company and by both, and nothing of the rows", async () => {
    const { to } = await command.table();
    const file = await command.file(
      "counts.ndjson",
      linesOf("E1", assignmentsOf(3)) +
        linesOf("E2", assignmentsOf(1), "CMP-B") +
        listFor("courses").lines(recordsOf("courses", 2)) +
        '{"companySerial":"CMP-B","employeeID":"SECRET","category":"online","status":"?"}\n' +
        "SECRET\n",
    );
    const path = command.pathOf("counts.json");
    const { code } = await command.run([file, ...to(), "--summary-json", path]);
    expect(code).toBe(2);
    const text = readFileSync(path, "utf8");
    expect(text.trimEnd().split("\n")).toHaveLength(1);
    expect(text).not.toContain("SECRET");
    const two = { ...NONE, lists: 1, rows: 2, added: 2 };
    const three = { ...NONE, lists: 1, rows: 3, added: 3 };
    const one = { ...NONE, lists: 1, rows: 1, added: 1 };
    const rejected = { ...NONE, rejected: 1 };
    expect(JSON.parse(text)).toEqual({
      ended: "done",
      exitCode: 2,
      file,
      mode: "upsert",
      dryRun: false,
      rejectsFile: `${file}.rejects.ndjson`,
      startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      seconds: expect.any(Number),
      rows: 8,
      imported: 6,
      rejected: 2,
      mended: { blanks: 0, zeroWidth: 0, nfc: 0, excelText: 0, number: 0, timeOfDay: 0 },
      caseTwins: 0,
      skipped: { blank: 0, headers: 0, marks: 0, short: 0 },
      wrote: true,
      total: { ...NONE, lists: 3, rows: 6, added: 6, rejected: 2 },
      categories: [
        { category: "courses", ...two },
        { category: "online", ...rejected },
        { category: "webinar", ...NONE, lists: 2, rows: 4, added: 4 },
        { category: null, ...rejected },
      ],
      companies: [
        { companySerial: "CMP-A", ...NONE, lists: 2, rows: 5, added: 5 },
        { companySerial: "CMP-B", ...one, rejected: 1 },
        { companySerial: null, ...rejected },
      ],
      lists: [
        { companySerial: "CMP-A", category: "courses", ...two },
        { companySerial: "CMP-A", category: "webinar", ...three },
        { companySerial: "CMP-B", category: "online", ...rejected },
        { companySerial: "CMP-B", category: "webinar", ...one },
        { companySerial: null, category: null, ...rejected },
      ],
      error: null,
    });
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it.each([
    { name: "an unknown option", args: ["--modus", "x"], error: /Unknown option/ },
    { name: "a wrong mode", args: ["x.csv", "--mode", "all"], error: /--mode must be/ },
    { name: "no file", args: ["none.ndjson"], error: /none\.ndjson does not exist/ },
  ])("of an import that fails for $name replaces an older one", async ({ args, error }) => {
    const { to } = await command.table();
    const path = command.pathOf("failed.json");
    writeFileSync(path, '{"ended":"done","exitCode":0}\n');
    expect((await command.run([...args, ...to(), "--summary-json", path])).code).toBe(1);
    expect(summaryAt(path)).toMatchObject({
      ended: "failed",
      exitCode: 1,
      rows: null,
      imported: 0,
      wrote: false,
      error: expect.stringMatching(error),
    });
  });

  it("of a file with a wrong header says so", async () => {
    const { to } = await command.table();
    const file = await command.file("wrong.csv", "a,b\n1,2\n");
    const path = command.pathOf("wrong.json");
    expect((await command.run([file, ...to(), "--summary-json", path])).code).toBe(1);
    expect(summaryAt(path)).toMatchObject({ ended: "failed", exitCode: 1, file, wrote: false });
    expect(summaryAt(path).error).toContain("companySerial");
  });

  it("of an import that Ctrl-C stopped has 130", async () => {
    const { to } = await command.table();
    const path = command.pathOf("stopped.json");
    const child = command.start(["-", ...to(), "--summary-json", path]);
    const ended = endOf(child);
    child.stdin.write(linesOf("E1", assignmentsOf(1)));
    // It waits for more input then.
    while ((await command.temporaryFiles()).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill("SIGINT");
    expect((await ended).code).toBe(130);
    expect(summaryAt(path)).toMatchObject({ ended: "stopped", exitCode: 130, wrote: false });
  });

  it("is empty after SIGKILL: an older one is not this import's", async () => {
    const { to } = await command.table();
    const path = command.pathOf("killed.json");
    writeFileSync(path, '{"ended":"done","exitCode":0}\n');
    const child = command.start(["-", ...to(), "--summary-json", path]);
    while (statSync(path).size > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill("SIGKILL");
    await once(child, "close");
    expect(readFileSync(path, "utf8")).toBe("");
    // What it left in the temporary folder is removed here.
    await command.run([await command.file("one.ndjson", linesOf("E1", assignmentsOf(1))), ...to()]);
  });

  it("does not write over a file that is no summary", async () => {
    const { to } = await command.table();
    const file = await command.file("rows.ndjson", linesOf("E1", assignmentsOf(1)));
    const { code, stderr } = await command.run([file, ...to(), "--summary-json", file]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        `The summary cannot be saved: ${file} exists, and does not hold a summary. ` +
        "Give another --summary-json FILE.\n",
    });
    expect(readFileSync(file, "utf8")).toBe(linesOf("E1", assignmentsOf(1)));
  });

  it("must not be the file of rejected rows", async () => {
    const path = command.pathOf("same.ndjson");
    const { code, stderr } = await command.run(["x.csv", "--rejects", path, "--summary-json", path]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/--summary-json must name another file/);
  });
});
