import { CreateTableCommand, type DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { type KeyAttribute, type TableKey, tables } from "../../functions/shared/store/tables.ts";

export type TableNames = { readonly assignments: string; readonly clients: string };

const keyAttributes = ({ partitionKey, sortKey }: TableKey): { attribute: KeyAttribute; role: "HASH" | "RANGE" }[] => [
  { attribute: partitionKey, role: "HASH" },
  ...(sortKey ? [{ attribute: sortKey, role: "RANGE" as const }] : []),
];

const createTable = async (client: DynamoDBClient, name: string, key: TableKey): Promise<void> => {
  const attributes = keyAttributes(key);
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: attributes.map(({ attribute: { name, type } }) => ({
        AttributeName: name,
        AttributeType: type,
      })),
      KeySchema: attributes.map(({ attribute, role }) => ({ AttributeName: attribute.name, KeyType: role })),
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
