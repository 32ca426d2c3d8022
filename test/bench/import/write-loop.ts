import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import {
  type AttributeValue,
  BatchWriteItemCommand,
  type BatchWriteItemCommandOutput,
  DynamoDBClient,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { categories } from "../../../functions/shared/store/categories.ts";
import { listKey } from "../../../functions/shared/store/lists.ts";

/**
 * What the import is measured against: `node write-loop.ts put|batch FILE --endpoint URL --table NAME --concurrency N`
 * writes each record of an NDJSON file at its position with the SDK's client as it comes, and guarantees nothing.
 */
type Item = Record<string, AttributeValue>;
type Requests = BatchWriteItemCommandOutput["UnprocessedItems"];

/** The most that one BatchWriteItem takes. */
const BATCH = 25;

/** The table's items, read as fast as they are written. */
async function* itemsOf(file: string): AsyncGenerator<Item> {
  const totals = new Map<string, number>();
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const { companySerial, employeeID, ...record } = JSON.parse(line);
    const key = listKey({ companySerial, category: categories.webinar, employeeID });
    const position = (totals.get(key) ?? 0) + 1;
    totals.set(key, position);
    yield marshall({ listKey: key, position, ...record });
  }
}

async function* batchesOf(items: AsyncIterable<Item>): AsyncGenerator<Item[]> {
  let batch: Item[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length === BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/** Runs `work` on what the generator yields, so many at a time. */
const atATime = async <Value>(
  concurrency: number,
  values: AsyncGenerator<Value>,
  work: (value: Value) => Promise<unknown>,
): Promise<void> => {
  const worker = async (): Promise<void> => {
    for await (const value of values) await work(value);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { endpoint: { type: "string" }, table: { type: "string" }, concurrency: { type: "string" } },
});
const [mode, file = ""] = positionals;
const { endpoint = "", table = "", concurrency } = values;
const dynamodb = new DynamoDBClient({ endpoint });

const put = (item: Item) => dynamodb.send(new PutItemCommand({ TableName: table, Item: item }));

const writeBatch = async (batch: readonly Item[]): Promise<void> => {
  let requests: Requests = { [table]: batch.map((item) => ({ PutRequest: { Item: item } })) };
  while (requests?.[table]) {
    ({ UnprocessedItems: requests } = await dynamodb.send(new BatchWriteItemCommand({ RequestItems: requests })));
  }
};

if (mode === "batch") await atATime(Number(concurrency), batchesOf(itemsOf(file)), writeBatch);
else await atATime(Number(concurrency), itemsOf(file), put);
