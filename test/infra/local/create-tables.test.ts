import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { DescribeTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTables } from "../../../infra/local/create-tables.ts";
import { clientFor, engines, uniqueTables } from "../../support/engines.ts";

describe.each(engines)("createTables on $name", (engine) => {
  let client: DynamoDBClient;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    const started = await engine.start();
    client = clientFor(started.url);
    stop = started.stop;
  });
  afterAll(() => stop());

  test("creates both tables with their keys, billed on demand, and resolves when they are active", async () => {
    const names = uniqueTables();
    await createTables(client, names);
    const { Table: assignments } = await client.send(new DescribeTableCommand({ TableName: names.assignments }));
    expect(assignments).toMatchObject({
      TableStatus: "ACTIVE",
      BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
      KeySchema: [
        { AttributeName: "listKey", KeyType: "HASH" },
        { AttributeName: "position", KeyType: "RANGE" },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: "changes",
          KeySchema: [
            { AttributeName: "changes", KeyType: "HASH" },
            { AttributeName: "changed", KeyType: "RANGE" },
          ],
          Projection: { ProjectionType: "INCLUDE" },
        },
      ],
    });
    const { NonKeyAttributes = [] } = assignments?.GlobalSecondaryIndexes?.[0]?.Projection ?? {};
    expect([...NonKeyAttributes].sort()).toEqual(["deleted", "expiresAt", "total", "version"]);
    const { Table: clients } = await client.send(new DescribeTableCommand({ TableName: names.clients }));
    expect(clients).toMatchObject({
      TableStatus: "ACTIVE",
      BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
      KeySchema: [{ AttributeName: "clientID", KeyType: "HASH" }],
    });
  });

  test("rejects if a table of that name exists", async () => {
    const names = uniqueTables();
    await createTables(client, names);
    await expect(createTables(client, names)).rejects.toMatchObject({ name: "ResourceInUseException" });
  });
});

test("createTables waits for tables that are slow to become active", async () => {
  const slow = dynalite({ createTableMs: 200 }).listen(0, "127.0.0.1");
  await once(slow, "listening");
  const client = clientFor(`http://127.0.0.1:${(slow.address() as AddressInfo).port}`);
  const names = uniqueTables();
  await createTables(client, names);
  for (const TableName of Object.values(names)) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    expect(Table?.TableStatus).toBe("ACTIVE");
  }
  client.destroy();
  slow.close();
});
