import { randomUUID } from "node:crypto";
import { type DynamoDBClient, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod/mini";
import type { HasSerial, ListName } from "../../functions/shared/store/lists.ts";
import { cancellationOf, throwCommitError } from "./cancellation.ts";
import type { ListState, Step } from "./plans.ts";
import { stepInput } from "./step-input.ts";

/** Takes one step from a list's state. @returns the state after it, or `undefined` after a lost race */
export type TakeStep<Assignment> = (
  list: ListName,
  state: ListState<Assignment>,
  step: Step<Assignment>,
) => Promise<ListState<Assignment> | undefined>;

/** Runs `work`, and may run it again where it failed with code 160 (the table is throttled or unreachable). */
export type Retry = <Result>(work: () => Promise<Result>) => Promise<Result>;

/**
 * Takes steps in transactions. A retry sends the same request with the same token, so a transaction whose answer was
 * lost is not carried out twice.
 *
 * @returns a function that throws a `ZodError`, before anything is sent, for an assignment that breaks the schema
 */
export const createCommit =
  <Schema extends z.ZodMiniType<HasSerial>>(
    dynamodb: DynamoDBClient,
    table: string,
    schema: Schema,
    retry: Retry,
  ): TakeStep<z.output<Schema>> =>
  async (list, state, step) => {
    for (const { record } of step.puts) z.parse(schema, record);
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
export const applyInMemory = async <Assignment>(
  _: ListName,
  { records }: ListState<Assignment>,
  step: Step<Assignment>,
): Promise<ListState<Assignment>> =>
  // Stryker disable next-line StringLiteral: any text says that the list has a header now
  ({ version: "in memory", records: applied(records, step) });

const applied = <Assignment>(records: readonly Assignment[], { puts, total }: Step<Assignment>): Assignment[] => {
  const next = [...records];
  for (const { position, record } of puts) next[position - 1] = record;
  next.length = total;
  return next;
};
