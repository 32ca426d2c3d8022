import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DeleteTableCommand, DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createTables } from "../../infra/local/create-tables.ts";
import { startDynamoDB } from "../../infra/local/dynamodb.ts";
import { startDynamoDBLocal } from "../support/dynamodb-local.ts";

const INSTRUCTION = `A benchmark needs AWS's DynamoDB Local and Java 17. test/README.md has the lines that
unpack it to .dynamodb-local, where it is looked for; if it is in another folder, name that in DYNAMODB_LOCAL_DIR.`;

/** Where no engine looks at. */
export const localAccess = {
  region: "us-east-1",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
} as const;

class MissingEngine extends Error {}

/** @throws {MissingEngine} with the instruction, where there is no engine */
const directoryOfEngine = (): string => {
  const named = process.env["DYNAMODB_LOCAL_DIR"];
  if (named) return named;
  const usual = join(import.meta.dirname, "../../.dynamodb-local");
  if (!existsSync(usual)) throw new MissingEngine(INSTRUCTION);
  return usual;
};

export type BenchEngine = {
  readonly name: string;
  readonly url: string;
  /** Calls `work` with the name of a fresh assignments table; it is gone afterwards. */
  withTable<Result>(work: (table: string) => Promise<Result>): Promise<Result>;
  /** How many items the table holds, headers of lists among them; AWS's own table would say it hours late. */
  countItems(table: string): Promise<number>;
  stop(): Promise<void>;
};

/** @throws {Error} where DynamoDB Local or Java is missing */
export const startEngine = async (): Promise<BenchEngine> =>
  benchEngine("DynamoDB Local", await startDynamoDBLocal(directoryOfEngine()));

/** For figures that mean something on the embedded engine, too: it is taken where DynamoDB Local or Java is missing. */
export const startEngineOrEmbedded = async (): Promise<BenchEngine> => {
  try {
    return await startEngine();
  } catch (error) {
    if (!isMissing(error)) throw error;
    console.error("There is no DynamoDB Local, or no Java: this measures on the embedded engine instead.");
    return benchEngine("the embedded engine", await startDynamoDB());
  }
};

const isMissing = (error: unknown): boolean =>
  error instanceof MissingEngine || (error instanceof Error && "syscall" in error && error.syscall === "spawn java");

const benchEngine = (name: string, { url, stop }: { url: string; stop(): Promise<void> }): BenchEngine => {
  const dynamodb = new DynamoDBClient({ endpoint: url, ...localAccess });
  return {
    name,
    url,
    async withTable(work) {
      const id = randomUUID();
      const names = { assignments: `assignments-${id}`, clients: `clients-${id}` };
      await createTables(dynamodb, names);
      const result = await work(names.assignments);
      // After a failure the engine itself ends soon.
      for (const name of Object.values(names)) await dynamodb.send(new DeleteTableCommand({ TableName: name }));
      return result;
    },
    async countItems(table) {
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: table }));
      return Table?.ItemCount ?? Number.NaN;
    },
    async stop() {
      dynamodb.destroy();
      await stop();
    },
  };
};
