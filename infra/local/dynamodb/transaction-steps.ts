import type { Call, Output } from "./dynalite-engine.ts";
import { type Attributes, DynamoDBFailure } from "./protocol.ts";
import type { Operation } from "./transaction-request.ts";

/** An operation and the key of its item. */
export type Step = { readonly operation: Operation; readonly key: Attributes };
/** A step and its item as it was before the transaction, if there was one. */
export type PreparedStep = Step & { readonly preImage: Attributes | undefined };

/** Reads a step's item. */
export const readItem = (call: Call, { operation, key }: Step): Promise<Output> =>
  call("GetItem", { TableName: operation.input.TableName, Key: key, ConsistentRead: true });

/** Applies a step under its own condition. */
export const applyStep = (call: Call, { operation: { kind, input } }: Step): Promise<Output> =>
  call(`${kind}Item`, input);

/** Brings a step's item back to what it was. */
export const undoStep = (call: Call, { operation, key, preImage }: PreparedStep): Promise<Output> => {
  const { TableName } = operation.input;
  return preImage ? call("PutItem", { TableName, Item: preImage }) : call("DeleteItem", { TableName, Key: key });
};

type Reason = { Code: string; Message?: string };

/**
 * Validation failures that depend on what is stored, listed with `TransactionCanceledException` in the API reference.
 */
const CANCELLING_VALIDATION_FAILURES = [
  "One or more parameter values were invalid",
  "The provided key element does not match the schema",
];

const reasonFor = (failure: unknown): Reason => {
  if (!(failure instanceof DynamoDBFailure)) throw failure;
  const { exception, message } = failure;
  if (exception === "ConditionalCheckFailedException") return { Code: "ConditionalCheckFailed", Message: message };
  const cancels = CANCELLING_VALIDATION_FAILURES.some((beginning) => message.startsWith(beginning));
  if (exception !== "ValidationException" || !cancels) throw failure;
  return { Code: "ValidationError", Message: message };
};

/**
 * The `TransactionCanceledException` of a transaction whose steps ended like this, with a reason for each, in order.
 * Throws the failure of a step that is no such reason, a syntax error for example, as it is.
 */
export const cancellation = (results: readonly PromiseSettledResult<unknown>[]): DynamoDBFailure => {
  const reasons = results.map((result) => (result.status === "rejected" ? reasonFor(result.reason) : { Code: "None" }));
  const codes = reasons.map(({ Code }) => Code).join(", ");
  return new DynamoDBFailure(
    "TransactionCanceledException",
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { CancellationReasons: reasons },
  );
};
