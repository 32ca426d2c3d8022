import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type CategoryName, categories } from "../../../functions/shared/store/categories.ts";
import { embeddedEngine } from "../../support/engines.ts";
import { importInto, listFor, listsIn } from "../../support/import-run.ts";
import { recordsOf } from "../../support/records.ts";
import { type Storage, startStorage } from "../../support/storage.ts";

/** The bound of a list that is searched, in place of 10,000. */
const { BOUND } = vi.hoisted(() => ({ BOUND: 6 }));
vi.mock(import("../../../functions/shared/store/search-store.ts"), async (importOriginal) => ({
  ...(await importOriginal()),
  MAX_SEARCHED: BOUND as 10_000,
}));

const ofCompanies = (Object.keys(categories) as CategoryName[]).filter((name) => categories[name].owner === "company");
const ofEmployees = (Object.keys(categories) as CategoryName[]).filter((name) => categories[name].owner === "employee");

let storage: Storage;
beforeEach(async () => {
  storage = await startStorage(embeddedEngine);
});
afterEach(() => storage.stop());
const lengthOf = async (key: string) => (await listsIn(storage)).get(key)?.length;

describe.each(ofCompanies)("an import of %s", (name) => {
  const list = listFor(name);
  const other = listFor(name, "", "CMP-B");
  const tooLong = (total: number) =>
    `row companySerial: must have at most ${BOUND} records of the category ${name}, but would have ${total}`;

  it("may fill a list up to the bound, in one file or several", async () => {
    await importInto(storage, list.lines(recordsOf(name, 4)));
    const { ended, rejected } = await importInto(storage, list.lines(recordsOf(name, 4, "KEY", 3)));
    expect({ ended, rejected }).toEqual({ ended: "done", rejected: [] });
    expect(await lengthOf(list.key)).toBe(BOUND);
  });

  it.each(["upsert", "replace"] as const)(
    "to %s rejects all rows of a list that it would bring above it",
    async (mode) => {
      const file = list.lines(recordsOf(name, BOUND + 1)) + other.lines(recordsOf(name, 2));
      for (const dryRun of [true, false]) {
        const { ended, rejected, total } = await importInto(storage, file, { mode, dryRun });
        expect(ended).toBe("done");
        expect(rejected.map(({ line, problems }) => [line, problems])).toEqual(
          recordsOf(name, BOUND + 1).map((_, index) => [index + 1, [tooLong(BOUND + 1)]]),
        );
        expect(total).toMatchObject({ lists: 1, added: 2, rejected: BOUND + 1 });
      }
      expect([...(await listsIn(storage)).keys()]).toEqual([other.key]);
    },
  );

  it("does so over several files too, and writes none of the later ones' rows", async () => {
    await importInto(storage, list.lines(recordsOf(name, 4)));
    const { rejected } = await importInto(storage, list.lines(recordsOf(name, 4, "KEY", 4)));
    expect(rejected.map(({ problems }) => problems)).toEqual(Array(4).fill([tooLong(BOUND + 1)]));
    expect((await listsIn(storage)).get(list.key)).toEqual(recordsOf(name, 4));
    // What the list has already does not count again, and replace frees what it removes.
    await importInto(storage, list.lines(recordsOf(name, BOUND, "NEW")), { mode: "replace" });
    expect((await listsIn(storage)).get(list.key)).toEqual(recordsOf(name, BOUND, "NEW"));
  });

  it("may change and shorten a list that is above it, and adds nothing to it", async () => {
    await storage.append(list.name, recordsOf(name, BOUND + 3));
    expect((await importInto(storage, list.lines(recordsOf(name, 2)))).total).toMatchObject({
      unchanged: 2,
      rejected: 0,
    });
    const { rejected } = await importInto(storage, list.lines(recordsOf(name, 1, "NEW")));
    expect(rejected.map(({ problems }) => problems)).toEqual([[tooLong(BOUND + 4)]]);
    const shorter = list.lines(recordsOf(name, BOUND + 1));
    expect((await importInto(storage, shorter, { mode: "replace" })).total).toMatchObject({ removed: 2, rejected: 0 });
  });

  it("twice at the same time leaves a list within the bound", async () => {
    const files = ["A", "B", "C"].map((prefix) => list.lines(recordsOf(name, 3, prefix)));
    const outcomes = await Promise.all(files.map((file) => importInto(storage, file)));
    expect(outcomes.map(({ rejected }) => rejected.length).toSorted()).toEqual([0, 0, 3]);
    expect(await lengthOf(list.key)).toBe(BOUND);
  });
});

it.each(ofEmployees)("an import of %s has no such bound", async (name) => {
  await importInto(storage, listFor(name).lines(recordsOf(name, BOUND + 1)));
  expect(await lengthOf(listFor(name).key)).toBe(BOUND + 1);
});
