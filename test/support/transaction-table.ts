import { randomUUID } from "node:crypto";
import {
  type AttributeValue,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
  type TransactWriteItemsCommandOutput,
} from "@aws-sdk/client-dynamodb";
import { createTables } from "../../infra/local/create-tables.ts";
import { clientFor, type Engine, uniqueTables } from "./engines.ts";

type Condition = {
  ConditionExpression: string;
  ExpressionAttributeValues?: Record<string, AttributeValue>;
};

export const ABSENT: Condition = { ConditionExpression: "attribute_not_exists(listKey)" };
export const PRESENT: Condition = { ConditionExpression: "attribute_exists(listKey)" };

/** A separate list in a table; each item holds one number. */
export type List = {
  key(position: number): Record<string, AttributeValue>;
  item(position: number, amount: number): Record<string, AttributeValue>;
  put(position: number, amount: number, condition?: Condition): TransactWriteItem;
  delete(position: number, condition?: Condition): TransactWriteItem;
  /** Stores these amounts, by position, with plain writes. */
  store(amounts: Record<number, number>): Promise<void>;
  /** The stored amounts, by position, strongly consistent. */
  amounts(): Promise<Record<number, number>>;
};

export type TransactionTable = {
  client: DynamoDBClient;
  TableName: string;
  list(): List;
  transact(
    TransactItems: TransactWriteItem[],
    options?: Omit<TransactWriteItemsCommandInput, "TransactItems">,
  ): Promise<TransactWriteItemsCommandOutput>;
  close(): Promise<void>;
};

const categoryList = (client: DynamoDBClient, TableName: string): List => {
  const listKey = { S: randomUUID() };
  const key = (position: number) => ({ listKey, position: { N: String(position) } });
  const item = (position: number, amount: number) => ({ ...key(position), amount: { N: String(amount) } });
  return {
    key,
    item,
    put: (position, amount, condition) => ({ Put: { TableName, Item: item(position, amount), ...condition } }),
    delete: (position, condition) => ({ Delete: { TableName, Key: key(position), ...condition } }),
    store: async (amounts) => {
      for (const [position, amount] of Object.entries(amounts)) {
        await client.send(new PutItemCommand({ TableName, Item: item(Number(position), amount) }));
      }
    },
    amounts: async () => {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: "listKey = :listKey",
          ExpressionAttributeValues: { ":listKey": listKey },
          ConsistentRead: true,
        }),
      );
      return Object.fromEntries(Items.map(({ position, amount }) => [position?.N, Number(amount?.N)]));
    },
  };
};

/** Starts an engine and creates a table on it for the tests of transactions. */
export const openTransactionTable = async (engine: Engine): Promise<TransactionTable> => {
  const { url, stop } = await engine.start();
  const client = clientFor(url);
  const names = uniqueTables();
  await createTables(client, names);
  return {
    client,
    TableName: names.assignments,
    list: () => categoryList(client, names.assignments),
    transact: (TransactItems, options = {}) =>
      client.send(new TransactWriteItemsCommand({ TransactItems, ...options })),
    close: async () => {
      client.destroy();
      await stop();
    },
  };
};
