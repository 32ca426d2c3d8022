import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadSample } from "../../../infra/local/load-sample.ts";
import { assignmentsOf, exampleAssignment } from "../../support/assignments.ts";
import { engines } from "../../support/engines.ts";
import { generate, toNdjson } from "../../support/generator.ts";
import { importInto, listFor } from "../../support/import-run.ts";
import { recordsOf } from "../../support/records.ts";
import { runCommand } from "../../support/run-command.ts";
import { listOf, type Storage, startStorage } from "../../support/storage.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "export-"));
});
afterAll(() => rm(folder, { recursive: true }));

const exportFrom = async (storage: Storage, ...args: string[]) => {
  const connection = ["--endpoint", storage.url, "--table", storage.tables.assignments];
  const { code, stdout, stderr } = await runCommand("export", [...args, ...connection]);
  return { code, stdout, stderr };
};
const line = (companySerial: string, employeeID: string, record = {}) =>
  `${JSON.stringify({ companySerial, employeeID, ...record })}\n`;

describe.each(engines)("export on $name", (engine) => {
  let storage: Storage;
  beforeAll(async () => {
    storage = await startStorage(engine);
    await storage.append(listOf("E2"), assignmentsOf(12));
    await storage.register(listOf("E1"));
    await storage.append(listOf("E#3", "CMP-B"), assignmentsOf(1));
    await storage.register(listFor("offline", "E1").name);
    await storage.append(listFor("courses").name, recordsOf("courses", 2));
  });
  afterAll(() => storage.stop());

  const twelve = assignmentsOf(12)
    .map((record) => line("CMP-A", "E2", record))
    .join("");

  it("gives one employee's records in the order of their positions", async () => {
    expect(await exportFrom(storage, "--employee", "E2", "--company", "CMP-A")).toEqual({
      code: 0,
      stdout: twelve,
      stderr: "1 list, 12 records, 0 lists with problems\n",
    });
  });

  it("gives an employee without assignments a line of its own", async () => {
    const { code, stdout } = await exportFrom(
      storage,
      "--employee",
      "E1",
      "--company",
      "CMP-A",
      "--category",
      "webinar",
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: line("CMP-A", "E1") });
  });

  it("gives what an import into an empty table makes the same table of", async () => {
    const copy = await startStorage(engine);
    const original = await startStorage(engine);
    await importInto(original, toNdjson(generate({ seed: 7, companies: 3, employees: 12, assignments: 9 })));
    const exported = await exportFrom(original, "--all");
    expect(exported.stdout.split("\n").length).toBeGreaterThan(100);
    await importInto(copy, exported.stdout);
    expect(await exportFrom(copy, "--all")).toEqual(exported);
    await Promise.all([copy.stop(), original.stop()]);
  });

  const ofCompanyA =
    listFor("courses").lines(recordsOf("courses", 2)) +
    '{"companySerial":"CMP-A","employeeID":"E1","category":"offline"}\n' +
    line("CMP-A", "E1") +
    twelve;

  it("gives all lists, by company, category and employee", async () => {
    expect(await exportFrom(storage, "--all")).toEqual({
      code: 0,
      stdout: ofCompanyA + line("CMP-B", "E#3", assignmentsOf(1)[0]),
      stderr: "5 lists, 15 records, 0 lists with problems\n",
    });
  });

  it.each([[["--company", "CMP-A"]], [["--all", "--company", "CMP-A"]]])(
    "gives those of one company: %s",
    async (args) => {
      const { code, stdout } = await exportFrom(storage, ...args);
      expect({ code, stdout }).toEqual({ code: 0, stdout: ofCompanyA });
    },
  );

  it.each([
    [["--employee", "E9", "--company", "CMP-A"], "Employee E9 of company CMP-A is not in the table.\n"],
    [["--employee", "E1", "--company", "CMP-B"], "Employee E1 of company CMP-B is not in the table.\n"],
    [["--company", "CMP"], "Company CMP is not in the table.\n"],
  ])("says that the table has none of %s, with code 1, and leaves the output file alone", async (args, stderr) => {
    const file = join(folder, "kept.ndjson");
    await writeFile(file, "kept");
    expect(await exportFrom(storage, ...args, "--output", file)).toEqual({ code: 1, stdout: "", stderr });
    expect(await readFile(file, "utf8")).toBe("kept");
  });

  it("keeps the bytes of the records and the order of their fields", async () => {
    const own = await startStorage(engine);
    await loadSample(own.dynamodb, own.tables);
    const { stdout } = await exportFrom(own, "--all");
    const sample = await readFile(join(import.meta.dirname, "../../../infra/reference/sample.ndjson"), "utf8");
    const listsIn = (text: string) =>
      Map.groupBy(text.trimEnd().split("\n"), (row) => {
        const { companySerial, category = "webinar", employeeID = "" } = JSON.parse(row);
        return `${companySerial}#${category}#${employeeID}`;
      });
    expect(listsIn(sample).size).toBeGreaterThan(10);
    expect(listsIn(stdout)).toEqual(listsIn(sample));
    expect(stdout).toHaveLength(sample.length);
    await own.stop();
  });

  it("gives what is sound of a table, names what is broken without its values, and is code 2", async () => {
    const own = await startStorage(engine);
    await own.append(listOf("broken"), assignmentsOf(4));
    await own.put("assignments", {
      ...exampleAssignment,
      listKey: "CMP-A#webinar#broken",
      position: 3,
      postTestScore: "a score of many words",
      isAttend: "perhaps",
    });
    await own.append(listOf("sound"), assignmentsOf(1));
    await own.put("assignments", { ...exampleAssignment, listKey: "CMP-A#webinar#torn", position: 2 });
    await own.put("assignments", { ...exampleAssignment, listKey: "nobody\t1", position: 1 });
    expect(await exportFrom(own, "--all")).toEqual({
      code: 2,
      stdout: [
        ...assignmentsOf(2).map((record) => line("CMP-A", "broken", record)),
        line("CMP-A", "broken", assignmentsOf(1, "ASGC", 4)[0]),
        line("CMP-A", "sound", assignmentsOf(1)[0]),
        line("CMP-A", "torn", exampleAssignment),
      ].join(""),
      stderr: [
        "CMP-A#webinar#broken: position 3: isAttend, postTestScore are not valid\n",
        "CMP-A#webinar#torn: no header; position 1 is missing\n",
        "nobody\\u00091: this is no list key\n",
        "4 lists, 5 records, 3 lists with problems\n",
      ].join(""),
    });
    await own.stop();
  });
});
