import { randomUUID } from "node:crypto";
import { BatchWriteItemCommand, DynamoDB } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { categories } from "../../../functions/shared/store/categories.ts";
import { createChangesStore } from "../../../functions/shared/store/changes-store.ts";
import { BEGINNING } from "../../../functions/shared/store/markers.ts";
import { headerItem } from "../../../infra/store/header-item.ts";
import { type BenchEngine, localAccess } from "../engine.ts";
import { type Figure, median, numberText } from "../report.ts";
import { countingDynamoDB } from "./ways.ts";

const COMPANY = "CMP-FEED";
const FEED_PAGE_SIZE = 100;
/** The most that one BatchWriteItem takes. */
const BATCH = 25;
/** Pages that are compared at each end; the very last ones, where shards run out of changes, cost less. */
const COMPARED = 10;
const AT_THE_END = 5;

/** The embedded engine goes through a table from its start, so it gets fewer. */
const listsFor = ({ name }: BenchEngine): number => (name === "DynamoDB Local" ? 100_000 : 10_000);

/** Writes the headers alone, as an import leaves them: the feed reads nothing else. */
const fill = async (engine: BenchEngine, table: string, lists: number, signal: AbortSignal): Promise<void> => {
  const dynamodb = new DynamoDB({ endpoint: engine.url, ...localAccess });
  const first = Date.now() - 24 * 60 * 60 * 1_000;
  const requestOf = (index: number) => {
    const employeeID = `EMPLOYEE${`${index}`.padStart(6, "0")}`;
    const list = { companySerial: COMPANY, category: categories.webinar, employeeID };
    const stamp = { version: randomUUID(), changedAt: first + index };
    return {
      PutRequest: {
        Item: marshall(headerItem(list, { total: 10 }, stamp)),
      },
    };
  };
  let next = 0;
  const worker = async () => {
    while (next < lists) {
      signal.throwIfAborted();
      const from = next;
      next += BATCH;
      const RequestItems = { [table]: Array.from({ length: BATCH }, (_, index) => requestOf(from + index)) };
      await dynamodb.send(new BatchWriteItemCommand({ RequestItems }));
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  dynamodb.destroy();
};

/** The read units of every page of the feed, from the first to the last. */
export const measureFeed = async (engine: BenchEngine, table: string, signal: AbortSignal): Promise<Figure[]> => {
  const lists = listsFor(engine);
  console.error(`The feed of ${numberText(lists)} lists on ${engine.name}:`);
  await fill(engine, table, lists, signal);
  const { dynamodb } = countingDynamoDB(engine);
  const store = createChangesStore(dynamodb, table);
  const units: number[] = [];
  const seen = new Set<string>();
  for (let after = BEGINNING, hasMore = true; hasMore; ) {
    const page = await store.changes(COMPANY, { after, pageSize: FEED_PAGE_SIZE }, signal);
    for (const { list } of page.changes) seen.add(list.employeeID);
    units.push(page.readUnits);
    ({ next: after, hasMore } = page);
  }
  if (seen.size !== lists) throw new Error(`The feed has ${seen.size} lists of ${lists}.`);
  const first = units.slice(0, COMPARED);
  const last = units.slice(-COMPARED - AT_THE_END, -AT_THE_END);
  const of = `the feed of ${numberText(lists)} lists`;
  const ratio = median(last) / median(first);
  return [
    { name: `pages of ${of}, ${FEED_PAGE_SIZE} to a page`, unit: "pages", values: [units.length] },
    { name: `read units, first pages of ${of}`, unit: "units", values: first },
    { name: `read units, last pages of ${of}`, unit: "units", values: last },
    { name: `read units, last pages ÷ first, ${of}`, unit: "times", values: [ratio], goal: { atMost: 1.05 } },
    {
      name: `read units, dearest page ÷ first, ${of}`,
      unit: "times",
      values: [Math.max(...units) / median(first)],
      goal: { atMost: 1.05 },
    },
  ];
};
