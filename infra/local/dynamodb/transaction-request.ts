import { z } from "zod";
import { DynamoDBFailure } from "./protocol.ts";

const attributes = z.record(z.string(), z.record(z.string(), z.unknown()));

const common = {
  TableName: z.string(),
  ConditionExpression: z.string().optional(),
  ExpressionAttributeNames: z.record(z.string(), z.string()).optional(),
  ExpressionAttributeValues: attributes.optional(),
};
const put = z.strictObject({ ...common, Item: attributes });
const deletion = z.strictObject({ ...common, Key: attributes });

/** One of a transaction's operations, `input` as the single operation of that kind would take it. */
export type Operation =
  | { kind: "Put"; input: z.infer<typeof put> }
  | { kind: "Delete"; input: z.infer<typeof deletion> };

const operation = z
  .strictObject({ Put: put.optional(), Delete: deletion.optional() })
  .transform(({ Put, Delete }, context): Operation => {
    if (Put && !Delete) return { kind: "Put", input: Put };
    if (Delete && !Put) return { kind: "Delete", input: Delete };
    context.addIssue({
      code: "custom",
      message: Put
        ? "TransactItems can only contain one of Check, Put, Update or Delete"
        : "Invalid Request: TransactWriteRequest should contain Delete or Put or Update request",
    });
    return z.NEVER;
  });

const atLeast = (length: number): string => `Member must have length greater than or equal to ${length}`;
const atMost = (length: number): string => `Member must have length less than or equal to ${length}`;

const transaction = z.strictObject({
  TransactItems: z.array(operation).min(1, atLeast(1)).max(100, atMost(100)),
  ClientRequestToken: z.string().min(1, atLeast(1)).max(36, atMost(36)).optional(),
});

export type Transaction = z.infer<typeof transaction>;

const failureFor = (issue: z.core.$ZodIssue): DynamoDBFailure => {
  const { code, path, message } = issue;
  if (code === "invalid_type") return new DynamoDBFailure("SerializationException", message);
  if (code === "custom") return new DynamoDBFailure("ValidationException", message);
  if (code === "unrecognized_keys") {
    const keys = issue.keys.join(", ");
    return new DynamoDBFailure("ValidationException", `The local engine's transactions do not have ${keys}`);
  }
  const member = path.join(".").replace(/^./, (letter) => letter.toLowerCase());
  return new DynamoDBFailure(
    "ValidationException",
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: ${message}`,
  );
};

const parseJson = (body: Buffer): unknown => {
  try {
    // The protocol takes a member that is null for one that is absent.
    return JSON.parse(body.toString(), (_name, value) => value ?? undefined);
  } catch (error) {
    throw new DynamoDBFailure("SerializationException", String(error));
  }
};

/**
 * Reads the body of a `TransactWriteItems` request, of which it knows what the store's writer sends: puts and deletes
 * with conditions, and a token. Anything else is refused.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 *
 * @throws {DynamoDBFailure} `SerializationException` for a body of another shape, `ValidationException` for one that
 *   breaks a documented limit or has members that are not supported
 */
export const parseTransaction = (body: Buffer): Transaction => {
  const parsed = transaction.safeParse(parseJson(body));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw issue ? failureFor(issue) : parsed.error;
};
