import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { type ListName, listKey } from "../../../functions/shared/store/lists.ts";
import { createPageStore } from "../../../functions/shared/store/page-store.ts";
import { createSearchStore } from "../../../functions/shared/store/search-store.ts";
import { append, type Plan } from "../../../infra/store/plans.ts";
import { createListWriter } from "../../../infra/store/writer.ts";
import { allCategories, categoryList, recordsOf } from "../../support/records.ts";
import { type BenchEngine, localAccess } from "../engine.ts";
import { catalogue, searches } from "../lambda/catalogue.ts";
import type { Figure } from "../report.ts";
import { countingDynamoDB, PAGE_SIZE } from "./ways.ts";

/** Past page 1, with which the header comes. */
const DEEPER = [2, 3] as const;
const UNIT_BYTES = 4_096;

/** How many calls each list's page takes; a value for each list and page. */
const callsOfPages = async (engine: BenchEngine, table: string, lists: readonly ListName[], signal: AbortSignal) => {
  const { dynamodb, callsOf } = countingDynamoDB(engine);
  const store = createPageStore(dynamodb, table);
  const callsOfPage = async (list: ListName, page: number): Promise<number> => {
    const { calls, records } = await callsOf(() => store.page(list, { page, pageSize: PAGE_SIZE }, signal));
    if (records.length !== PAGE_SIZE) throw new Error(`Page ${page} of ${listKey(list)} is not full.`);
    return calls;
  };
  const [first, deeper]: [number[], number[]] = [[], []];
  for (const list of lists) {
    first.push(await callsOfPage(list, 1));
    for (const page of DEEPER) deeper.push(await callsOfPage(list, page));
  }
  return [
    { name: "calls, page 1 of each category's list", unit: "calls", values: first, goal: { exactly: 1 } },
    { name: "calls, deeper pages of each category's list", unit: "calls", values: deeper, goal: { exactly: 2 } },
  ] satisfies Figure[];
};

/** The bytes of an item as DynamoDB counts them, of one that has only texts and a position. */
const bytesOf = (record: object): number =>
  ["listKey", catalogue.key, "position", "123", ...Object.entries(record).flat()].reduce<number>(
    (sum, text) => sum + Buffer.byteLength(`${text}`),
    0,
  );

const unitsOfSearches = async (engine: BenchEngine, table: string, list: ListName, signal: AbortSignal) => {
  const { dynamodb, callsOf } = countingDynamoDB(engine);
  const store = createSearchStore(dynamodb, table);
  const search = (name: string) => callsOf(() => store.search(list, { page: 1, pageSize: PAGE_SIZE, name }, signal));
  const { name, found } = searches["that finds 1 in 100"];
  const first = await search(name);
  const warm = await search(searches["that finds all"].name);
  if (first.total !== found || warm.total !== catalogue.records.length) throw new Error("A search finds others.");
  const units = catalogue.records.reduce((sum, record) => sum + bytesOf(record), 0) / UNIT_BYTES;
  const courses = "10,000 courses";
  return [
    {
      name: `read units, first search of ${courses} ÷ one for each 4 kB`,
      unit: "times",
      values: [first.readUnits / units],
      goal: { atMost: 1.05 },
    },
    { name: `read units, warm search of ${courses}`, unit: "units", values: [warm.readUnits], goal: { exactly: 1 } },
    { name: `calls, warm search of ${courses}`, unit: "calls", values: [warm.calls], goal: { exactly: 1 } },
  ] satisfies Figure[];
};

/** What pages of every category's list, and searches of a catalogue that is as long as it may be, take of DynamoDB. */
export const measureEveryList = async (engine: BenchEngine, table: string, signal: AbortSignal): Promise<Figure[]> => {
  const dynamodb = new DynamoDB({ endpoint: engine.url, ...localAccess });
  const writer = createListWriter(dynamodb, table);
  const fill = async (list: ListName, records: readonly object[]) => {
    const appended = append(list.category, records);
    const plan: Plan<object> = (state) => {
      signal.throwIfAborted();
      return appended(state);
    };
    await writer.change(list, plan);
    return list;
  };
  try {
    const lists: ListName[] = [];
    for (const category of allCategories) {
      lists.push(await fill(categoryList(category), recordsOf(category, (1 + DEEPER.length) * PAGE_SIZE)));
    }
    const long = await fill(categoryList(catalogue.category, "", "CMP-LONG"), catalogue.records);
    return [
      ...(await callsOfPages(engine, table, lists, signal)),
      ...(await unitsOfSearches(engine, table, long, signal)),
    ];
  } finally {
    dynamodb.destroy();
  }
};
