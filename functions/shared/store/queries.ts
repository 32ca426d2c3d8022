import {
  type DynamoDBClient,
  GetItemCommand,
  type GetItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
} from "@aws-sdk/client-dynamodb";
import { type Item, type ListName, listKey, type Range } from "./lists.ts";
import { tables } from "./tables.ts";

const { index } = tables.assignments;

/** The `Query` for the items at the positions of `range`, in their order. */
export const rangeInput = (table: string, list: ListName, { from, to }: Range, consistent: boolean) =>
  ({
    TableName: table,
    KeyConditionExpression: "listKey = :list AND #position BETWEEN :from AND :to",
    ExpressionAttributeNames: { "#position": "position" },
    ExpressionAttributeValues: { ":list": { S: listKey(list) }, ":from": { N: `${from}` }, ":to": { N: `${to}` } },
    ConsistentRead: consistent,
    ReturnConsumedCapacity: "TOTAL",
  }) satisfies QueryCommandInput;

/** The `GetItem` for a list's header. */
export const headerInput = (table: string, list: ListName, consistent: boolean) =>
  ({
    TableName: table,
    Key: { listKey: { S: listKey(list) }, position: { N: "0" } },
    ConsistentRead: consistent,
    ReturnConsumedCapacity: "TOTAL",
  }) satisfies GetItemCommandInput;

export type Read = { readonly items: readonly Item[]; readonly readUnits: number };

export type ReadOptions = { readonly consistent: boolean; readonly signal?: AbortSignal };

const readOf = ({ Items = [], ConsumedCapacity }: QueryCommandOutput): Read => ({
  items: Items,
  readUnits: ConsumedCapacity?.CapacityUnits ?? 0,
});

/** Sends both. They reject with the client's own errors. */
export const createListQueries = (dynamodb: DynamoDBClient, table: string) => {
  const sendOptions = ({ signal }: ReadOptions) => (signal ? { abortSignal: signal } : {});
  return {
    async header(list: ListName, options: ReadOptions): Promise<Read> {
      const input = headerInput(table, list, options.consistent);
      const { Item, ConsumedCapacity } = await dynamodb.send(new GetItemCommand(input), sendOptions(options));
      return { items: Item ? [Item] : [], readUnits: ConsumedCapacity?.CapacityUnits ?? 0 };
    },

    /** A range of large records passes DynamoDB's 1 MB a call; the rest is asked for until it is there. */
    async range(list: ListName, range: Range, options: ReadOptions): Promise<Read> {
      const items: Item[] = [];
      let readUnits = 0;
      let next: QueryCommandInput | undefined = rangeInput(table, list, range, options.consistent);
      while (next) {
        const input: QueryCommandInput = next;
        const answer = await dynamodb.send(new QueryCommand(input), sendOptions(options));
        const read = readOf(answer);
        items.push(...read.items);
        readUnits += read.readUnits;
        next = answer.LastEvaluatedKey && { ...input, ExclusiveStartKey: answer.LastEvaluatedKey };
      }
      return { items, readUnits };
    },
  };
};

/** Which part of the index `changes`: a partition, the markers after one place and before another, and at most how many. */
export type ChangesRange = {
  readonly shard: string;
  readonly after: string;
  readonly before: string;
  readonly limit: number;
};

/** The `Query` for markers in their order. */
export const changesInput = (table: string, { shard, after, before, limit }: ChangesRange) =>
  ({
    TableName: table,
    IndexName: index.name,
    KeyConditionExpression: "#changes = :shard AND #changed BETWEEN :after AND :before",
    ExpressionAttributeNames: { "#changes": index.partitionKey.name, "#changed": index.sortKey.name },
    // Both ends of a range belong to it. No marker is a time alone, as `before` is; and none has a control character, so
    // this text stands behind the marker `after` and before every later one.
    ExpressionAttributeValues: { ":shard": { S: shard }, ":after": { S: `${after}\u0001` }, ":before": { S: before } },
    Limit: limit,
    ReturnConsumedCapacity: "TOTAL",
  }) satisfies QueryCommandInput;

/** Sends one, which rejects with the client's own errors. */
export const createChangesQuery =
  (dynamodb: DynamoDBClient) =>
  async (input: QueryCommandInput, signal: AbortSignal): Promise<Read & { readonly more: boolean }> => {
    const answer = await dynamodb.send(new QueryCommand(input), { abortSignal: signal });
    return { ...readOf(answer), more: answer.LastEvaluatedKey !== undefined };
  };
