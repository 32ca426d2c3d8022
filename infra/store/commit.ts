import { randomUUID } from "node:crypto";
import { type DynamoDBClient, TransactionCanceledException, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod/mini";
import type { HasSerial, ListName } from "../../functions/shared/store/lists.ts";
import { throwStorageError } from "../../functions/shared/store/storage-errors.ts";
import type { ListState, Step } from "./plans.ts";
import { stepInput } from "./step-input.ts";

/** Takes one step from a list's state. @returns the state after it, or `undefined` if the list was no longer in it */
export type TakeStep<Assignment> = (
  list: ListName,
  state: ListState<Assignment>,
  step: Step<Assignment>,
) => Promise<ListState<Assignment> | undefined>;

/** Reasons for a cancelled transaction that mean: somebody else was faster, or DynamoDB is short of breath. */
const RETRYABLE = new Set([
  "ConditionalCheckFailed",
  "TransactionConflict",
  "ThrottlingError",
  "ProvisionedThroughputExceeded",
]);

/**
 * Runs work once more that ended in code 160, if it likes; a commit that is run again is the same request, token and
 * all, so one whose answer was lost is not carried out twice.
 */
export type Retry = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Takes steps in transactions; one that would put an assignment which breaks the schema throws before it is sent. */
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
      await retry(() => dynamodb.send(new TransactWriteItemsCommand(input)).catch(throwStorageError));
    } catch (error) {
      if (lostRace(error)) return undefined;
      throw error;
    }
    return { version, records: applied(state.records, step) };
  };

/** Takes steps in memory alone. */
export const imagine = async <Assignment>(
  _: ListName,
  { records }: ListState<Assignment>,
  step: Step<Assignment>,
): Promise<ListState<Assignment>> =>
  // Stryker disable next-line StringLiteral: any text says that the list has a header now
  ({ version: "imagined", records: applied(records, step) });

const lostRace = (error: unknown): boolean =>
  error instanceof TransactionCanceledException &&
  error.CancellationReasons?.some(({ Code }) => RETRYABLE.has(`${Code}`)) === true;

const applied = <Assignment>(records: readonly Assignment[], { puts, total }: Step<Assignment>): Assignment[] => {
  const next = [...records];
  for (const { position, record } of puts) next[position - 1] = record;
  next.length = total;
  return next;
};
