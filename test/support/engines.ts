import { randomUUID } from "node:crypto";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { inject } from "vitest";
import { startDynamoDB } from "../../infra/local/dynamodb.ts";

export type Engine = { name: string; start(): Promise<{ url: string; stop(): Promise<void> }> };

/** dynalite with this project's transactions. */
export const embeddedEngine: Engine = { name: "the embedded engine", start: startDynamoDB };

const dynamoDBLocalUrl = inject("dynamoDBLocalUrl");

/**
 * The DynamoDB engines for storage tests: always the embedded one, and AWS's DynamoDB Local if it is configured. All tests
 * share DynamoDB Local, so each needs its own table names: see `uniqueTables`.
 */
export const engines: ReadonlyArray<Engine> = [
  embeddedEngine,
  ...(dynamoDBLocalUrl
    ? [{ name: "DynamoDB Local", start: async () => ({ url: dynamoDBLocalUrl, stop: async () => {} }) }]
    : []),
];

/** Names for a pair of tables that no other test uses. */
export const uniqueTables = (): { assignments: string; clients: string } => {
  const id = randomUUID();
  return { assignments: `assignments-${id}`, clients: `clients-${id}` };
};

/** An SDK client for an engine. It never retries, so that a test sees each failure. */
export const clientFor = (url: string): DynamoDB =>
  new DynamoDB({
    endpoint: url,
    region: "us-east-1",
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
