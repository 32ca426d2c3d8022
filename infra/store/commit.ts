import { randomUUID } from "node:crypto";
import { type DynamoDBClient, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod/mini";
import type { ListName } from "../../functions/shared/store/lists.ts";
import { cancellationOf, throwCommitError } from "./cancellation.ts";
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
 * Takes steps in transactions. A retry sends the same request with the same token, so a transaction whose answer was
 * lost is not carried out twice.
 *
 * @returns a function that throws a `ZodError`, before anything is sent, for a record that breaks its category's schema
 */
export const createCommit =
  (dynamodb: DynamoDBClient, table: string, retry: Retry): TakeStep =>
  async (list, state, step) => {
    for (const { record } of step.puts) z.parse(list.category.stored, record);
    const version = randomUUID();
    const input = stepInput(table, list, state, step, version);
    try {
      await retry(() => dynamodb.send(new TransactWriteItemsCommand(input)).catch(throwCommitError));
    } catch (error) {
      if (cancellationOf(error)?.kind === "lost race") return undefined;
      throw error;
    }
    return { version, records: applied(state.records, step) };
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
