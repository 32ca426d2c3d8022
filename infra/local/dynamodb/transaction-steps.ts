import type { Call, Output } from "./dynalite-engine.ts";
import { type Attributes, DynamoDBFailure } from "./protocol.ts";
import type { Operation } from "./transaction-request.ts";

/** An operation and the key of its item. */
export type Step = { readonly operation: Operation; readonly key: Attributes };
/** A step and its item as it was before the transaction, if there was one. */
export type PreparedStep = Step & { readonly preImage: Attributes | undefined };

/** Reads a step's item, with the read units it took. */
export const readItem = (call: Call, { operation, key }: Step): Promise<Output> =>
  call("GetItem", {
    TableName: operation.input.TableName,
    Key: key,
    ConsistentRead: true,
    ReturnConsumedCapacity: "TOTAL",
  });

/** Applies a step under its own condition, with the write units it took. */
export const applyStep = (call: Call, { operation, preImage }: PreparedStep): Promise<Output> => {
  const input = { ...operation.input, ReturnConsumedCapacity: "TOTAL" };
  switch (operation.kind) {
    case "Put":
      return call("PutItem", input);
    case "Update":
      return call("UpdateItem", input);
    case "Delete":
      return call("DeleteItem", input);
    case "ConditionCheck":
      // A write under the condition that changes nothing: what is there is put again, what is not there deleted.
      return preImage ? call("PutItem", { ...input, Key: undefined, Item: preImage }) : call("DeleteItem", input);
  }
};

/** Brings a step's item back to what it was. */
export const undoStep = (call: Call, { operation, key, preImage }: PreparedStep): Promise<Output> => {
  const { TableName } = operation.input;
  return preImage ? call("PutItem", { TableName, Item: preImage }) : call("DeleteItem", { TableName, Key: key });
};

type Reason = { Code: string; Message?: string; Item?: Attributes };

/**
 * Validation failures that depend on what is stored, listed with `TransactionCanceledException` in the API reference.
 */
const CANCELLING_VALIDATION_FAILURES = [
  "One or more parameter values were invalid",
  "The provided key element does not match the schema",
  "The update expression attempted to update the secondary index key",
  "An operand in the update expression has an incorrect data type",
  "Item size to update has exceeded the maximum allowed size",
  "Type mismatch for attribute to update",
  "The document path provided in the update expression is invalid for update",
  "The provided expression refers to an attribute that does not exist in the item",
];

const reasonFor = ({ operation, preImage }: PreparedStep, failure: unknown): Reason => {
  if (!(failure instanceof DynamoDBFailure)) throw failure;
  const { exception, message } = failure;
  if (exception === "ConditionalCheckFailedException") {
    const wantsItem = operation.input.ReturnValuesOnConditionCheckFailure === "ALL_OLD";
    return { ...(wantsItem && preImage ? { Item: preImage } : {}), Code: "ConditionalCheckFailed", Message: message };
  }
  const cancels = CANCELLING_VALIDATION_FAILURES.some((beginning) => message.startsWith(beginning));
  if (exception !== "ValidationException" || !cancels) throw failure;
  return { Code: "ValidationError", Message: message };
};

/**
 * The `TransactionCanceledException` of a transaction whose steps ended like this, with a reason for each, in order.
 * Throws the failure of a step that is no such reason, a syntax error for example, as it is.
 */
export const cancellation = (
  steps: readonly PreparedStep[],
  results: readonly PromiseSettledResult<unknown>[],
): DynamoDBFailure => {
  const reasons = steps.map((step, index) => {
    const result = results[index];
    return result?.status === "rejected" ? reasonFor(step, result.reason) : { Code: "None" };
  });
  const codes = reasons.map(({ Code }) => Code).join(", ");
  return new DynamoDBFailure(
    "TransactionCanceledException",
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { CancellationReasons: reasons },
  );
};
