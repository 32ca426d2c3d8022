import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  type KeySchemaElement,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { type KeyAttribute, type TableKey, tables } from "../../functions/shared/store/tables.ts";

export type TableNames = { readonly assignments: string; readonly clients: string };

type Key = Pick<TableKey, "partitionKey" | "sortKey">;

const attributesOf = ({ partitionKey, sortKey }: Key): KeyAttribute[] => [partitionKey, ...(sortKey ? [sortKey] : [])];

const schemaOf = (key: Key): KeySchemaElement[] =>
  attributesOf(key).map(({ name }, index) => ({ AttributeName: name, KeyType: index === 0 ? "HASH" : "RANGE" }));

const indexesOf = ({ index }: TableKey): Pick<CreateTableCommandInput, "GlobalSecondaryIndexes"> =>
  index
    ? {
        GlobalSecondaryIndexes: [
          {
            IndexName: index.name,
            KeySchema: schemaOf(index),
            Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: [...index.attributes] },
          },
        ],
      }
    : {};

const createTable = async (client: DynamoDBClient, name: string, key: TableKey): Promise<void> => {
  const attributes = [...attributesOf(key), ...(key.index ? attributesOf(key.index) : [])];
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: attributes.map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
      KeySchema: schemaOf(key),
      ...indexesOf(key),
    }),
  );
  // In seconds. The waiter's default delay between two checks is 20 s, meant for the real service.
  await waitUntilTableExists({ client, minDelay: 0.02, maxDelay: 0.5, maxWaitTime: 30 }, { TableName: name });
};

/**
 * Creates both tables with these names, billed on demand. Resolves when they are ACTIVE. Rejects with the SDK's
 * `ResourceInUseException` if one of them exists.
 */
export const createTables = async (client: DynamoDBClient, names: TableNames): Promise<void> => {
  await Promise.all([
    createTable(client, names.assignments, tables.assignments),
    createTable(client, names.clients, tables.clients),
  ]);
};
