import { randomUUID } from "node:crypto";
import { type DynamoDBClient, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod/mini";
import type { ListName } from "../../functions/shared/store/lists.ts";
import { createListQueries } from "../../functions/shared/store/queries.ts";
import { throwStorageError } from "../../functions/shared/store/storage-errors.ts";
import { cancellationOf, throwCommitError } from "./cancellation.ts";
import { startAttempt } from "./commit-time.ts";
import { nextChange, type Stamp } from "./header-item.ts";
import type { ListState, Step } from "./plans.ts";
import { stepInput } from "./step-input.ts";

/** Takes one step from a list's state. @returns the state after it, or `undefined` after a lost race */
export type TakeStep = <Value extends object>(
  list: ListName<Value>,
  state: ListState<Value>,
  step: Step<Value>,
) => Promise<ListState<Value> | undefined>;

/** Runs `work`, and may run it again where it failed with code 160 (the table is throttled or unreachable). */
export type Retry = <Result>(work: () => Promise<Result>) => Promise<Result>;

/**
 * Milliseconds from a transaction's time to its answer, the SDK's attempts and pauses included. Who reads the feed of
 * changes waits for longer than that (`MARGIN_MS` in `changes-store.ts`): a transaction that came later would be missed.
 */
export const COMMIT_MS = 15_000;

export type CommitOptions = {
  readonly retry: Retry;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly commitMs: number;
};

/**
 * Takes steps in transactions, each attempt with a time and a version of its own. An attempt whose answer was lost may
 * have been carried out: then the next one fails its condition, and the header has a version of an earlier attempt.
 *
 * @returns a function that throws a `ZodError`, before anything is sent, for a record that breaks its category's schema
 */
export const createCommit = (
  dynamodb: DynamoDBClient,
  table: string,
  { retry, now, commitMs }: CommitOptions,
): TakeStep => {
  const queries = createListQueries(dynamodb, table);
  const versionOf = async (list: ListName): Promise<string | undefined> => {
    const { items } = await retry(() => queries.header(list, { consistent: true }).catch(throwStorageError));
    return items[0]?.["version"]?.S;
  };

  return async (list, state, step) => {
    for (const { record } of step.puts) z.parse(list.category.stored, record);
    const sent: Stamp[] = [];
    const attempt = async (): Promise<Stamp> => {
      const { startedAt, optionsFor } = startAttempt(dynamodb, now, commitMs);
      const stamp = { version: randomUUID(), changedAt: nextChange(state, startedAt) };
      sent.push(stamp);
      const command = new TransactWriteItemsCommand(stepInput(table, list, state, step, stamp));
      await dynamodb.send(command, optionsFor(command)).catch(throwCommitError);
      return stamp;
    };
    const committed = await retry(attempt).catch(async (error: unknown) => {
      if (cancellationOf(error)?.kind !== "lost race") throw error;
      const version = sent.length > 1 ? await versionOf(list) : undefined;
      return sent.find((stamp) => stamp.version === version);
    });
    return committed && { ...committed, records: applied(state.records, step) };
  };
};

/** Takes steps in memory only: nothing is written. */
export const applyInMemory: TakeStep = async (_, { records }, step) =>
  // Stryker disable next-line StringLiteral: any text says that the list has a header now
  ({ version: "in memory", records: applied(records, step) });

const applied = <Value>(records: readonly Value[], { puts, total }: Step<Value>): Value[] => {
  const next = [...records];
  for (const { position, record } of puts) next[position - 1] = record;
  next.length = total;
  return next;
};
