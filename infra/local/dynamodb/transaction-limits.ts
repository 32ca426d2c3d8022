import { attributesSize, itemName } from "./attribute-values.ts";
import { DynamoDBFailure } from "./protocol.ts";
import type { Step } from "./transaction-steps.ts";

const MAX_PAYLOAD_BYTES = 4 * 1024 * 1024;

const payloadSize = ({ operation: { kind, input } }: Step): number =>
  attributesSize(kind === "Put" ? input.Item : input.Key) + attributesSize(input.ExpressionAttributeValues ?? {});

/** Throws `ValidationException` for two operations on one item. */
export const refuseRepeatedItems = (steps: readonly Step[]): void => {
  const names = new Set(steps.map(({ operation, key }) => itemName(operation.input.TableName, key)));
  if (names.size === steps.length) return;
  throw new DynamoDBFailure(
    "ValidationException",
    "Transaction request cannot include multiple operations on one item",
  );
};

/** Throws `ValidationException` for operations of more than 4 MB in all. */
export const refuseLargePayload = (steps: readonly Step[]): void => {
  const bytes = steps.reduce((total, step) => total + payloadSize(step), 0);
  if (bytes <= MAX_PAYLOAD_BYTES) return;
  throw new DynamoDBFailure(
    "ValidationException",
    `Transaction payload size cannot exceed 4MB. Payload Size: ${bytes}`,
  );
};
