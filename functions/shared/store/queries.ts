import {
  type DynamoDBClient,
  GetItemCommand,
  type GetItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
} from "@aws-sdk/client-dynamodb";
import { type Item, type ListName, listKey, type Range } from "./lists.ts";

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
        items.push(...(answer.Items ?? []));
        readUnits += answer.ConsumedCapacity?.CapacityUnits ?? 0;
        next = answer.LastEvaluatedKey && { ...input, ExclusiveStartKey: answer.LastEvaluatedKey };
      }
      return { items, readUnits };
    },
  };
};
