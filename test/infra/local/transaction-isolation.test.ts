import { GetItemCommand, PutItemCommand, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { embeddedEngine, engines } from "../../support/engines.ts";
import { type List, openTransactionTable, PRESENT, type TransactionTable } from "../../support/transaction-table.ts";

const WRITERS = 8;
const INCREMENTS = 6;
const MOVES = 50;

describe.each(engines)("concurrent transactions on $name", (engine) => {
  let table: TransactionTable;
  beforeAll(async () => {
    table = await openTransactionTable(engine);
  });
  afterAll(() => table.close());

  /** Adds 1 to both items on condition that they are as they were read; a lost race reads again. */
  const increment = async (list: List): Promise<void> => {
    for (;;) {
      const { 1: counter = 0, 2: twin = 0 } = await list.amounts();
      const isUnchanged = (amount: number) => ({
        ConditionExpression: "amount = :read",
        ExpressionAttributeValues: { ":read": { N: String(amount) } },
      });
      try {
        await table.transact([
          list.put(1, counter + 1, isUnchanged(counter)),
          list.put(2, twin + 1, isUnchanged(twin)),
        ]);
        return;
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
      }
    }
  };

  test(`${WRITERS} writers with optimistic conditions lose no increment`, async () => {
    const list = table.list();
    await list.store({ 1: 0, 2: 0 });
    await Promise.all(
      Array.from({ length: WRITERS }, async () => {
        for (let done = 0; done < INCREMENTS; done += 1) await increment(list);
      }),
    );
    expect(await list.amounts()).toEqual({ 1: WRITERS * INCREMENTS, 2: WRITERS * INCREMENTS });
  });

  test("plain writes between transactions are neither lost nor undone", async () => {
    const list = table.list();
    const plainPuts = Array.from({ length: 50 }, (_, index) =>
      table.client.send(new PutItemCommand({ TableName: table.TableName, Item: list.item(index + 10, 1) })),
    );
    const cancelled = Array.from({ length: 50 }, (_, index) =>
      table.transact([list.put(index + 10, 0), list.delete(1, PRESENT)]).catch((error: unknown) => error),
    );
    await Promise.all(plainPuts);
    for (const error of await Promise.all(cancelled)) expect(error).toBeInstanceOf(TransactionCanceledException);
    expect(await list.amounts()).toEqual(Object.fromEntries(plainPuts.map((_, index) => [index + 10, 1])));
  });
});

// Not on DynamoDB Local: DynamoDB isolates a transaction from single reads only, so a Query beside one may see half.
describe("plain reads beside transactions on the embedded engine only", () => {
  let table: TransactionTable;
  beforeAll(async () => {
    table = await openTransactionTable(embeddedEngine);
  });
  afterAll(() => table.close());

  test("never see half of a transaction, be it applied or cancelled", async () => {
    const list = table.list();
    await list.store({ 1: MOVES, 2: 0 });
    let moving = true;
    const queriedSums = new Set<number>();
    const query = async (): Promise<void> => {
      while (moving) {
        const { 1: from = 0, 2: to = 0 } = await list.amounts();
        queriedSums.add(from + to);
      }
    };
    const itemsGot = new Set<unknown>();
    const get = async (): Promise<void> => {
      while (moving) {
        const { Item } = await table.client.send(new GetItemCommand({ TableName: table.TableName, Key: list.key(3) }));
        itemsGot.add(Item);
      }
    };
    const readers = [query(), query(), get(), get()];
    for (let move = 0; move < MOVES; move += 1) {
      await table.transact([list.put(1, MOVES - move - 1), list.put(2, move + 1)]);
      const doomed = [list.put(1, 0), list.put(3, 1), list.delete(4, PRESENT)];
      await expect(table.transact(doomed)).rejects.toThrow(TransactionCanceledException);
    }
    moving = false;
    await Promise.all(readers);
    expect([...queriedSums]).toEqual([MOVES]);
    expect([...itemsGot]).toEqual([undefined]);
    expect(await list.amounts()).toEqual({ 1: 0, 2: MOVES });
  });
});
