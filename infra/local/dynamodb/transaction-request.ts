import { z } from "zod";
import { DynamoDBFailure } from "./protocol.ts";

const attributes = z.record(z.string(), z.record(z.string(), z.unknown()));

const common = {
  TableName: z.string(),
  ConditionExpression: z.string().optional(),
  ExpressionAttributeNames: z.record(z.string(), z.string()).optional(),
  ExpressionAttributeValues: attributes.optional(),
  ReturnValuesOnConditionCheckFailure: z
    .enum(["ALL_OLD", "NONE"], "Member must satisfy enum value set: [ALL_OLD, NONE]")
    .optional(),
};
const put = z.object({ ...common, Item: attributes });
const deletion = z.object({ ...common, Key: attributes });
const update = z.object({ ...common, Key: attributes, UpdateExpression: z.string() });
const conditionCheck = z.object({ ...common, Key: attributes, ConditionExpression: z.string() });

/** One of a transaction's operations, `input` as the single operation of that kind would take it. */
export type Operation =
  | { kind: "Put"; input: z.infer<typeof put> }
  | { kind: "Delete"; input: z.infer<typeof deletion> }
  | { kind: "Update"; input: z.infer<typeof update> }
  | { kind: "ConditionCheck"; input: z.infer<typeof conditionCheck> };

const operation = z
  .object({
    Put: put.optional(),
    Delete: deletion.optional(),
    Update: update.optional(),
    ConditionCheck: conditionCheck.optional(),
  })
  .transform(({ Put, Delete, Update, ConditionCheck }, context): Operation => {
    const given: Operation[] = [];
    if (Put) given.push({ kind: "Put", input: Put });
    if (Delete) given.push({ kind: "Delete", input: Delete });
    if (Update) given.push({ kind: "Update", input: Update });
    if (ConditionCheck) given.push({ kind: "ConditionCheck", input: ConditionCheck });
    const [only, ...others] = given;
    if (only && others.length === 0) return only;
    context.addIssue({
      code: "custom",
      message: only
        ? "TransactItems can only contain one of Check, Put, Update or Delete"
        : "Invalid Request: TransactWriteRequest should contain Delete or Put or Update request",
    });
    return z.NEVER;
  });

const atLeast = (length: number): string => `Member must have length greater than or equal to ${length}`;
const atMost = (length: number): string => `Member must have length less than or equal to ${length}`;

const transaction = z.object({
  TransactItems: z.array(operation).min(1, atLeast(1)).max(100, atMost(100)),
  ClientRequestToken: z.string().min(1, atLeast(1)).max(36, atMost(36)).optional(),
  ReturnConsumedCapacity: z
    .enum(["INDEXES", "TOTAL", "NONE"], "Member must satisfy enum value set: [INDEXES, TOTAL, NONE]")
    .optional(),
});

export type Transaction = z.infer<typeof transaction>;

/** DynamoDB's way to name a member: `transactItems.1.member.put.tableName`. */
const memberName = (path: readonly PropertyKey[]): string =>
  path
    .map((step) =>
      typeof step === "number" ? `${step + 1}.member` : String(step).replace(/^./, (c) => c.toLowerCase()),
    )
    .join(".");

const constraintFailure = (value: string, path: readonly PropertyKey[], constraint: string): DynamoDBFailure =>
  new DynamoDBFailure(
    "ValidationException",
    `1 validation error detected: Value ${value} at '${memberName(path)}' failed to satisfy constraint: ${constraint}`,
  );

const failureFor = ({ code, path, message, input }: z.core.$ZodIssue): DynamoDBFailure => {
  if (code === "custom") return new DynamoDBFailure("ValidationException", message);
  const isMissingMember = input === undefined && path.length > 0;
  if (isMissingMember) return constraintFailure("null", path, "Member must not be null");
  if (code === "invalid_type") return new DynamoDBFailure("SerializationException", message);
  return constraintFailure(`'${typeof input === "string" ? input : "[...]"}'`, path, message);
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
 * Reads the body of a `TransactWriteItems` request. Throws `DynamoDBFailure`: `SerializationException` for what is no
 * such body at all, `ValidationException` for one that breaks a documented limit.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export const parseTransaction = (body: Buffer): Transaction => {
  const parsed = transaction.safeParse(parseJson(body), { reportInput: true });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw issue ? failureFor(issue) : parsed.error;
};
