import { type Call, callOn, type Engine } from "./dynalite-engine.ts";
import { createIdempotencyWindow } from "./idempotency.ts";
import { type Attributes, answerOf, DynamoDBFailure } from "./protocol.ts";
import { refuseLargePayload, refuseRepeatedItems } from "./transaction-limits.ts";
import { type Operation, parseTransaction } from "./transaction-request.ts";
import { applyStep, cancellation, type PreparedStep, readItem, type Step, undoStep } from "./transaction-steps.ts";

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
  if (results.some(({ status }) => status === "rejected")) throw cancellation(results);
  return steps.map((step, index): PreparedStep => {
    const result = results[index];
    return { ...step, preImage: result?.status === "fulfilled" ? result.value.Item : undefined };
  });
};

/** All or nothing: every step is tried, so that each failure is reported, and one that fails undoes the others. */
const commit = async (call: Call, steps: readonly PreparedStep[]): Promise<void> => {
  const results = await Promise.allSettled(steps.map((step) => applyStep(call, step)));
  const applied = steps.filter((_step, index) => results[index]?.status === "fulfilled");
  if (applied.length === steps.length) return;
  await Promise.all(applied.map((step) => undoStep(call, step)));
  throw cancellation(results);
};

/**
 * `TransactWriteItems`, as far as the store's writer uses it, made of an engine's single operations. It must run alone: the items it reads first are what it
 * puts back when an operation fails.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export const createTransactions = (engine: Engine): Engine => {
  const idempotency = createIdempotencyWindow(Date.now);

  const transact = async (call: Call, body: Buffer): Promise<object> => {
    const { TransactItems, ClientRequestToken } = parseTransaction(body);
    const steps = await stepsOf(call, TransactItems);
    if (ClientRequestToken !== undefined && idempotency.has(ClientRequestToken, TransactItems)) return {};
    refuseRepeatedItems(steps);
    refuseLargePayload(steps);
    await commit(call, await prepare(call, steps));
    if (ClientRequestToken !== undefined) idempotency.add(ClientRequestToken, TransactItems);
    return {};
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
