import type { DynamoDB } from "@aws-sdk/client-dynamodb";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type Category, categories } from "../../../functions/shared/store/categories.ts";
import { listKey, positionOf } from "../../../functions/shared/store/lists.ts";
import { createPatience } from "../../../infra/commands/terminal/patience.ts";
import { createStoredLists, listOfKey } from "../../../infra/store/stored-lists.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { countingClient } from "../../support/counting-client.ts";
import { embeddedEngine, engines } from "../../support/engines.ts";
import { failingClient } from "../../support/failing-client.ts";
import { listOf, type Storage, startStorage } from "../../support/storage.ts";
import { tearingClient, tears } from "../../support/tearing-client.ts";

const retry = createPatience({ say: () => {} });
const listsOver = (dynamodb: DynamoDB, storage: Storage) =>
  createStoredLists(dynamodb, storage.tables.assignments, { retry });
/** 10 kB each, so that 120 of them take more than one call of a `Scan` or a `Query`. */
const large = (count: number) =>
  assignmentsOf(count).map((record) => ({ ...record, absentReason: "x".repeat(5_000), feedback: "x".repeat(5_000) }));

describe.each(engines)("on $name", (engine) => {
  let storage: Storage;
  beforeAll(async () => {
    storage = await startStorage(engine);
    for (const employeeID of ["b", "𝄞", "～", "a#1", "B"]) await storage.register(listOf(employeeID));
    await storage.append(listOf("large"), large(120));
    await storage.append(listOf("z"), assignmentsOf(3));
  });
  afterAll(() => storage.stop());

  it("every key of a table larger than one call is found, once, sorted by code unit", async () => {
    const counting = countingClient(storage.url);
    const keys = await listsOver(counting.dynamodb, storage).keys();
    expect(keys).toEqual(["B", "a#1", "b", "large", "z", "𝄞", "～"].map((id) => `CMP-A#webinar#${id}`));
    expect(counting.calls.length).toBeGreaterThan(1);
    expect(counting.calls.every(({ name, input }) => name === "ScanCommand" && input["ConsistentRead"] === true)).toBe(
      true,
    );
  });

  it("a part of the table without items, or an item without a key, adds no key", async () => {
    const counting = countingClient(storage.url);
    counting.dynamodb.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        const Items = counting.calls.length === 1 ? undefined : [{ listKey: { S: "CMP-A#webinar#b" } }, {}];
        return { ...result, output: { ...result.output, Items } };
      },
      { step: "initialize", name: "strip" },
    );
    expect(await listsOver(counting.dynamodb, storage).keys()).toEqual(["CMP-A#webinar#b"]);
  });

  it("a scan gives every list whole, once, as a read of it gives it; a key of no list without one", async () => {
    await storage.put("assignments", { listKey: "nobody", position: 1 });
    const lists = listsOver(storage.dynamodb, storage);
    const found = new Map<string, unknown>();
    await lists.scan(({ key, stored }) => {
      expect(found.has(key)).toBe(false);
      found.set(key, stored);
    });
    const read = (await lists.keys()).map(async (key) => {
      const list = listOfKey(key);
      return [key, list && (await lists.read(list))] as const;
    });
    expect(found).toEqual(new Map(await Promise.all(read)));
    expect(found.get("nobody")).toBeUndefined();
    await storage.dynamodb.deleteItem({
      TableName: storage.tables.assignments,
      Key: { listKey: { S: "nobody" }, position: { N: "1" } },
    });
  });

  it("a scan leaves out an item without a key", async () => {
    const counting = countingClient(storage.url);
    counting.dynamodb.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        return { ...result, output: { ...result.output, Items: [{}] } };
      },
      { step: "initialize", name: "strip" },
    );
    const found: string[] = [];
    await listsOver(counting.dynamodb, storage).scan(({ key }) => found.push(key));
    expect(found).toEqual([]);
  });

  it("a list larger than one call is read whole, strongly consistent, in the order of its positions", async () => {
    const counting = countingClient(storage.url);
    const found = await listsOver(counting.dynamodb, storage).read(listOf("large"));
    expect(found?.header?.["total"]).toEqual({ N: "120" });
    expect(found?.items.map(positionOf)).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
    // The last one finds out whether a writer came between the others.
    expect(counting.calls.map(({ name }) => name)).toEqual(["QueryCommand", "QueryCommand", "GetItemCommand"]);
    expect(counting.calls.every(({ input }) => input["ConsistentRead"] === true)).toBe(true);
  });

  it("a list of which there is nothing is undefined", async () => {
    expect(await listsOver(storage.dynamodb, storage).read(listOf("nobody"))).toBeUndefined();
  });
});

describe("beside a writer or a throttled table", () => {
  let storage: Storage;
  beforeAll(async () => {
    storage = await startStorage(embeddedEngine);
    await storage.append(listOf("E"), assignmentsOf(20));
  });
  afterAll(() => storage.stop());
  afterEach(() => void vi.restoreAllMocks());

  it.each(Object.entries(tears))("a list read with %s is read again until it agrees", async (_, tear) => {
    const client = tearingClient(storage.url, tear, 5);
    const found = await listsOver(client.dynamodb, storage).read(listOf("E"));
    expect(found?.header?.["total"]).toEqual({ N: "20" });
    expect(found?.items.map(positionOf)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(client.calls.filter(({ name }) => name === "QueryCommand")).toHaveLength(6);
  });

  it("a list that does not agree after five more reads is handed out as it is", async () => {
    const client = tearingClient(storage.url, (items) => items.filter((item) => positionOf(item) !== 7), 99);
    const found = await listsOver(client.dynamodb, storage).read(listOf("E"));
    expect(found?.items).toHaveLength(19);
    expect(client.calls.filter(({ name }) => name === "QueryCommand")).toHaveLength(6);
  });

  it.each(["ScanCommand", "QueryCommand"])("a throttled %s is tried again", async (name) => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    const lost = () => Object.assign(new Error(), { code: "ECONNRESET" });
    const client = failingClient(storage.url, name, (call) => (call < 3 ? lost() : undefined));
    const lists = listsOver(client.dynamodb, storage);
    expect(await lists.keys()).toEqual(["CMP-A#webinar#E"]);
    expect((await lists.read(listOf("E")))?.items).toHaveLength(20);
    expect(client.calls).toBe(3);
  });

  it("an aborted signal ends a read that is under way", async () => {
    const signal = AbortSignal.abort();
    const lists = createStoredLists(storage.dynamodb, storage.tables.assignments, {
      retry: createPatience({ say: () => {}, signal }),
      signal,
    });
    await expect(lists.keys()).rejects.toThrow();
    await expect(lists.read(listOf("E"))).rejects.toThrow();
  });
});

describe("a key", () => {
  const all = Object.values<Category>(categories);
  const companies = all.filter(({ owner }) => owner === "company").map(({ name }) => name);

  it.each(all)("of a list of $name is that list's", (category) => {
    const list = { companySerial: "C", category, employeeID: category.owner === "employee" ? "E" : "" };
    expect(listOfKey(listKey(list))).toEqual(list);
  });

  it("is split at its first two #", () => {
    expect(listOfKey("C#webinar#a#b#")).toEqual({
      companySerial: "C",
      category: categories.webinar,
      employeeID: "a#b#",
    });
  });

  it.each([
    "",
    "C",
    "C#webinar",
    "C#webinar#",
    "#webinar#E",
    "C##E",
    "C#webinar#a\nb",
    "C#Webinar#E",
    "C#constructor#E",
    ...companies.map((name) => `C#${name}#E`),
    `C#webinar#${"x".repeat(129)}`,
    `${"x".repeat(129)}#webinar#E`,
  ])("of no list is none: %j", (key) => {
    expect(listOfKey(key)).toBeUndefined();
  });
});

describe("a list that is changed while it is read", () => {
  let storage: Storage;
  beforeAll(async () => {
    storage = await startStorage(embeddedEngine);
  });
  afterAll(() => storage.stop());

  /** Its first `times` reads have a writer between the items and the second look at the header. */
  const readBeside = async (employeeID: string, times: number) => {
    const list = listOf(employeeID);
    await storage.append(list, assignmentsOf(3));
    let written = 0;
    const client = countingClient(storage.url);
    client.dynamodb.middlewareStack.add(
      (next, context) => async (args) => {
        const result = await next(args);
        if (context.commandName === "QueryCommand" && written++ < times) {
          await storage.append(list, assignmentsOf(1, `BESIDE-${written}`));
        }
        return result;
      },
      { step: "initialize", name: "beside" },
    );
    return listsOver(client.dynamodb, storage).read(list);
  };

  it("is read again, and comes as one writer left it", async () => {
    const found = await readBeside("once", 1);
    expect(found?.items).toHaveLength(4);
    expect(found?.changing).toBe(false);
  });

  it("is said to be so where it never stands still", async () => {
    expect(await readBeside("always", 99)).toMatchObject({ changing: true });
  });
});
