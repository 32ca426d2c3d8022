import { type DynamoDB, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { readSample, sampleClients } from "../reference/sample.ts";
import { listNamed } from "../store/owner.ts";
import { append, register } from "../store/plans.ts";
import { createListWriter } from "../store/writer.ts";
import type { TableNames } from "./create-tables.ts";

/** Writes the sample's clients, and its lists through the store, like every other writer. */
export const loadSample = async (dynamodb: DynamoDB, tables: TableNames): Promise<void> => {
  const writer = createListWriter(dynamodb, tables.assignments);
  for (const { records, ...owner } of await readSample()) {
    const list = listNamed(owner);
    await writer.change(list, register);
    await writer.change(list, append(list.category, records));
  }
  for (const { clientSecret: _, ...client } of sampleClients) {
    await dynamodb.send(new PutItemCommand({ TableName: tables.clients, Item: marshall(client) }));
  }
};
