import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import {
  type DynamoDBClient,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
} from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod/mini";
import { ApiError } from "./errors.ts";
import { createListQueries } from "./list-queries.ts";
import { agrees, describeList, header, type ListName, listKey, parseItem } from "./lists.ts";
import type { ListState, Plan, Step } from "./plans.ts";
import { storageError } from "./storage-errors.ts";

/** How many lost races a change may have. */
const MAX_RACES = 50;
/** After a lost race a writer pauses for a random time up to this many milliseconds, doubled at each, … */
const FIRST_BACKOFF_MS = 20;
/** … and never above this. */
const MAX_BACKOFF_MS = 500;
/** Above every position. */
const END = Number.MAX_SAFE_INTEGER;

/** Reasons for a cancelled transaction that mean: somebody else was faster, or DynamoDB is short of breath. */
const RETRYABLE = new Set([
  "ConditionalCheckFailed",
  "TransactionConflict",
  "ThrottlingError",
  "ProvisionedThroughputExceeded",
]);

export type ListWriter<Assignment> = {
  /**
   * Carries `plan` out: reads the list, plans the next step, commits it on condition that the list is still the one
   * that was read, and so on until the plan has nothing left to do. After any crash, and beside any other writer, the
   * list is dense, its total true, and each step there as a whole or not at all.
   *
   * One region must do all the writing: a global table's transactions are atomic only where they were made.
   *
   * @returns how many items were put and deleted
   * @throws {ApiError} `unavailable` where storage cannot be had or more than 50 races were lost;
   *   `storedRecordNotValid`
   * @throws {z.core.$ZodError} for an assignment to be put that breaks the schema, before anything of its step is
   *   written
   */
  change(list: ListName, plan: Plan<Assignment>): Promise<{ written: number }>;
};

/**
 * One step as a transaction: the header with its new total and version, on condition of the version that was read, and
 * with it the step's puts and deletes.
 */
export const stepInput = <Assignment>(
  table: string,
  list: ListName,
  { version }: ListState<Assignment>,
  { puts, deletes, total }: Step<Assignment>,
  newVersion: string,
): TransactWriteItemsCommandInput => {
  const key = (position: number) => ({ listKey: listKey(list), position });
  const header = {
    TableName: table,
    Item: marshall({ ...key(0), total, version: newVersion }),
    ...(version === undefined
      ? { ConditionExpression: "attribute_not_exists(listKey)" }
      : { ConditionExpression: "version = :read", ExpressionAttributeValues: { ":read": { S: version } } }),
  };
  return {
    // The new version names the step, so the SDK's retry after a lost answer is the same request and not a second one.
    ClientRequestToken: newVersion,
    TransactItems: [
      { Put: header },
      ...puts.map(({ position, record }) => ({
        Put: { TableName: table, Item: marshall({ ...key(position), ...record }) },
      })),
      ...deletes.map((position) => ({ Delete: { TableName: table, Key: marshall(key(position)) } })),
    ],
  };
};

export const createListWriter = <Schema extends z.ZodMiniType>(
  dynamodb: DynamoDBClient,
  table: string,
  schema: Schema,
): ListWriter<z.output<Schema>> => {
  type Assignment = z.output<Schema>;
  const queries = createListQueries(dynamodb, table);

  /**
   * The header first and the items after it: whatever changes them from then on renews the version too, and the step
   * that was planned on them fails its condition.
   *
   * @returns `undefined` where they do not agree: another writer is at work
   */
  const read = async (list: ListName): Promise<ListState<Assignment> | undefined> => {
    const [first] = (await queries.header(list, { consistent: true })).items;
    const { items } = await queries.range(list, { from: 1, to: END }, { consistent: true });
    const { total, version } = first ? parseItem(header, first, list) : { total: 0, version: undefined };
    if (!agrees(items, total, { from: 1, to: END })) return undefined;
    return { version, records: items.map((item) => parseItem(schema, item, list)) };
  };

  /** @returns the list after the step, or `undefined` if it was no longer the one that was read */
  const commit = async (list: ListName, state: ListState<Assignment>, step: Step<Assignment>) => {
    for (const { record } of step.puts) z.parse(schema, record);
    const version = randomUUID();
    try {
      await dynamodb.send(new TransactWriteItemsCommand(stepInput(table, list, state, step, version)));
    } catch (error) {
      if (lostRace(error)) return undefined;
      throw error;
    }
    return { version, records: applied(state.records, step) };
  };

  const carryOut = async (list: ListName, plan: Plan<Assignment>): Promise<{ written: number }> => {
    let written = 0;
    for (let races = 0; races <= MAX_RACES; races += 1) {
      if (races > 0) await pause(Math.random() * Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (races - 1)));
      let state = await read(list);
      while (state) {
        const step = plan(state);
        if (!step) return { written };
        state = await commit(list, state, step);
        if (state) written += step.puts.length + step.deletes.length;
      }
    }
    throw new ApiError("unavailable", { diagnosis: { reason: "contended list", ...describeList(list) } });
  };

  return {
    change: (list, plan) =>
      carryOut(list, plan).catch((error: unknown) => {
        throw storageError(error);
      }),
  };
};

const lostRace = (error: unknown): boolean =>
  error instanceof TransactionCanceledException &&
  error.CancellationReasons?.some(({ Code }) => Code !== undefined && RETRYABLE.has(Code)) === true;

const applied = <Assignment>(records: readonly Assignment[], { puts, total }: Step<Assignment>): Assignment[] => {
  const next = [...records];
  for (const { position, record } of puts) next[position - 1] = record;
  next.length = total;
  return next;
};
