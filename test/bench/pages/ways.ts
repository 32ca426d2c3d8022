import { DynamoDBClient, QueryCommand, type QueryCommandOutput } from "@aws-sdk/client-dynamodb";
import { createDynamoDB } from "../../../functions/shared/aws/dynamodb.ts";
import { listKey } from "../../../functions/shared/store/lists.ts";
import { createPageStore } from "../../../functions/shared/store/page-store.ts";
import { type BenchEngine, localAccess } from "../engine.ts";
import type { FilledList } from "./list.ts";

export const PAGE_SIZE = 10;

/** What reading a page gave, and what it took. */
export type Reading = {
  readonly serials: readonly (string | undefined)[];
  readonly readUnits: number;
  /** How many calls of DynamoDB. */
  readonly calls: number;
};

/** Reads one page, counted from 1, of a list. */
export type ReadPage = (page: number, signal: AbortSignal) => Promise<Reading>;

/** The functions' own client. `callsOf` is how many calls some work has made with it. */
export const countingDynamoDB = ({ url }: BenchEngine) => {
  const { region, credentials } = localAccess;
  const dynamodb = createDynamoDB({ endpoint: url, region, credentials: () => credentials });
  let calls = 0;
  dynamodb.middlewareStack.add(
    (next) => (args) => {
      calls += 1;
      return next(args);
    },
    { step: "initialize" },
  );
  const callsOf = async <Result>(work: () => Promise<Result>): Promise<Result & { readonly calls: number }> => {
    calls = 0;
    const result = await work();
    return { ...result, calls };
  };
  return { dynamodb, callsOf };
};

/** By the page store of the functions. */
const byPosition = ({ engine, table, list }: FilledList): ReadPage => {
  const { dynamodb, callsOf } = countingDynamoDB(engine);
  const store = createPageStore(dynamodb, table);
  return async (page, signal) => {
    const { records, readUnits, calls } = await callsOf(() => store.page(list, { page, pageSize: PAGE_SIZE }, signal));
    return { serials: records.map(({ assignedCourseSerial }) => assignedCourseSerial), readUnits, calls };
  };
};

/**
 * The usual way, with the SDK: one page after the other from the start, since each one's cursor is the end of the one
 * before. It does not learn the list's total.
 */
const byWalking = ({ engine, table, list }: FilledList): ReadPage => {
  const dynamodb = new DynamoDBClient({ endpoint: engine.url, ...localAccess });
  const input = {
    TableName: table,
    KeyConditionExpression: "listKey = :list AND #position > :header",
    ExpressionAttributeNames: { "#position": "position" },
    ExpressionAttributeValues: { ":list": { S: listKey(list) }, ":header": { N: "0" } },
    Limit: PAGE_SIZE,
    ReturnConsumedCapacity: "TOTAL",
  } as const;
  return async (page, abortSignal) => {
    let readUnits = 0;
    let last: QueryCommandOutput | undefined;
    for (let calls = 1; calls <= page; calls += 1) {
      const query = new QueryCommand({ ...input, ExclusiveStartKey: last?.LastEvaluatedKey });
      last = await dynamodb.send(query, { abortSignal });
      readUnits += last.ConsumedCapacity?.CapacityUnits ?? 0;
    }
    return { serials: (last?.Items ?? []).map((item) => item["assignedCourseSerial"]?.S), readUnits, calls: page };
  };
};

/** The ways to a page, under the names that figures have them by. */
export const ways = { "by position": byPosition, walking: byWalking } as const;
export type Way = keyof typeof ways;
