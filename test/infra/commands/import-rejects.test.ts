import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MAX_ROWS } from "../../../infra/commands/import/gather.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { brokenRows } from "../../support/broken-rows.ts";
import { embeddedEngine, engines } from "../../support/engines.ts";
import { csvHeader, csvLine, fileOf, goodRow, ndjsonLine } from "../../support/import-files.ts";
import { importInto, linesOf, listsIn, listsOf } from "../../support/import-run.ts";
import { listOf, type Storage, startStorage } from "../../support/storage.ts";

let storage: Storage;
const start = (engine: typeof embeddedEngine) => {
  beforeEach(async () => {
    storage = await startStorage(engine);
  });
  afterEach(() => storage.stop());
};
const A = "CMP-A#webinar#A";

describe.each(engines)("a file with every kind of broken row, on $name", (engine) => {
  start(engine);

  it.each(["ndjson", "csv"] as const)(
    "of %s: each is rejected with its reason, and every good row is in",
    async (format) => {
      const kinds = brokenRows.filter((row) => row[format] !== undefined);
      const good = (number: number) => (format === "csv" ? csvLine(number) : ndjsonLine(number));
      const lines = kinds.flatMap((row, index) => [good(index), row[format] ?? ""]);
      const file = fileOf([...(format === "csv" ? [csvHeader] : []), ...lines]);
      const { rejected, total, ended } = await importInto(storage, file, { format });
      expect(ended).toBe("done");
      expect(kinds.length).toBeGreaterThan(40);
      expect(rejected.map(({ problems }) => problems)).toEqual(kinds.map(({ problems }) => problems));
      expect(total).toMatchObject({ added: kinds.length, rejected: kinds.length });
      expect(await listsIn(storage)).toEqual(listsOf(kinds.map((_, index) => goodRow(index))));
    },
  );
});

describe("rows of one employee", () => {
  start(embeddedEngine);
  const [one, two] = assignmentsOf(2);
  if (!one || !two) throw new Error("two records");
  const other = { ...one, feedback: "other contents" };

  it("may repeat an assignment; with other contents the first counts and the later are rejected", async () => {
    const { rejected, total } = await importInto(storage, linesOf("A", [one, two, one, other]) + linesOf("B", [other]));
    expect(rejected).toEqual([
      {
        line: 4,
        problems: ["row assignedCourseSerial: must be unique for an employee, but line 1 has it with other contents"],
        row: JSON.stringify({ companySerial: "CMP-A", employeeID: "A", ...other }),
        wasValid: true,
        owner: { companySerial: "CMP-A", employeeID: "A", category: "webinar" },
      },
    ]);
    expect(await listsIn(storage)).toEqual(
      new Map([
        [A, [one, two]],
        ["CMP-A#webinar#B", [other]],
      ]),
    );
    expect(total).toMatchObject({ lists: 2, added: 3, unchanged: 1, rejected: 1 });
  });

  it("may hold the line ends of other alphabets", async () => {
    const strange = { ...one, feedback: "a\u2028b\u2029c\nd" };
    await importInto(storage, linesOf("A", [strange]));
    expect((await listsIn(storage)).get(A)).toEqual([strange]);
  });

  it(`are rejected above ${MAX_ROWS} assignments, which bounds what is held in memory`, async () => {
    const file = linesOf("A", assignmentsOf(MAX_ROWS + 2)) + linesOf("B", [one]);
    const { rejected, total } = await importInto(storage, file, { dryRun: true });
    expect(rejected.map(({ line }) => line)).toEqual([MAX_ROWS + 1, MAX_ROWS + 2]);
    expect(rejected[0]?.problems).toEqual([`row employeeID: must have at most ${MAX_ROWS} assignments in a file`]);
    expect(total).toMatchObject({ lists: 2, added: MAX_ROWS + 1, rejected: 2 });
  });

  it("are rejected where the table has a record of theirs that is not valid, and the others' are in", async () => {
    await storage.append(listOf("A"), [one]);
    await storage.put("assignments", { listKey: A, position: 1, ...one, isAttend: "yes" });
    const { rejected, total, ended } = await importInto(storage, linesOf("A", [one, two]) + linesOf("B", [one]));
    expect(ended).toBe("done");
    expect(rejected.map(({ line, problems }) => [line, problems])).toEqual(
      [1, 2].map((line) => [
        line,
        ["row employeeID: must have valid records in the table, but position 1 is not valid (isAttend)"],
      ]),
    );
    expect(total).toMatchObject({ lists: 1, added: 1, rejected: 2 });
  });
});

describe("a list that is broken in the table", () => {
  start(embeddedEngine);

  it("has its employee's rows rejected, and every other employee's are in", async () => {
    await storage.append(listOf("A"), assignmentsOf(1));
    await storage.put("assignments", { listKey: A, position: 0, total: 5, version: "v" });
    const { rejected, total, ended } = await importInto(
      storage,
      linesOf("A", assignmentsOf(2)) + linesOf("B", assignmentsOf(3)),
    );
    expect(ended).toBe("done");
    expect(rejected.map(({ problems }) => problems)).toEqual(
      Array(2).fill(["row employeeID: must have a valid list in the table, but that is broken (see export --verify)"]),
    );
    expect(total).toMatchObject({ lists: 1, added: 3, rejected: 2 });
  });
});

describe("to replace, where rows are rejected,", () => {
  start(embeddedEngine);
  const records = assignmentsOf(3);
  const next = assignmentsOf(2, "NEW");
  beforeEach(async () => {
    await storage.append(listOf("A"), records);
    await storage.append(listOf("B"), records);
  });

  it("nothing is removed from an employee with a rejected row, who is upserted", async () => {
    const wrong = { ...records[0], isAttend: "yes" };
    const file = linesOf("A", [...next, wrong]) + linesOf("B", next);
    const { total } = await importInto(storage, file, { mode: "replace" });
    expect(await listsIn(storage)).toEqual(
      new Map([
        [A, [...records, ...next]],
        ["CMP-A#webinar#B", next],
      ]),
    );
    expect(total).toMatchObject({ added: 4, removed: 3, rejected: 1 });
  });

  it.each([
    ["that repeats a serial with other contents", [...next, { ...next[0], feedback: "other" }]],
    ["beyond the 10,000th", assignmentsOf(10_001, "MANY")],
  ])("nor is anything from an employee with a row %s", async (_, rows) => {
    const { total } = await importInto(storage, linesOf("A", rows), { mode: "replace" });
    expect(total).toMatchObject({ removed: 0, rejected: 1 });
    expect((await listsIn(storage)).get(A)?.slice(0, 3)).toEqual(records);
  });

  it("nothing is removed at all if the employee of a rejected row is unknown", async () => {
    const { said, total } = await importInto(storage, `${linesOf("B", next)}{"companySerial":\n`, { mode: "replace" });
    expect((await listsIn(storage)).get("CMP-A#webinar#B")).toEqual([...records, ...next]);
    expect(said).toEqual([
      expect.stringMatching(
        /^Nothing is removed: 1 rejected row does not show whose records they are, .+--mode replace\.$/,
      ),
    ]);
    expect(total).toMatchObject({ added: 2, removed: 0, rejected: 1 });
  });

  it("it is asked before anything is removed, and a no writes nothing", async () => {
    const asked: number[] = [];
    const confirm = async ({ removed }: { removed: number }) => asked.push(removed) === 0;
    const file = linesOf("A", next) + linesOf("B", next);
    const { ended } = await importInto(storage, file, { mode: "replace", confirm });
    expect({ ended, asked }).toEqual({ ended: "declined", asked: [6] });
    expect((await listsIn(storage)).get(A)).toEqual(records);
    await importInto(storage, linesOf("A", [...records, ...next]), { mode: "replace", confirm });
    expect(asked).toEqual([6]);
  });
});
