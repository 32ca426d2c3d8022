import { type Call, callOn, type Engine, type Output } from "./dynalite-engine.ts";
import { createIdempotencyWindow } from "./idempotency.ts";
import { type Attributes, answerOf, DynamoDBFailure } from "./protocol.ts";
import { refuseLargePayload, refuseRepeatedItems } from "./transaction-limits.ts";
import { type Operation, parseTransaction } from "./transaction-request.ts";
import { applyStep, cancellation, type PreparedStep, readItem, type Step, undoStep } from "./transaction-steps.ts";

/** A transaction prepares and commits each item, and is billed for both. */
const UNITS_PER_PLAIN_UNIT = 2;

const keyNamesOf = async (call: Call, tableName: string): Promise<readonly string[]> => {
  const { Table } = await call("DescribeTable", { TableName: tableName });
  return Table?.KeySchema.map(({ AttributeName }) => AttributeName) ?? [];
};

const pick = (attributes: Attributes, names: readonly string[]): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => names.includes(name)));

const stepsOf = async (call: Call, operations: readonly Operation[]): Promise<Step[]> => {
  const keyNames = new Map<string, readonly string[]>();
  for (const { input } of operations) {
    const { TableName } = input;
    if (!keyNames.has(TableName)) keyNames.set(TableName, await keyNamesOf(call, TableName));
  }
  return operations.map((operation) => ({
    operation,
    key:
      operation.kind === "Put"
        ? pick(operation.input.Item, keyNames.get(operation.input.TableName) ?? [])
        : operation.input.Key,
  }));
};

const prepare = async (call: Call, steps: readonly Step[]): Promise<PreparedStep[]> => {
  const results = await Promise.allSettled(steps.map((step) => readItem(call, step)));
  const prepared = steps.map((step, index): PreparedStep => {
    const result = results[index];
    return { ...step, preImage: result?.status === "fulfilled" ? result.value.Item : undefined };
  });
  if (results.some(({ status }) => status === "rejected")) throw cancellation(prepared, results);
  return prepared;
};

/** All or nothing: every step is tried, so that each failure is reported, and one that fails undoes the others. */
const commit = async (call: Call, steps: readonly PreparedStep[]): Promise<Output[]> => {
  const results = await Promise.allSettled(steps.map((step) => applyStep(call, step)));
  const outputs = results.filter((result) => result.status === "fulfilled").map(({ value }) => value);
  if (outputs.length === steps.length) return outputs;
  const applied = steps.filter((_step, index) => results[index]?.status === "fulfilled");
  await Promise.all(applied.map((step) => undoStep(call, step)));
  throw cancellation(steps, results);
};

/** Each table's capacity units, in the order in which the transaction first names it. */
const consumedCapacity = (steps: readonly Step[], outputs: readonly Output[], kind: "Read" | "Write"): object[] => {
  const units = new Map<string, number>();
  for (const [index, { operation }] of steps.entries()) {
    const { TableName } = operation.input;
    const plainUnits = outputs[index]?.ConsumedCapacity?.CapacityUnits ?? 0;
    units.set(TableName, (units.get(TableName) ?? 0) + plainUnits * UNITS_PER_PLAIN_UNIT);
  }
  return [...units].map(([TableName, CapacityUnits]) => ({
    TableName,
    CapacityUnits,
    [`${kind}CapacityUnits`]: CapacityUnits,
  }));
};

/**
 * `TransactWriteItems` made of an engine's single operations. It must run alone: the items it reads first are what it
 * puts back when an operation fails.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export const createTransactions = (engine: Engine): Engine => {
  const idempotency = createIdempotencyWindow(Date.now);

  const transact = async (call: Call, body: Buffer): Promise<object> => {
    const { TransactItems, ClientRequestToken, ReturnConsumedCapacity } = parseTransaction(body);
    const report = (steps: readonly Step[], outputs: readonly Output[], kind: "Read" | "Write"): object =>
      ReturnConsumedCapacity === "TOTAL" || ReturnConsumedCapacity === "INDEXES"
        ? { ConsumedCapacity: consumedCapacity(steps, outputs, kind) }
        : {};

    const repeated = ClientRequestToken !== undefined && idempotency.has(ClientRequestToken, TransactItems);
    const steps = await stepsOf(call, TransactItems);
    if (repeated) {
      return report(steps, await Promise.all(steps.map((step) => readItem(call, step))), "Read");
    }

    refuseRepeatedItems(steps);
    refuseLargePayload(steps);
    const outputs = await commit(call, await prepare(call, steps));
    if (ClientRequestToken !== undefined) idempotency.add(ClientRequestToken, TransactItems);
    return report(steps, outputs, "Write");
  };

  return async ({ headers, body }) => {
    try {
      return answerOf(200, await transact(callOn(engine, headers), body));
    } catch (error) {
      if (error instanceof DynamoDBFailure) return error.answer();
      throw error;
    }
  };
};
