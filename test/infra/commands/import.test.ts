import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { categories, recordKeyOf } from "../../../functions/shared/store/categories.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { countingClient } from "../../support/counting-client.ts";
import { engines } from "../../support/engines.ts";
import { generate, toCsv, toNdjson } from "../../support/generator.ts";
import { importInto, linesOf, listsIn, listsOf } from "../../support/import-run.ts";
import { listOf, type Storage, sidesOf, startStorage } from "../../support/storage.ts";

const scattered = {
  seed: 7,
  companies: 3,
  employees: 25,
  assignments: { from: 1, to: 20 },
  order: "scattered",
} as const;
const A = "CMP-A#webinar#A";

describe.each(engines)("an import on $name", (engine) => {
  let storage: Storage;
  beforeEach(async () => {
    storage = await startStorage(engine);
  });
  afterEach(() => storage.stop());

  it.each([
    ["ndjson", toNdjson],
    ["csv", toCsv],
  ] as const)(
    "of %s whose employees are scattered over the file brings in every row, in its order",
    async (format, to) => {
      const { ended, rows, total } = await importInto(storage, to(generate(scattered)), { format });
      expect(await listsIn(storage)).toEqual(listsOf(generate(scattered)));
      const count = [...generate(scattered)].length;
      expect({ ended, rows }).toEqual({ ended: "done", rows: count });
      expect(total).toMatchObject({ lists: 25, added: count, updated: 0, unchanged: 0, removed: 0, rejected: 0 });
    },
  );

  it.each(["upsert", "replace"] as const)("to %s again writes nothing", async (mode) => {
    await importInto(storage, toNdjson(generate(scattered)), { mode });
    const counting = countingClient(storage.url);
    const { total } = await importInto(sidesOf(counting.dynamodb, storage.tables), toNdjson(generate(scattered)), {
      mode,
    });
    expect(total).toMatchObject({ lists: 25, added: 0, updated: 0, unchanged: total.rows, removed: 0 });
    expect(counting.calls.map(({ name }) => name)).not.toContain("TransactWriteItemsCommand");
  });

  it("to upsert updates known serials where they stand, adds new ones at the end, and removes nothing", async () => {
    const records = assignmentsOf(5);
    await storage.append(listOf("A"), records);
    const [first, , third] = records;
    const changed = { ...third, feedback: "changed" };
    const added = assignmentsOf(2, "NEW");
    const { total } = await importInto(storage, linesOf("A", [...added, changed, { ...first }]));
    expect((await listsIn(storage)).get(A)).toEqual([...records.slice(0, 2), changed, ...records.slice(3), ...added]);
    expect(total).toMatchObject({ lists: 1, added: 2, updated: 1, unchanged: 1, removed: 0 });
  });

  it("to replace makes the file the whole truth for its employees alone, also above one transaction", async () => {
    await storage.append(listOf("A"), assignmentsOf(300));
    await storage.append(listOf("B"), assignmentsOf(3));
    const target = [...assignmentsOf(120, "NEW"), ...assignmentsOf(100).reverse()];
    const { total } = await importInto(storage, linesOf("A", target), { mode: "replace" });
    expect(await listsIn(storage)).toEqual(
      new Map([
        [A, target],
        ["CMP-A#webinar#B", assignmentsOf(3)],
      ]),
    );
    expect(total).toMatchObject({ lists: 1, added: 120, updated: 0, unchanged: 100, removed: 200 });
  });

  it("registers an employee of whom there is nothing but the name, and empties none to upsert", async () => {
    await storage.append(listOf("B"), assignmentsOf(1));
    await importInto(storage, linesOf("A", [{}]) + linesOf("B", [{}]));
    expect(await listsIn(storage)).toEqual(
      new Map([
        [A, []],
        ["CMP-A#webinar#B", assignmentsOf(1)],
      ]),
    );
    await importInto(storage, linesOf("B", [{}]), { mode: "replace" });
    expect((await listsIn(storage)).get("CMP-A#webinar#B")).toEqual([]);
  });

  it("that only tries says what it would change and writes nothing", async () => {
    await storage.append(listOf("A"), assignmentsOf(3));
    const before = await listsIn(storage);
    const file = linesOf("A", [...assignmentsOf(1), ...assignmentsOf(2, "NEW")]) + linesOf("C", [{}]);
    const tried = await importInto(storage, file, { mode: "replace", dryRun: true });
    expect(tried.total).toMatchObject({ lists: 2, added: 2, updated: 0, unchanged: 1, removed: 2 });
    expect(await listsIn(storage)).toEqual(before);
    expect((await importInto(storage, file, { mode: "replace" })).total).toEqual(tried.total);
  });

  it.each(["upsert", "replace"] as const)(
    "twice at the same time, to %s, leaves what one leaves: no gap, no duplicate, nothing lost",
    async (mode) => {
      const file = () => toNdjson(generate({ ...scattered, assignments: { from: 1, to: 150 }, employees: 12 }));
      const [one, other] = await Promise.all([
        importInto(storage, file(), { mode }),
        importInto(sidesOf(storage.dynamodb, storage.tables), file(), { mode }),
      ]);
      expect([one.ended, other.ended]).toEqual(["done", "done"]);
      const records = generate({ ...scattered, assignments: { from: 1, to: 150 }, employees: 12 });
      expect(await listsIn(storage)).toEqual(listsOf(records));
    },
  );

  it("beside appends to the same employees loses none of either", async () => {
    const employees = ["A", "B", "C"];
    const imported = assignmentsOf(150, "IMPORTED");
    const appended = assignmentsOf(20, "APPENDED");
    const appends = employees.map(async (employee) => {
      for (const record of appended) await storage.append(listOf(employee), [record]);
    });
    const file = imported.map((record) => employees.map((employee) => linesOf(employee, [record])).join("")).join("");
    await Promise.all([importInto(storage, file), ...appends]);
    const lists = await listsIn(storage);
    for (const employee of employees) {
      const list = lists.get(`CMP-A#webinar#${employee}`) ?? [];
      const of = (prefix: string) =>
        list.filter((record) => recordKeyOf(categories.webinar, record).startsWith(prefix));
      expect(list).toHaveLength(170);
      expect(of("IMPORTED")).toEqual(imported);
      expect(of("APPENDED")).toEqual(appended);
    }
  });
});
