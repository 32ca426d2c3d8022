import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { findLists } from "../../../infra/commands/export/find.ts";
import { createPatience } from "../../../infra/commands/terminal/patience.ts";
import { createStoredLists, type StoredLists } from "../../../infra/store/stored-lists.ts";
import { embeddedEngine } from "../../support/engines.ts";
import { listOf, type Storage, startStorage } from "../../support/storage.ts";

const employees = Array.from({ length: 30 }, (_, index) => `E${index + 10}`);
const all = { companySerial: undefined, employeeID: undefined };
const silent = () => {};

const keysOf = async (from: StoredLists): Promise<string[]> => {
  const keys: string[] = [];
  for await (const { key } of await findLists(from, all, silent)) keys.push(key);
  return keys;
};

let storage: Storage;
let lists: StoredLists;
beforeAll(async () => {
  storage = await startStorage(embeddedEngine);
  for (const employeeID of employees) await storage.register(listOf(employeeID));
  const retry = createPatience({ say: silent });
  lists = createStoredLists(storage.dynamodb, storage.tables.assignments, { retry });
});
afterAll(() => storage.stop());
afterEach(() => void vi.restoreAllMocks());

it("lists are handed out in the order of their keys, whichever is read first", async () => {
  let reads = 0;
  const laterIsFaster: StoredLists = {
    ...lists,
    read: async (list) => {
      reads += 1;
      await pause(reads === 1 ? 100 : 0);
      return lists.read(list);
    },
  };
  expect(await keysOf(laterIsFaster)).toEqual(employees.map((employeeID) => `CMP-A#webinar#${employeeID}`));
});

it("eight lists are read at a time, and no more are held for a reader who is slow", async () => {
  let reads = 0;
  let underWay = 0;
  let mostUnderWay = 0;
  const counting: StoredLists = {
    ...lists,
    read: async (list) => {
      reads += 1;
      underWay += 1;
      mostUnderWay = Math.max(mostUnderWay, underWay);
      const stored = await lists.read(list);
      underWay -= 1;
      return stored;
    },
  };
  let taken = 0;
  for await (const _ of await findLists(counting, all, silent)) {
    taken += 1;
    await pause(5);
    expect(reads - taken).toBeLessThanOrEqual(8);
  }
  expect(taken).toBe(30);
  expect(mostUnderWay).toBe(8);
});

it("a list that is gone by the time it is read is left out", async () => {
  const gone = { ...lists, keys: async () => ["CMP-A#webinar#E10", "CMP-A#webinar#E99"] };
  expect(await keysOf(gone)).toEqual(["CMP-A#webinar#E10"]);
});

it("a line every five seconds says how far it is", async () => {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  const said: string[] = [];
  for await (const _ of await findLists(lists, all, (line) => said.push(line))) now += 1_000;
  expect(said).toEqual([5, 10, 15, 20, 25, 30].map((done) => `${done} of 30 lists`));
});
