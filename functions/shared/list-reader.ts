import { setTimeout as pause } from "node:timers/promises";
import {
  type DynamoDBClient,
  GetItemCommand,
  type GetItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
} from "@aws-sdk/client-dynamodb";
import { ApiError } from "./errors.ts";
import {
  agrees,
  describeList,
  type Header,
  header,
  type Item,
  type ListName,
  listKey,
  parseItem,
  positionOf,
  type Range,
} from "./lists.ts";
import { storageError } from "./storage-errors.ts";

/** How often a read that does not agree with its header is tried again, strongly consistent. */
const REREADS = 5;
/** Milliseconds before the first of them; each later one waits twice as long: 310 ms in all. */
const FIRST_PAUSE_MS = 10;

/** A part of a list as it was at one moment. No header: the employee is unknown. */
type Found = {
  readonly header: Header | undefined;
  readonly items: readonly Item[];
  readonly readUnits: number;
};
type ReadOptions = { readonly consistent?: boolean; readonly signal?: AbortSignal | undefined };

export type ListReader = {
  /**
   * Reads the assignments at `range`, at least position 1 and up, together with the header.
   *
   * A `Query` beside a transaction is only read-committed, and an eventually consistent one may come from a replica that
   * is behind; so what was read is held against the header, and read again where the two do not agree.
   *
   * @throws {ApiError} `unavailable` where storage cannot be had or the list still does not agree; `storedRecordNotValid`
   *   for a broken header
   */
  read(list: ListName, range: Range, options?: ReadOptions): Promise<Found>;
};

export const rangeInput = (table: string, list: ListName, { from, to }: Range, consistent: boolean) =>
  ({
    TableName: table,
    KeyConditionExpression: "listKey = :list AND #position BETWEEN :from AND :to",
    ExpressionAttributeNames: { "#position": "position" },
    ExpressionAttributeValues: { ":list": { S: listKey(list) }, ":from": { N: `${from}` }, ":to": { N: `${to}` } },
    ConsistentRead: consistent,
    ReturnConsumedCapacity: "TOTAL",
  }) satisfies QueryCommandInput;

export const headerInput = (table: string, list: ListName, consistent: boolean) =>
  ({
    TableName: table,
    Key: { listKey: { S: listKey(list) }, position: { N: "0" } },
    ConsistentRead: consistent,
    ReturnConsumedCapacity: "TOTAL",
  }) satisfies GetItemCommandInput;

/** What the SDK's `send` takes beside a command. */
type HttpHandlerOptions = { abortSignal?: AbortSignal };
type Read = { items: Item[]; readUnits: number };

export const createListReader = (dynamodb: DynamoDBClient, table: string): ListReader => {
  /** A range of large records passes DynamoDB's 1 MB a call; the rest is asked for until it is there. */
  const query = async (input: QueryCommandInput, options: HttpHandlerOptions): Promise<Read> => {
    const read: Read = { items: [], readUnits: 0 };
    let from = input.ExclusiveStartKey;
    do {
      const command = new QueryCommand({ ...input, ExclusiveStartKey: from });
      const { Items = [], LastEvaluatedKey, ConsumedCapacity } = await dynamodb.send(command, options);
      read.items.push(...Items);
      read.readUnits += ConsumedCapacity?.CapacityUnits ?? 0;
      from = LastEvaluatedKey;
    } while (from);
    return read;
  };

  const get = async (input: GetItemCommandInput, options: HttpHandlerOptions): Promise<Read> => {
    const { Item, ConsumedCapacity } = await dynamodb.send(new GetItemCommand(input), options);
    return { items: Item ? [Item] : [], readUnits: ConsumedCapacity?.CapacityUnits ?? 0 };
  };

  /** Beside the header, page 1 comes in the same call; a deeper page takes two, side by side. */
  const readOnce = async (list: ListName, range: Range, consistent: boolean, options: HttpHandlerOptions) => {
    const calls =
      range.from === 1
        ? [query(rangeInput(table, list, { from: 0, to: range.to }, consistent), options)]
        : [
            get(headerInput(table, list, consistent), options),
            query(rangeInput(table, list, range, consistent), options),
          ];
    const reads = await Promise.all(calls).catch((error: unknown) => {
      throw storageError(error);
    });
    const found = reads.flatMap(({ items }) => items);
    const first = found.find((item) => positionOf(item) === 0);
    return {
      header: first && parseItem(header, first, list),
      items: found.filter((item) => item !== first),
      readUnits: reads.reduce((sum, { readUnits }) => sum + readUnits, 0),
    };
  };

  return {
    async read(list, range, { consistent = false, signal } = {}) {
      let readUnits = 0;
      for (let reread = 0; reread <= REREADS; reread += 1) {
        if (reread > 0) await pause(FIRST_PAUSE_MS * 2 ** (reread - 1), undefined, { signal });
        const found = await readOnce(list, range, consistent || reread > 0, signal ? { abortSignal: signal } : {});
        readUnits += found.readUnits;
        if (agrees(found.items, found.header?.total ?? 0, range)) return { ...found, readUnits };
      }
      throw new ApiError("unavailable", { diagnosis: { reason: "torn list", ...describeList(list) } });
    },
  };
};
