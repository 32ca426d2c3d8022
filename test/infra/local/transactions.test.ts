import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { engines } from "../../support/engines.ts";
import { ABSENT, openTransactionTable, PRESENT, type TransactionTable } from "../../support/transaction-table.ts";

const NONE = { Code: "None" };
const CONDITION_FAILED = { Code: "ConditionalCheckFailed", Message: "The conditional request failed" };
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

  test("applies Puts and Deletes together when every condition holds", async () => {
    const list = table.list();
    await list.store({ 2: 20, 3: 30, 4: 7 });
    await table.transact([
      list.put(1, 10, ABSENT),
      list.put(2, 25, PRESENT),
      list.delete(3, PRESENT),
      list.put(4, 8, AMOUNT_IS_7),
    ]);
    expect(await list.amounts()).toEqual({ 1: 10, 2: 25, 4: 8 });
  });

  test("applies operations without conditions on items that are not there", async () => {
    const list = table.list();
    await table.transact([list.put(1, 10), list.delete(3)]);
    expect(await list.amounts()).toEqual({ 1: 10 });
  });

  test("applies 100 operations, and none of them when the condition of the last one fails", async () => {
    const list = table.list();
    const positions = Array.from({ length: 99 }, (_, index) => index + 1);
    await expect(
      table.transact([...positions.map((position) => list.put(position, position)), list.delete(100, PRESENT)]),
    ).rejects.toMatchObject(cancelledFor(...positions.map(() => NONE), CONDITION_FAILED));
    expect(await list.amounts()).toEqual({});

    await table.transact([...positions.map((position) => list.put(position, position)), list.delete(100, ABSENT)]);
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
        list.put(3, 35, PRESENT),
        list.delete(4),
        list.delete(5, AMOUNT_IS_7),
        list.delete(6),
        list.put(7, 1, PRESENT),
      ]),
    ).rejects.toMatchObject(cancelledFor(NONE, NONE, NONE, NONE, NONE, NONE, CONDITION_FAILED));
    expect(await list.amounts()).toEqual(before);
  });

  test("cancels for the condition of a Put", async () => {
    const list = table.list();
    await list.store({ 1: 10 });
    await expect(table.transact([list.put(1, 1, ABSENT)])).rejects.toMatchObject(cancelledFor(CONDITION_FAILED));
    await expect(table.transact([list.put(1, 1, AMOUNT_IS_7)])).rejects.toMatchObject(cancelledFor(CONDITION_FAILED));
    await expect(table.transact([list.put(2, 1, PRESENT)])).rejects.toMatchObject(cancelledFor(CONDITION_FAILED));
    expect(await list.amounts()).toEqual({ 1: 10 });
  });

  test("cancels for the condition of a Delete", async () => {
    const list = table.list();
    await list.store({ 1: 10 });
    await expect(table.transact([list.delete(1, AMOUNT_IS_7)])).rejects.toMatchObject(cancelledFor(CONDITION_FAILED));
    await expect(table.transact([list.delete(2, PRESENT)])).rejects.toMatchObject(cancelledFor(CONDITION_FAILED));
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
});
