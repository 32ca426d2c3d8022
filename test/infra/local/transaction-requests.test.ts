import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { embeddedEngine, engines } from "../../support/engines.ts";
import { openTransactionTable, PRESENT, type TransactionTable } from "../../support/transaction-table.ts";

const invalid = (message: string) => ({
  name: "ValidationException",
  message: expect.stringContaining(message),
  $metadata: { httpStatusCode: 400 },
});

describe.each(engines)("a TransactWriteItems request to $name", (engine) => {
  let table: TransactionTable;
  beforeAll(async () => {
    table = await openTransactionTable(engine);
  });
  afterAll(() => table.close());

  test("is refused without operations", async () => {
    await expect(table.transact([])).rejects.toMatchObject(
      invalid("Member must have length greater than or equal to 1"),
    );
  });

  test("is refused with 101 operations", async () => {
    const list = table.list();
    await expect(
      table.transact(Array.from({ length: 101 }, (_, position) => list.put(position, 1))),
    ).rejects.toMatchObject(invalid("Member must have length less than or equal to 100"));
    expect(await list.amounts()).toEqual({});
  });

  test("is refused with two kinds of operation in one", async () => {
    const list = table.list();
    await expect(table.transact([{ ...list.put(1, 1), ...list.delete(2) }])).rejects.toMatchObject(
      invalid("TransactItems can only contain one of Check, Put, Update or Delete"),
    );
    expect(await list.amounts()).toEqual({});
  });

  test("is refused with no kind of operation in one", async () => {
    const list = table.list();
    await expect(table.transact([list.put(1, 1), {}])).rejects.toMatchObject(
      invalid("TransactWriteRequest should contain Delete or Put or Update request"),
    );
    expect(await list.amounts()).toEqual({});
  });

  test("is refused with two operations on one item", async () => {
    const list = table.list();
    const repeated = invalid("Transaction request cannot include multiple operations on one item");
    await expect(table.transact([list.put(1, 1), list.delete(1)])).rejects.toMatchObject(repeated);
    expect(await list.amounts()).toEqual({});
  });

  test("is refused above 4 MB and taken below", async () => {
    const list = table.list();
    const large = (position: number) => ({
      Put: { TableName: table.TableName, Item: { ...list.item(position, 1), text: { S: "x".repeat(390_000) } } },
    });
    const operations = Array.from({ length: 11 }, (_, position) => large(position));
    await expect(table.transact(operations)).rejects.toMatchObject(
      invalid("Transaction payload size cannot exceed 4MB"),
    );
    await expect(table.transact(operations.slice(1))).resolves.toMatchObject({ $metadata: { httpStatusCode: 200 } });
  });

  test("is refused for a table that does not exist", async () => {
    const list = table.list();
    const elsewhere = { Put: { TableName: `missing-${randomUUID()}`, Item: list.item(1, 1) } };
    await expect(table.transact([list.put(1, 1), elsewhere])).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
    expect(await list.amounts()).toEqual({});
  });

  test("is refused, with nothing written, for a condition with a syntax error", async () => {
    const list = table.list();
    await expect(
      table.transact([list.put(1, 1), list.put(2, 2, { ConditionExpression: "attribute_not_exists(" })]),
    ).rejects.toMatchObject(invalid("Invalid ConditionExpression: Syntax error"));
    expect(await list.amounts()).toEqual({});
  });

  test("is refused with a client request token of 37 characters and taken with one of 36", async () => {
    const list = table.list();
    const token = randomUUID();
    await expect(table.transact([list.put(1, 1)], { ClientRequestToken: `${token}x` })).rejects.toMatchObject(
      invalid("Member must have length less than or equal to 36"),
    );
    expect(await list.amounts()).toEqual({});
    await table.transact([list.put(1, 1)], { ClientRequestToken: token });
    expect(await list.amounts()).toEqual({ 1: 1 });
  });

  test("is applied once when it is sent again with its token", async () => {
    const list = table.list();
    const options = { ClientRequestToken: randomUUID() };
    await table.transact([list.put(1, 1)], options);
    await list.store({ 1: 2 });
    await table.transact([list.put(1, 1)], options);
    expect(await list.amounts()).toEqual({ 1: 2 });
  });

  test("is refused when its token was used with other operations", async () => {
    const list = table.list();
    const ClientRequestToken = randomUUID();
    await table.transact([list.put(1, 1)], { ClientRequestToken });
    await expect(table.transact([list.put(1, 2)], { ClientRequestToken })).rejects.toMatchObject({
      name: "IdempotentParameterMismatchException",
      $metadata: { httpStatusCode: 400 },
    });
    expect(await list.amounts()).toEqual({ 1: 1 });
  });

  test("may use the token of one that was cancelled", async () => {
    const list = table.list();
    const ClientRequestToken = randomUUID();
    const operations = [list.put(1, 1), list.delete(2, PRESENT)];
    await expect(table.transact(operations, { ClientRequestToken })).rejects.toMatchObject({
      name: "TransactionCanceledException",
    });
    await list.store({ 2: 2 });
    await table.transact(operations, { ClientRequestToken });
    expect(await list.amounts()).toEqual({ 1: 1 });
  });
});

describe("the embedded engine, whose transactions have what the store's writer sends,", () => {
  let table: TransactionTable;
  beforeAll(async () => {
    table = await openTransactionTable(embeddedEngine);
  });
  afterAll(() => table.close());

  test("refuses any other operation and option by its name, and writes nothing", async () => {
    const list = table.list();
    const { TableName } = table;
    const Update = { TableName, Key: list.key(2), UpdateExpression: "ADD amount :n" };
    const ConditionCheck = { TableName, Key: list.key(2), ...PRESENT };
    const { Put } = list.put(2, 2);
    for (const [name, operation] of Object.entries({
      Update: { Update },
      ConditionCheck: { ConditionCheck },
      ReturnValuesOnConditionCheckFailure: {
        Put: { TableName, Item: Put?.Item, ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const },
      },
    })) {
      await expect(table.transact([list.put(1, 1), operation])).rejects.toMatchObject(invalid(name));
    }
    await expect(table.transact([list.put(1, 1)], { ReturnConsumedCapacity: "TOTAL" })).rejects.toMatchObject(
      invalid("ReturnConsumedCapacity"),
    );
    expect(await list.amounts()).toEqual({});
  });
});
