import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CategoryName, categories } from "../../../functions/shared/store/categories.ts";
import { embeddedEngine, engines } from "../../support/engines.ts";
import { toCsv } from "../../support/generator.ts";
import { listFor, listsIn } from "../../support/import-run.ts";
import { recordsOf, withField } from "../../support/records.ts";
import { runCommand } from "../../support/run-command.ts";
import { type Storage, startStorage } from "../../support/storage.ts";

const names = (Object.keys(categories) as CategoryName[]).toSorted();
const ofEmployees = names.filter((name) => categories[name].owner === "employee");
const ofCompanies = names.filter((name) => categories[name].owner === "company");
const recordsFor = (name: CategoryName, employee: string) => recordsOf(name, 2, `${name}-${employee}`);

/** A list's lines as an export has them: without the category that is the default. */
const linesFor = (name: CategoryName, employee: string, records = recordsFor(name, employee)): string => {
  const { category: _, ...owner } = listFor(name, employee).owner;
  const fields = name === "webinar" ? owner : { ...owner, category: name };
  return records.map((record) => `${JSON.stringify({ ...fields, ...record })}\n`).join("");
};
const connectionOf = ({ url, tables }: Storage) => ["--endpoint", url, "--table", tables.assignments];
const run = async (command: "import" | "export", storage: Storage, args: readonly string[], input?: string) => {
  const { code, stdout, stderr } = await runCommand(command, [...args, ...connectionOf(storage)], {
    ...(input !== undefined && { input }),
  });
  return { code, stdout, stderr };
};

describe.each(engines)("on $name, the export", (engine) => {
  let storage: Storage;
  beforeAll(async () => {
    storage = await startStorage(engine);
    for (const name of names) await storage.append(listFor(name).name, recordsFor(name, "A"));
    for (const name of ofEmployees) await storage.append(listFor(name, "B").name, recordsFor(name, "B"));
    await storage.register(listFor("offline", "only").name);
    await storage.put("assignments", { listKey: "CMP-A#unknown#A", position: 0, total: 0, version: "v" });
  });
  afterAll(() => storage.stop());
  const exported = (...args: string[]) => run("export", storage, args);

  it.each(names)("--category %s gives its lists alone", async (name) => {
    const employees = categories[name].owner === "employee" ? ["A", "B"] : ["A"];
    const registered = name === "offline" ? linesFor(name, "only", [{}]) : "";
    const stdout = employees.map((employee) => linesFor(name, employee)).join("") + registered;
    expect(await exported("--all", "--category", name)).toMatchObject({ code: 0, stdout });
    expect(await exported("--company", "CMP-A", "--category", name)).toMatchObject({ code: 0, stdout });
  });

  it("gives one employee's lists of every category, in the order of their keys", async () => {
    const stdout = ofEmployees.map((name) => linesFor(name, "B")).join("");
    expect(await exported("--employee", "B", "--company", "CMP-A")).toMatchObject({
      code: 0,
      stdout,
      stderr: `${ofEmployees.length} lists, ${2 * ofEmployees.length} records, 0 lists with problems\n`,
    });
  });

  it.each(ofEmployees)("gives one employee's list of %s", async (name) => {
    const args = ["--employee", "B", "--company", "CMP-A", "--category", name];
    expect(await exported(...args)).toMatchObject({ code: 0, stdout: linesFor(name, "B") });
  });

  it("finds an employee who has one list alone", async () => {
    expect(await exported("--employee", "only", "--company", "CMP-A")).toMatchObject({
      code: 0,
      stdout: linesFor("offline", "only", [{}]),
    });
  });

  it.each([
    {
      args: ["--employee", "only", "--company", "CMP-A", "--category", "online"],
      line: "Employee only of company CMP-A has no list of the category online.",
    },
    {
      args: ["--company", "CMP-B", "--category", "online"],
      line: "Company CMP-B has no list of the category online.",
    },
    {
      args: ["--all", "--category", "onlin"],
      line: "--category must be one of webinar, offline, online, courses.",
    },
    ...ofCompanies.map((name) => ({
      args: ["--employee", "A", "--company", "CMP-A", "--category", name],
      line: `A company itself has the list ${name}: leave out --employee.`,
    })),
  ])("$args is code 1 and one line", async ({ args, line }) => {
    expect(await exported(...args)).toEqual({ code: 1, stdout: "", stderr: `${line}\n` });
  });

  it("--verify names the key of a category that there is not, unless one category is asked for", async () => {
    const all = await exported("--all", "--verify");
    expect(all).toMatchObject({
      code: 2,
      stdout: expect.stringContaining("-\tCMP-A#unknown#A\t-\tthis is no list key\n"),
    });
    const one = await exported("--all", "--verify", "--category", "online");
    expect(one).toMatchObject({ code: 0, stderr: "2 lists, 4 records, 0 lists with problems\n" });
    expect(one.stdout).toMatch(/^[0-9a-f]{16}\tCMP-A#online#A\t2\tok\n[0-9a-f]{16}\tCMP-A#online#B\t2\tok\n$/);
  });
});

describe("export --verify of one category", () => {
  let storage: Storage;
  beforeAll(async () => {
    storage = await startStorage(embeddedEngine);
  });
  afterAll(() => storage.stop());

  it.each(names)("judges the records of %s by its schema and its key", async (name) => {
    const list = listFor(name, "broken");
    const [one = {}, two = {}, three = {}] = recordsOf(name, 3);
    const last = Object.keys(one).at(-1) ?? "";
    const items = [{ total: 4, version: "v" }, one, withField(two, [last], {}), three, one];
    for (const [position, item] of items.entries()) {
      await storage.put("assignments", { listKey: list.key, position, ...item });
    }
    const { code, stdout } = await run("export", storage, ["--all", "--verify", "--category", name]);
    const key = categories[name].recordKey.join(".");
    expect({ code, problems: stdout.trimEnd().split("\t").at(-1) }).toEqual({
      code: 2,
      problems: `position 2: ${last} is not valid; positions 1 and 4 have the same ${key}`,
    });
  });

  it("has no two records alike whose keys cannot be read", async () => {
    const list = listFor("online", "no key");
    for (const [position, item] of [{ total: 2, version: "v" }, { course: "C" }, { course: { serial: 1 } }].entries()) {
      await storage.put("assignments", { listKey: list.key, position, ...item });
    }
    const args = ["--employee", "no key", "--company", "CMP-A", "--verify"];
    const { stdout } = await run("export", storage, args);
    expect(stdout).toContain("position 1: course, ");
    expect(stdout).not.toContain("have the same");
  });
});

it("the sample comes through import and export whole", async () => {
  const [original, copy] = [await startStorage(embeddedEngine), await startStorage(embeddedEngine)];
  try {
    const path = join(import.meta.dirname, "../../../infra/reference/sample.ndjson");
    expect(await run("import", original, [path])).toMatchObject({ code: 0 });
    const { code, stdout } = await run("export", original, ["--all"]);
    expect(code).toBe(0);
    const sorted = (text: string) => text.trimEnd().split("\n").toSorted();
    expect(sorted(stdout)).toEqual(sorted(await readFile(path, "utf8")));
    expect(await run("import", copy, ["-"], stdout)).toMatchObject({ code: 0 });
    expect(await listsIn(copy)).toEqual(await listsIn(original));
    expect(await run("export", copy, ["--all"])).toMatchObject({ stdout });
  } finally {
    await Promise.all([original.stop(), copy.stop()]);
  }
});

it.each(names)("a CSV file of %s is imported with --category, and its summary has one line", async (name) => {
  const storage = await startStorage(embeddedEngine);
  try {
    const { category: _, ...owner } = listFor(name).owner;
    const csv = [...toCsv(recordsOf(name, 3).map((record) => ({ ...owner, ...record })))].join("");
    const { code, stdout } = await run("import", storage, ["-", "--format", "csv", "--category", name], csv);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/\nCMP-A +1 +3 +0 +0 +0 +0\n3 rows are imported\.\n$/),
    });
    expect(await listsIn(storage)).toEqual(new Map([[listFor(name).key, recordsOf(name, 3)]]));
  } finally {
    await storage.stop();
  }
});
