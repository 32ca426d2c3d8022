import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { engines } from "../../support/engines.ts";
import { ABSENT, openTransactionTable, PRESENT, type TransactionTable } from "../../support/transaction-table.ts";

const NONE = { Code: "None" };
// DynamoDB itself and the embedded engine end without the full stop that DynamoDB Local gives a ConditionCheck.
const CONDITION_FAILED = {
  Code: "ConditionalCheckFailed",
  Message: expect.stringMatching(/^The conditional request failed\.?$/),
};
const AMOUNT_IS_7 = { ConditionExpression: "amount = :seven", ExpressionAttributeValues: { ":seven": { N: "7" } } };

const cancelledFor = (...CancellationReasons: object[]) => ({
  name: "TransactionCanceledException",
  CancellationReasons,
});

describe.each(engines)("TransactWriteItems on $name", (engine) => {
  let table: TransactionTable;
  beforeAll(async () => {
    table = await openTransactionTable(engine);
  });
  afterAll(() => table.close());

  test("applies a Put, an Update, a Delete and a ConditionCheck together when every condition holds", async () => {
    const list = table.list();
    await list.store({ 2: 20, 3: 30, 4: 7 });
    await table.transact([
      list.put(1, 10, ABSENT),
      list.add(2, 5, PRESENT),
      list.delete(3, PRESENT),
      list.check(4, AMOUNT_IS_7),
    ]);
    expect(await list.amounts()).toEqual({ 1: 10, 2: 25, 4: 7 });
  });

  test("applies operations without conditions on items that are not there", async () => {
    const list = table.list();
    await table.transact([list.put(1, 10), list.add(2, 5), list.delete(3)]);
    expect(await list.amounts()).toEqual({ 1: 10, 2: 5 });
  });

  test("applies 100 operations, and none of them when the condition of the last one fails", async () => {
    const list = table.list();
    const positions = Array.from({ length: 99 }, (_, index) => index + 1);
    await expect(
      table.transact([...positions.map((position) => list.put(position, position)), list.check(100, PRESENT)]),
    ).rejects.toMatchObject(cancelledFor(...positions.map(() => NONE), CONDITION_FAILED));
    expect(await list.amounts()).toEqual({});

    await table.transact([...positions.map((position) => list.put(position, position)), list.check(100, ABSENT)]);
    expect(await list.amounts()).toEqual(Object.fromEntries(positions.map((position) => [position, position])));
  });

  test("leaves every kind of item as it was when one condition fails", async () => {
    const list = table.list();
    const before = { 2: 20, 3: 30, 4: 40, 5: 7 };
    await list.store(before);
    await expect(
      table.transact([
        list.put(1, 10),
        list.put(2, 99),
        list.add(3, 5),
        list.delete(4),
        list.check(5, AMOUNT_IS_7),
        list.add(6, 5),
        list.put(7, 1, PRESENT),
      ]),
    ).rejects.toMatchObject(cancelledFor(NONE, NONE, NONE, NONE, NONE, NONE, CONDITION_FAILED));
    expect(await list.amounts()).toEqual(before);
  });

  test.each([
    ["Put", "put"],
    ["Update", "add"],
  ] as const)("cancels for the condition of a %s", async (_kind, write) => {
    const list = table.list();
    await list.store({ 1: 10 });
    await expect(table.transact([list[write](1, 1, ABSENT)])).rejects.toMatchObject(cancelledFor(CONDITION_FAILED));
    await expect(table.transact([list[write](2, 1, PRESENT)])).rejects.toMatchObject(cancelledFor(CONDITION_FAILED));
    expect(await list.amounts()).toEqual({ 1: 10 });
  });

  test("cancels for the condition of a Delete", async () => {
    const list = table.list();
    await list.store({ 1: 10 });
    await expect(table.transact([list.delete(1, AMOUNT_IS_7)])).rejects.toMatchObject(cancelledFor(CONDITION_FAILED));
    await expect(table.transact([list.delete(2, PRESENT)])).rejects.toMatchObject(cancelledFor(CONDITION_FAILED));
    expect(await list.amounts()).toEqual({ 1: 10 });
  });

  test("cancels for a ConditionCheck on an item that is there and on one that is not", async () => {
    const list = table.list();
    await list.store({ 1: 10 });
    const write = list.put(9, 9);
    await expect(table.transact([write, list.check(1, AMOUNT_IS_7)])).rejects.toMatchObject(
      cancelledFor(NONE, CONDITION_FAILED),
    );
    await expect(table.transact([write, list.check(2, PRESENT)])).rejects.toMatchObject(
      cancelledFor(NONE, CONDITION_FAILED),
    );
    expect(await list.amounts()).toEqual({ 1: 10 });
  });

  test("reports every failed condition, in the order of the operations, in reasons and message", async () => {
    const list = table.list();
    await list.store({ 1: 10, 3: 30 });
    await expect(
      table.transact([list.put(1, 1, ABSENT), list.put(2, 2, ABSENT), list.delete(3, AMOUNT_IS_7), list.delete(4)]),
    ).rejects.toMatchObject({
      ...cancelledFor(CONDITION_FAILED, NONE, CONDITION_FAILED, NONE),
      message:
        "Transaction cancelled, please refer cancellation reasons for specific reasons [ConditionalCheckFailed, None, ConditionalCheckFailed, None]",
      $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/./) },
    });
  });

  test("gives the item that failed a condition only where ALL_OLD asks for it and only if there is one", async () => {
    const list = table.list();
    await list.store({ 1: 10, 2: 20 });
    const ALL_OLD = { ReturnValuesOnConditionCheckFailure: "ALL_OLD" } as const;
    const failure = await table
      .transact([
        list.put(1, 1, { ...ABSENT, ...ALL_OLD }),
        list.put(2, 2, ABSENT),
        list.check(3, { ConditionExpression: "attribute_exists(listKey)", ...ALL_OLD }),
      ])
      .catch((error) => error);
    expect(failure.CancellationReasons).toEqual([
      { ...CONDITION_FAILED, Item: list.item(1, 10) },
      CONDITION_FAILED,
      CONDITION_FAILED,
    ]);
  });

  test("cancels with ValidationError for a key of the wrong type", async () => {
    const list = table.list();
    const misfit = { TableName: table.TableName, Item: { ...list.item(2, 2), position: { S: "second" } } };
    await expect(table.transact([list.put(1, 1), { Put: misfit }])).rejects.toMatchObject(
      cancelledFor(NONE, { Code: "ValidationError", Message: expect.any(String) }),
    );
    expect(await list.amounts()).toEqual({});
  });

  test("applies operations on items of two lists", async () => {
    const [one, other] = [table.list(), table.list()];
    await table.transact([one.put(1, 10), other.put(1, 20)]);
    expect([await one.amounts(), await other.amounts()]).toEqual([{ 1: 10 }, { 1: 20 }]);
  });

  test.each(["TOTAL", "INDEXES"] as const)("reports twice the write units of plain puts for %s", async (report) => {
    const list = table.list();
    const { ConsumedCapacity } = await table.transact([list.put(1, 10), list.put(2, 20)], {
      ReturnConsumedCapacity: report,
    });
    expect(ConsumedCapacity).toMatchObject([{ TableName: table.TableName, CapacityUnits: 4, WriteCapacityUnits: 4 }]);
  });

  test("reports no consumed capacity unless asked", async () => {
    expect(await table.transact([table.list().put(1, 10)])).not.toHaveProperty("ConsumedCapacity");
  });
});
