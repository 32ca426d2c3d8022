import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { categories } from "../../../functions/shared/store/categories.ts";
import { listKey } from "../../../functions/shared/store/lists.ts";
import { createSearchStore, MAX_SEARCHED } from "../../../functions/shared/store/search-store.ts";
import { upsert } from "../../../infra/store/plans.ts";
import { replace } from "../../../infra/store/replace.ts";
import { countingClient } from "../../support/counting-client.ts";
import { engines } from "../../support/engines.ts";
import { categoryList, exampleRecords } from "../../support/records.ts";
import { type Storage, startStorage } from "../../support/storage.ts";
import { tearingClient, tears } from "../../support/tearing-client.ts";

const category = categories.courses;
const courseOf = (serial: string, name: string) => ({ ...exampleRecords.courses, serial, name });
const catalogueOf = (companySerial: string) => ({ ...categoryList(category), category, companySerial });
const serialsOf = (records: readonly { serial: string }[]) => records.map(({ serial }) => serial);

const TWENTY_FIVE = Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`S${index}`, `Kursus ${index}`]));

describe.each(engines)("searches on $name", (engine) => {
  let storage: Storage;
  beforeAll(async () => {
    storage = await startStorage(engine);
  });
  afterAll(() => storage.stop());

  /** A company of its own for each test, with these courses by serial. */
  let companies = 0;
  const catalogueWith = async (names: Record<string, string>) => {
    companies += 1;
    const list = catalogueOf(`CMP-${companies}`);
    await storage.append(
      list,
      Object.entries(names).map(([serial, name]) => courseOf(serial, name)),
    );
    return list;
  };
  /** A new instance: nothing in memory, its calls counted. */
  const instance = () => {
    const { dynamodb, calls } = countingClient(storage.url);
    const { search } = createSearchStore(dynamodb, storage.tables.assignments);
    /** The calls since the last time. */
    return { search, called: () => calls.splice(0).map(({ name, input }) => [name, input["ConsistentRead"]]) };
  };
  const WHOLE = ["QueryCommand", true];
  const HEADER = ["GetItemCommand", true];

  it("find a part of a name in any case, at any place, in the list's order", async () => {
    const list = await catalogueWith({ A: "Excel Dasar", B: "Dasar-dasar EXCEL", C: "Word", D: "microsoft excel" });
    const { records, total } = await storage.store.search(list, { name: "eXcEl", page: 1, pageSize: 10 });
    expect(serialsOf(records)).toEqual(["A", "B", "D"]);
    expect(total).toBe(3);
    expect(records[0]).toEqual(courseOf("A", "Excel Dasar"));
  });

  it.each([
    ["full-width letters", "ＥＸＣＥＬ", "excel"],
    ["a ligature", "oﬃce", "office"],
    ["a letter and its accent apart", "cafe\u0301", "café"],
    ["the other way round", "café", "cafe\u0301"],
    ["a superscript", "CO²", "co2"],
    ["a Σ inside a word and at its end", "ΟΔΟΣ", "οδοσα".slice(0, 4)],
    ["a Σ at a word's end", "οδος", "ΟΔΟΣ"],
    ["a sharp s", "Straße", "STRASSE"],
  ])("take %s for the same text", async (_, name, wanted) => {
    const list = await catalogueWith({ A: `x ${name} y`, B: "other" });
    expect(serialsOf((await storage.store.search(list, { name: wanted, page: 1, pageSize: 10 })).records)).toEqual([
      "A",
    ]);
  });

  it.each(["%", "*", ".", "[a-z]", "(", "\\", "#"])("take %s literally", async (character) => {
    const list = await catalogueWith({ A: "plain", B: `with ${character} in it` });
    const found = await storage.store.search(list, { name: character, page: 1, pageSize: 10 });
    expect(serialsOf(found.records)).toEqual(["B"]);
  });

  it("look at the name alone, and find nothing where no course has it", async () => {
    const list = await catalogueWith({ A: "one" });
    for (const name of ["COURSE", "Gunakan", "online", "x"]) {
      expect(await storage.store.search(list, { name, page: 1, pageSize: 10 })).toMatchObject({
        records: [],
        total: 0,
      });
    }
  });

  it("give a page of what is found, and nothing past the end", async () => {
    const names = Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`S${index}`, `Kursus ${index % 2}`]));
    const list = await catalogueWith(names);
    const pages = [];
    for (const page of [1, 2, 3])
      pages.push(await storage.store.search(list, { name: "kursus 0", page, pageSize: 10 }));
    expect(pages.map(({ records }) => records.length)).toEqual([10, 3, 0]);
    expect(pages.map(({ total }) => total)).toEqual([13, 13, 13]);
    expect(serialsOf(pages.flatMap(({ records }) => records))).toEqual(
      Array.from({ length: 13 }, (_, index) => `S${2 * index}`),
    );
  });

  it("know no list of a company without one", async () => {
    const { search, called } = instance();
    const request = { name: "a", page: 1, pageSize: 10 };
    expect(await search(catalogueOf("CMP-NONE"), request)).toMatchObject({ records: [], total: undefined });
    called();
    expect(await search(catalogueOf("CMP-NONE"), request)).toMatchObject({ records: [], total: undefined });
    expect(called()).toEqual([HEADER]);
  });

  it("cost one read of the header once an instance has the list, and 1 read unit", async () => {
    const list = await catalogueWith({ A: "one", B: "two" });
    const { search, called } = instance();
    await search(list, { name: "one", page: 1, pageSize: 10 });
    expect(called()).toEqual([WHOLE]);
    expect(await search(list, { name: "two", page: 1, pageSize: 10 })).toMatchObject({ total: 1, readUnits: 1 });
    expect(await search(list, { name: "o", page: 9, pageSize: 1 })).toMatchObject({ total: 2, readUnits: 1 });
    expect(called()).toEqual([HEADER, HEADER]);
  });

  it("read a version once more after two seconds: beside its transaction, some items may have been old", async () => {
    const list = await catalogueWith({ A: "one", B: "two" });
    const { search, called } = instance();
    const find = async () => serialsOf((await search(list, { name: "new", page: 1, pageSize: 10 })).records);
    const clock = vi.spyOn(performance, "now");
    const at = (ms: number) => clock.mockReturnValue(ms);
    at(10_000);
    expect(await find()).toEqual([]);
    // The item that was still old, under the version that was read with it.
    await storage.put("assignments", { listKey: listKey(list), position: 2, ...courseOf("B", "new") });
    at(11_999);
    expect(await find()).toEqual([]);
    expect(called()).toEqual([WHOLE, HEADER]);
    at(12_000);
    expect(await find()).toEqual(["B"]);
    at(99_000);
    expect(await find()).toEqual(["B"]);
    expect(called()).toEqual([HEADER, WHOLE, HEADER]);
    await storage.writer.change(list, upsert(category, [courseOf("C", "new too")]));
    expect(await find()).toEqual(["B", "C"]);
    at(101_000);
    expect(await find()).toEqual(["B", "C"]);
    expect(called()).toEqual([HEADER, WHOLE, HEADER, WHOLE]);
    clock.mockRestore();
  });

  it("read the list again after each change of it, and only then", async () => {
    const list = await catalogueWith({ A: "one", B: "two" });
    const { search, called } = instance();
    const find = async (name: string) => serialsOf((await search(list, { name, page: 1, pageSize: 10 })).records);
    await find("o");
    called();
    await storage.writer.change(list, upsert(category, [courseOf("A", "uno"), courseOf("C", "two more")]));
    expect(await find("o")).toEqual(["A", "B", "C"]);
    expect(await find("one")).toEqual([]);
    expect(called()).toEqual([HEADER, WHOLE, HEADER]);
    await storage.writer.change(list, replace(category, [courseOf("C", "two more")]));
    expect(await find("two")).toEqual(["C"]);
    expect(called()).toEqual([HEADER, WHOLE]);
  });

  it("never answer one company from another's list, which they keep beside it", async () => {
    const [first, second] = [await catalogueWith({ A: "same" }), await catalogueWith({ B: "same" })];
    const { search, called } = instance();
    const find = async (list: typeof first) =>
      serialsOf((await search(list, { name: "same", page: 1, pageSize: 10 })).records);
    expect([await find(first), await find(second), await find(first), await find(second)]).toEqual([
      ["A"],
      ["B"],
      ["A"],
      ["B"],
    ]);
    expect(called()).toEqual([WHOLE, WHOLE, HEADER, HEADER]);
  });

  it.each(Object.entries(tears))("read again where a list shows %s, until it agrees", async (_, tear) => {
    const list = await catalogueWith(TWENTY_FIVE);
    const { dynamodb, calls } = tearingClient(storage.url, tear, 1);
    const { search } = createSearchStore(dynamodb, storage.tables.assignments);
    const { total } = await search(list, { name: "kursus", page: 1, pageSize: 10 });
    expect(total).toBe(25);
    expect(calls.map(({ consistent }) => consistent)).toEqual([true, true]);
  });

  it("are 160 where the list never agrees", async () => {
    const list = await catalogueWith(TWENTY_FIVE);
    const { dynamodb } = tearingClient(storage.url, tears["a hole"] ?? (() => []), Number.POSITIVE_INFINITY);
    const { search } = createSearchStore(dynamodb, storage.tables.assignments);
    await expect(search(list, { name: "o", page: 1, pageSize: 10 })).rejects.toMatchObject({
      body: { errorCode: 160 },
      diagnosis: { reason: "torn list", category: "courses" },
    });
  });

  it("are 170 where a record is not valid, also one that is not found, and keep nothing of the list", async () => {
    const list = await catalogueWith({ A: "one" });
    const key = { listKey: listKey(list), position: 1 };
    await storage.put("assignments", { ...key, ...courseOf("A", "one"), type: "none" });
    const { search } = instance();
    await expect(search(list, { name: "x", page: 1, pageSize: 10 })).rejects.toMatchObject({
      body: { errorCode: 170 },
      diagnosis: { position: 1, fields: ["type"] },
    });
    await storage.put("assignments", { ...key, ...courseOf("A", "one") });
    expect(await search(list, { name: "one", page: 1, pageSize: 10 })).toMatchObject({ total: 1 });
  });
});

describe("the memory of searches", () => {
  type Asked = { readonly name: string; readonly listKey: string };
  let asked: Asked[] = [];
  beforeEach(() => {
    asked = [];
  });

  /** An engine whose lists have as many records as the company's serial says, `CMP-<records>-<any>`. */
  const counted = () => {
    const { dynamodb } = countingClient("http://127.0.0.1:1");
    const item = (position: number) => ({
      position: { N: `${position}` },
      serial: { S: `S${position}` },
      name: { S: "Kursus" },
      description: { S: "" },
      type: { S: "online" },
    });
    const headerOf = (total: number) => ({ position: { N: "0" }, total: { N: `${total}` }, version: { S: "v" } });
    Object.assign(dynamodb, {
      send: async ({ input }: { input: Record<string, Record<string, Record<string, string>>> }) => {
        const key = `${input["Key"]?.["listKey"]?.["S"] ?? input["ExpressionAttributeValues"]?.[":list"]?.["S"]}`;
        const total = Number(key.split("-")[1]);
        asked.push({ name: input["Key"] ? "header" : "whole", listKey: key });
        if (input["Key"]) return { Item: headerOf(total) };
        const to = Math.min(total, Number(input["ExpressionAttributeValues"]?.[":to"]?.["N"]));
        return { Items: [headerOf(total), ...Array.from({ length: to }, (_, index) => item(index + 1))] };
      },
    });
    const { search } = createSearchStore(dynamodb, "T");
    return (company: string) => search(catalogueOf(company), { name: "kursus", page: 1, pageSize: 10 });
  };
  const wholeReads = () => asked.splice(0).filter(({ name }) => name === "whole").length;

  it("takes a list of 10,000 records, and no longer one: code 190, and the log names the list", async () => {
    const search = counted();
    expect(MAX_SEARCHED).toBe(10_000);
    expect(await search("CMP-10000-a")).toMatchObject({ total: 10_000 });
    await expect(search("CMP-10001-a")).rejects.toMatchObject({
      body: { errorCode: 190 },
      diagnosis: { reason: "list of more than 10000 records", company: "CMP-10001-a", category: "courses" },
    });
  });

  it("has 10,000 records of all lists, of which those that were searched last stay", async () => {
    const search = counted();
    for (const company of ["CMP-4000-a", "CMP-4000-b", "CMP-2000-c"]) await search(company);
    expect(wholeReads()).toBe(3);
    for (const company of ["CMP-4000-b", "CMP-4000-a", "CMP-2000-c"]) await search(company);
    expect(wholeReads()).toBe(0);
    await search("CMP-1-d");
    expect(wholeReads()).toBe(1);
    for (const company of ["CMP-4000-a", "CMP-2000-c", "CMP-1-d"]) await search(company);
    expect(wholeReads()).toBe(0);
    await search("CMP-4000-b");
    expect(wholeReads()).toBe(1);
  });

  it("keeps a short list where a longer one beside it has to go", async () => {
    const search = counted();
    for (const company of ["CMP-100-a", "CMP-6000-b", "CMP-5000-c"]) await search(company);
    expect(wholeReads()).toBe(3);
    for (const company of ["CMP-100-a", "CMP-5000-c"]) await search(company);
    expect(wholeReads()).toBe(0);
    await search("CMP-6000-b");
    expect(wholeReads()).toBe(1);
  });

  it("keeps the newest list where that alone fills it", async () => {
    const search = counted();
    for (const company of ["CMP-1-a", "CMP-10000-b", "CMP-10000-b", "CMP-1-a"]) await search(company);
    expect(wholeReads()).toBe(3);
  });
});
