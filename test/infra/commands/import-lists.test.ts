import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CategoryName, categories } from "../../../functions/shared/store/categories.ts";
import { countingClient } from "../../support/counting-client.ts";
import { embeddedEngine, engines } from "../../support/engines.ts";
import { type GeneratedRow, generateRows, toCsv, toNdjson } from "../../support/generator.ts";
import { importInto, listFor, listsIn, listsOf } from "../../support/import-run.ts";
import { recordsOf, withField } from "../../support/records.ts";
import { type Storage, sidesOf, startStorage } from "../../support/storage.ts";

const names = Object.keys(categories) as CategoryName[];
const generated = {
  seed: 11,
  companies: 3,
  employees: 9,
  assignments: { from: 1, to: 12 },
  order: "scattered",
} as const;
const formats = [
  ["ndjson", toNdjson],
  ["csv", toCsv],
] as const;
const fields: Record<(typeof categories)[CategoryName]["owner"], string> = {
  employee: "employeeID",
  company: "companySerial",
};
/** A field that is not a record's key, and that a changed record has another value in. */
const changed = (name: CategoryName, record: object): object =>
  withField(record, name === "courses" ? ["description"] : ["course", "name"], "changed");
/** The record with a value that no field may have. */
const broken = (record: object): object => withField(record, [Object.keys(record).at(-1) ?? ""], {});

let storage: Storage;
const start = (engine: typeof embeddedEngine) => {
  beforeEach(async () => {
    storage = await startStorage(engine);
  });
  afterEach(() => storage.stop());
};

describe.each(engines)("on $name, an import", (engine) => {
  start(engine);

  it.each(names.flatMap((name) => formats.map(([format, to]) => ({ name, format, to }))))(
    "of $name in $format brings in every row, in its order, and again writes nothing",
    async ({ name, format, to }) => {
      const rows = [...generateRows(name, generated)];
      const { ended, total } = await importInto(storage, to(rows), { format });
      expect(await listsIn(storage)).toEqual(listsOf(rows));
      expect({ ended, total }).toMatchObject({ ended: "done", total: { added: rows.length, rejected: 0 } });

      const counting = countingClient(storage.url);
      const plain = to(rows.map(({ category: _, ...row }) => row));
      const again = await importInto(sidesOf(counting.dynamodb, storage.tables), plain, {
        ...{ format, category: name, mode: "replace" },
      });
      expect(again.total).toMatchObject({ lists: total.lists, added: 0, unchanged: rows.length, removed: 0 });
      expect(counting.calls.map((call) => call.name)).not.toContain("TransactWriteItemsCommand");
    },
  );

  it("of all categories in turns brings in each list", async () => {
    const each = names.map((name) => [...generateRows(name, generated)]);
    const longest = Math.max(...each.map(({ length }) => length));
    const rows = Array.from({ length: longest }, (_, index) =>
      each.flatMap((list): GeneratedRow[] => (list[index] ? [list[index]] : [])),
    ).flat();
    const { total } = await importInto(storage, toNdjson(rows));
    expect(await listsIn(storage)).toEqual(listsOf(rows));
    expect(total).toMatchObject({ added: rows.length, rejected: 0 });
  });

  it.each(names)(
    "of %s to upsert updates known records where they stand, and adds new ones at the end",
    async (name) => {
      const list = listFor(name);
      const [one = {}, two = {}, three = {}] = recordsOf(name, 3);
      await storage.append(list.name, [one, two, three]);
      const [added = {}] = recordsOf(name, 1, "NEW");
      const { total } = await importInto(storage, list.lines([added, changed(name, two), one]));
      expect(await listsIn(storage)).toEqual(new Map([[list.key, [one, changed(name, two), three, added]]]));
      expect(total).toMatchObject({ lists: 1, added: 1, updated: 1, unchanged: 1, removed: 0 });
    },
  );

  it.each(names)("of %s to replace leaves the lists of every other category alone", async (name) => {
    for (const each of names) await storage.append(listFor(each).name, recordsOf(each, 3));
    const target = [...recordsOf(name, 1, "NEW"), ...recordsOf(name, 2).reverse()];
    const { total } = await importInto(storage, listFor(name).lines(target), { mode: "replace" });
    expect(await listsIn(storage)).toEqual(
      new Map(names.toSorted().map((each) => [listFor(each).key, each === name ? target : recordsOf(each, 3)])),
    );
    expect(total).toMatchObject({ lists: 1, added: 1, unchanged: 2, removed: 1 });
  });
});

describe.each(names)("an import of %s", (name) => {
  start(embeddedEngine);
  const list = listFor(name);
  const [one = {}, two = {}] = recordsOf(name, 2);
  const recordKey = categories[name].recordKey.join(".");

  it("that only tries says what it would change and writes nothing", async () => {
    await storage.append(list.name, recordsOf(name, 3));
    const file = list.lines([one, ...recordsOf(name, 2, "NEW")]);
    const tried = await importInto(storage, file, { mode: "replace", dryRun: true });
    expect(tried.total).toMatchObject({ lists: 1, added: 2, unchanged: 1, removed: 2 });
    expect(await listsIn(storage)).toEqual(new Map([[list.key, recordsOf(name, 3)]]));
    expect((await importInto(storage, file, { mode: "replace" })).total).toEqual(tried.total);
  });

  it("registers a list without records, and empties one to replace", async () => {
    await importInto(storage, list.lines([{}]));
    expect(await listsIn(storage)).toEqual(new Map([[list.key, []]]));
    await storage.append(list.name, [one]);
    await importInto(storage, list.lines([{}]));
    expect(await listsIn(storage)).toEqual(new Map([[list.key, [one]]]));
    await importInto(storage, list.lines([{}]), { mode: "replace" });
    expect(await listsIn(storage)).toEqual(new Map([[list.key, []]]));
  });

  it("takes a record twice, and rejects one with its key and other contents, by the name of the key", async () => {
    const { rejected, total } = await importInto(storage, list.lines([one, two, one, changed(name, one)]));
    const { employeeID, companySerial } = list.name;
    const owner = { employee: "an employee", company: "a company" }[categories[name].owner];
    expect(rejected).toEqual([
      {
        line: 4,
        problems: [`row ${recordKey}: must be unique for ${owner}, but line 1 has it with other contents`],
        row: expect.any(String),
        wasValid: true,
        owner: { companySerial, employeeID, category: name },
      },
    ]);
    expect(total).toMatchObject({ lists: 1, added: 2, unchanged: 1, rejected: 1 });
    // Imported again, it is the same row.
    const again = await importInto(storage, `${rejected[0]?.row}\n`);
    expect(again.total).toMatchObject({ lists: 1, updated: 1, rejected: 0 });
    expect(await listsIn(storage)).toEqual(new Map([[list.key, [changed(name, one), two]]]));
  });

  it("removes nothing from a list with a rejected row", async () => {
    await storage.append(list.name, [one, two]);
    const other = listFor(name, "B", "CMP-B");
    await storage.append(other.name, [one, two]);
    const file = list.lines([...recordsOf(name, 1, "NEW"), broken(one)]) + other.lines([two]);
    const { total, rejected } = await importInto(storage, file, { mode: "replace" });
    expect(rejected.map(({ problems }) => problems.length)).toEqual([1]);
    expect(await listsIn(storage)).toEqual(
      new Map([
        [list.key, [one, two, ...recordsOf(name, 1, "NEW")]],
        [other.key, [two]],
      ]),
    );
    expect(total).toMatchObject({ added: 1, removed: 1, rejected: 1 });
  });

  it("rejects the rows of a list with a stored record that is not valid, or a header that it does not agree with", async () => {
    const field = fields[categories[name].owner];
    await storage.append(list.name, [one]);
    const last = Object.keys(one).at(-1) ?? "";
    await storage.put("assignments", { listKey: list.key, position: 1, ...broken(one) });
    expect((await importInto(storage, list.lines([two]))).rejected).toMatchObject([
      {
        problems: [`row ${field}: must have valid records in the table, but position 1 is not valid (${last})`],
      },
    ]);
    await storage.put("assignments", { listKey: list.key, position: 0, total: 5, version: "v" });
    expect((await importInto(storage, list.lines([two]))).rejected).toMatchObject([
      { problems: [`row ${field}: must have a valid list in the table, but that is broken (see export --verify)`] },
    ]);
  });

  it("has at most 10,000 rows of a list", async () => {
    const { rejected } = await importInto(storage, list.lines(recordsOf(name, 10_001)), { dryRun: true });
    const { field, what } = {
      employee: { field: "employeeID", what: "assignments" },
      company: { field: "companySerial", what: "records" },
    }[categories[name].owner];
    expect(rejected.map(({ line, problems }) => ({ line, problems }))).toEqual([
      { line: 10_001, problems: [`row ${field}: must have at most 10000 ${what} in a file`] },
    ]);
  });
});

describe("an import to replace, where the category of a rejected row is unknown,", () => {
  start(embeddedEngine);

  it("removes nothing at all", async () => {
    const list = listFor("online");
    await storage.append(list.name, recordsOf("online", 2));
    const unknown = JSON.stringify({ ...list.owner, category: "onlin", ...recordsOf("online", 1)[0] });
    const file = `${list.lines(recordsOf("online", 1, "NEW"))}${unknown}\n`;
    const { said } = await importInto(storage, file, { mode: "replace" });
    expect(said).toEqual([
      expect.stringMatching(
        /^Nothing is removed: 1 rejected row does not show whose records they are, .+--mode replace\.$/,
      ),
    ]);
    expect((await listsIn(storage)).get(list.key)).toHaveLength(3);
  });
});
