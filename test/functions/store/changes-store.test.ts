import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Category, type CategoryName, categories } from "../../../functions/shared/store/categories.ts";
import { type ChangesPage, createChangesStore, MARGIN_MS } from "../../../functions/shared/store/changes-store.ts";
import { type ListName, listKey } from "../../../functions/shared/store/lists.ts";
import { BEGINNING, markerOf, positionAt } from "../../../functions/shared/store/markers.ts";
import { COMMIT_MS } from "../../../infra/store/commit.ts";
import { createEraser } from "../../../infra/store/erase.ts";
import { register } from "../../../infra/store/plans.ts";
import { createListWriter } from "../../../infra/store/writer.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { countingClient } from "../../support/counting-client.ts";
import { engines } from "../../support/engines.ts";
import { failingClient } from "../../support/failing-client.ts";
import { categoryList } from "../../support/records.ts";
import { listOf, type Storage, startStorage } from "../../support/storage.ts";

const NOW = 1_764_332_531_123;
const employees = (page: Pick<ChangesPage, "changes">) => page.changes.map(({ list }) => list.employeeID);

it("waits for longer than a commit may take, clocks may differ and the index may be behind", () => {
  expect(MARGIN_MS).toBeGreaterThanOrEqual(COMMIT_MS + 5_000 + 10_000 + 30_000);
});

describe.each(engines)("the feed of changes on $name", (engine) => {
  let storage: Storage;
  beforeAll(async () => {
    storage = await startStorage(engine);
  });
  afterAll(() => storage.stop());

  /** A company of its own for each test. */
  let companies = 0;
  const company = () => {
    companies += 1;
    const companySerial = `CMP-${companies}`;
    const list = (employeeID: string): ListName => listOf(employeeID, companySerial);
    const table = storage.tables.assignments;
    return {
      companySerial,
      list,
      writerAt: (ms: number) => createListWriter(storage.dynamodb, table, undefined, { now: () => ms }),
      eraserAt: (ms: number) => createEraser(storage.dynamodb, table, undefined, () => ms),
      readerAt: (ms: number, marginMs = 0) => {
        const { dynamodb, calls } = countingClient(storage.url);
        const { changes } = createChangesStore(dynamodb, table, { marginMs, now: () => ms });
        return {
          calls,
          page: (after = BEGINNING, pageSize = 100, category?: CategoryName) =>
            changes(companySerial, { after, pageSize, category }),
        };
      },
      /** Every page from the beginning. */
      pages: async (pageSize: number, ms = NOW + 1) => {
        const { changes } = createChangesStore(storage.dynamodb, table, { marginMs: 0, now: () => ms });
        const pages: ChangesPage[] = [];
        let after = BEGINNING;
        for (let hasMore = true; hasMore; ) {
          const page = await changes(companySerial, { after, pageSize });
          pages.push(page);
          ({ next: after, hasMore } = page);
        }
        return pages;
      },
    };
  };

  it("gives what each list is now, by the time of its last change", async () => {
    const { list, writerAt, readerAt } = company();
    await storage.append(list("old"), assignmentsOf(2));
    await writerAt(NOW).change(list("new"), register);
    const { changes } = await readerAt(NOW + 1).page();
    expect(changes).toEqual([
      { list: list("new"), total: 0, changedAt: NOW, version: expect.stringMatching(/^[\w-]{36}$/), deleted: false },
    ]);
    const all = await readerAt(Date.now() + 1_000).page();
    expect(all.changes.map(({ list, total }) => [list.employeeID, total])).toEqual([
      ["new", 0],
      ["old", 2],
    ]);
  });

  it("begins after a place, which may be a time, and ends before the margin", async () => {
    const { list, writerAt, readerAt } = company();
    for (const at of [1, 2, 3]) await writerAt(NOW + at).change(list(`E${at}`), register);
    const page = (after: string) => readerAt(NOW + 53, 50).page(after);
    expect(employees(await page(positionAt(NOW)))).toEqual(["E1", "E2"]);
    expect(employees(await page(positionAt(NOW + 2)))).toEqual(["E2"]);
    expect(employees(await page(markerOf(list("E1"), NOW + 1)?.changed ?? ""))).toEqual(["E2"]);
    expect(employees(await readerAt(NOW + 54, 50).page(positionAt(NOW + 2)))).toEqual(["E2", "E3"]);
  });

  it("asks nothing where the place is not before the margin, and stays there", async () => {
    const { readerAt } = company();
    const { page, calls } = readerAt(NOW, 50);
    for (const after of [positionAt(NOW - 50), positionAt(NOW)]) {
      expect(await page(after)).toEqual({ changes: [], next: after, hasMore: false, readUnits: 0 });
    }
    expect(calls).toEqual([]);
  });

  it("stays at its place where nothing changed since", async () => {
    const { readerAt } = company();
    const { page, calls } = readerAt(NOW);
    expect(await page()).toMatchObject({ changes: [], next: BEGINNING, hasMore: false });
    expect(calls).toHaveLength(8);
    for (const { name, input } of calls) {
      expect(name).toBe("QueryCommand");
      expect(input).toMatchObject({ IndexName: "changes", Limit: 27 });
    }
  });

  it.each([1, 2, 3, 7, 50, 100])("gives 60 lists of one millisecond once each, in pages of %i", async (pageSize) => {
    const { list, writerAt, pages } = company();
    const writer = writerAt(NOW);
    const names = Array.from({ length: 60 }, (_, index) => `E${index}`);
    await Promise.all(names.map((name) => writer.change(list(name), register)));
    const found = await pages(pageSize);
    expect(found.flatMap(employees)).toEqual([...names].sort());
    for (const page of found) expect(page.changes.length).toBeLessThanOrEqual(pageSize);
    for (const { changes, hasMore } of found) if (hasMore) expect(changes.length).toBeGreaterThan(0);
  });

  it("ends a page where one partition's part of it ends, and has no gap there", async () => {
    const { list, writerAt, pages } = company();
    const names = Array.from({ length: 400 }, (_, index) => `E${index}`);
    const shardOf = (name: string) => markerOf(list(name), NOW)?.changes.at(-1);
    const crowded = names.filter((name) => shardOf(name) === "0").slice(0, 30);
    const others = names.filter((name) => shardOf(name) !== "0").slice(0, 10);
    for (const [at, name] of crowded.entries()) await writerAt(NOW - 1_000 + at).change(list(name), register);
    for (const [at, name] of others.entries()) await writerAt(NOW - 900 + at).change(list(name), register);
    const found = await pages(40);
    expect(found.map(({ changes }) => changes.length)).toEqual([16, 24]);
    expect(found.flatMap(employees)).toEqual([...crowded, ...others]);
  });

  it("goes by the order of bytes, as the index does, and not by that of UTF-16", async () => {
    const { list, writerAt, pages } = company();
    const names = ["\u{1f600}", "\uff5e"].flatMap((letter) =>
      Array.from({ length: 8 }, (_, index) => `${letter}${index}`),
    );
    for (const name of names) await writerAt(NOW).change(list(name), register);
    expect((await pages(1)).flatMap(employees)).toEqual([...names.slice(8), ...names.slice(0, 8)]);
  });

  it("costs half a read unit for each of eight queries on a page of 10, wherever it is", async () => {
    const { list, writerAt, pages } = company();
    await Promise.all(
      Array.from({ length: 150 }, (_, index) => writerAt(NOW - index).change(list(`E${index}`), register)),
    );
    // At the end, these engines take nothing for a query that finds nothing.
    const units = (await pages(10)).slice(0, 10).map(({ readUnits }) => readUnits);
    expect(units).toEqual(Array(10).fill(4));
  });

  it("has the lists of every employee's category, and of one alone if asked; never the company's own", async () => {
    const { companySerial, writerAt, readerAt } = company();
    const names: string[] = [];
    for (const category of Object.values<Category>(categories)) {
      await writerAt(NOW).change({ ...categoryList(category), companySerial }, register);
      if (category.owner === "employee") names.push(category.name);
    }
    const { page } = readerAt(NOW + 1);
    const everything = await page();
    expect(everything.changes.map(({ list }) => list.category.name)).toEqual([...names].sort());
    const one = await page(BEGINNING, 100, "offline");
    expect(one.changes.map(({ list }) => list.category.name)).toEqual(["offline"]);
    expect(one.next).toBe(everything.next);
    expect((await page(BEGINNING, 1, "webinar")).changes).toEqual([]);
    expect((await page(BEGINNING, 1, "webinar")).hasMore).toBe(true);
  });

  it("takes eight queries where nothing has changed, and none before the margin has passed", async () => {
    const { list, writerAt, readerAt } = company();
    await writerAt(NOW).change(list("E"), register);
    const { page, calls } = readerAt(NOW + 1);
    const { next } = await page();
    const before = calls.length;
    expect(await page(next)).toMatchObject({ changes: [], next, hasMore: false });
    expect(calls.slice(before).map(({ name }) => name)).toEqual(Array(8).fill("QueryCommand"));
    const early = readerAt(NOW);
    expect(await early.page(next)).toMatchObject({ changes: [], next, hasMore: false });
    expect(early.calls).toEqual([]);
  });

  it("has no list of another company", async () => {
    const [ours, theirs] = [company(), company()];
    await theirs.writerAt(NOW).change(theirs.list("E"), register);
    expect((await ours.readerAt(NOW + 1).page()).changes).toEqual([]);
  });

  it("gives a removed list as deleted for 30 days, and not after them though its header still is there", async () => {
    const { list, writerAt, eraserAt, readerAt } = company();
    await writerAt(NOW).change(list("E"), register);
    await eraserAt(NOW + 1).erase(list("E"));
    const at = async (ms: number) => (await readerAt(ms).page()).changes;
    expect(await at(NOW + 2)).toMatchObject([{ total: 0, deleted: true, changedAt: NOW + 1 }]);
    const days = 30 * 24 * 60 * 60 * 1_000;
    expect(await at(NOW + days)).toHaveLength(1);
    expect(await at(NOW + days + 1_000)).toEqual([]);
  });

  it("is 170 where an entry is not valid, and the log does not name the employee", async () => {
    const { list, readerAt } = company();
    const item = { listKey: listKey(list("E")), position: 0, total: -1, version: "v", ...markerOf(list("E"), NOW) };
    await storage.put("assignments", item);
    const failure = await readerAt(NOW + 1)
      .page()
      .catch((error) => error);
    expect(failure).toMatchObject({ body: { errorCode: 170 }, diagnosis: { category: "webinar", fields: ["total"] } });
    expect(JSON.stringify(failure.diagnosis)).not.toContain("#E");
  });

  it("is 170 where a list is of a category that this version does not have, and the log says so", async () => {
    const { companySerial, list, readerAt } = company();
    const key = listKey({ ...list("E"), category: { ...categories.webinar, name: "later" } });
    await storage.put("assignments", {
      listKey: key,
      position: 0,
      total: 1,
      version: "v",
      changes: `${companySerial}#0`,
      changed: `${positionAt(NOW)}#later#E`,
    });
    await expect(readerAt(NOW + 1).page()).rejects.toMatchObject({
      body: { errorCode: 170 },
      diagnosis: { reason: "unknown category", company: companySerial },
    });
  });

  it("is 160 where storage cannot be had", async () => {
    const { dynamodb } = failingClient(storage.url, "QueryCommand", () =>
      Object.assign(new Error(), { code: "ECONNREFUSED" }),
    );
    const { changes } = createChangesStore(dynamodb, storage.tables.assignments);
    await expect(changes("CMP-A", { after: BEGINNING, pageSize: 1 })).rejects.toMatchObject({
      body: { errorCode: 160 },
    });
  });
});
