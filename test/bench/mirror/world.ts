import { type DynamoDB, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Assignment } from "../../../functions/shared/records/assignment.ts";
import { categories } from "../../../functions/shared/store/categories.ts";
import type { ListName } from "../../../functions/shared/store/lists.ts";
import { localDynamoDB, localTables } from "../../../infra/local/aws.ts";
import { createTables } from "../../../infra/local/create-tables.ts";
import { startStack } from "../../../infra/local/stack.ts";
import { sampleClients } from "../../../infra/reference/sample.ts";
import { createEraser, type Eraser } from "../../../infra/store/erase.ts";
import { createListWriter, type ListWriter } from "../../../infra/store/writer.ts";
import { MIRRORED_COMPANY } from "../../support/mirror.ts";
import { startEngineOrEmbedded } from "../engine.ts";

/** Longer than the local stack's feed is behind. */
export const MARGIN_MS = 2_200;

/** A list that the mirror copies. */
export const listOf = (employeeID: string): ListName<Assignment> => ({
  companySerial: MIRRORED_COMPANY,
  category: categories.webinar,
  employeeID,
});

export type Asked = { readonly requests: number; readonly readUnits: number };

export type World = {
  readonly engine: string;
  readonly url: string;
  readonly dynamodb: DynamoDB;
  readonly writer: ListWriter;
  readonly eraser: Eraser;
  /** What `work` asks of the API, in all and of lists alone; the read units are those that the API's log tells of. */
  asked(work: () => Promise<unknown>): Promise<{ readonly all: Asked; readonly lists: Asked }>;
  stop(): Promise<void>;
};

/** The local stack on DynamoDB Local, or on the embedded engine. */
export const startWorld = async (): Promise<World> => {
  const engine = await startEngineOrEmbedded();
  const dynamodb = localDynamoDB(engine.url);
  await createTables(dynamodb, localTables);
  for (const { clientSecret: _, ...client } of sampleClients) {
    await dynamodb.send(new PutItemCommand({ TableName: localTables.clients, Item: marshall(client) }));
  }
  const asked: { readUnits?: number; page?: number }[] = [];
  const sumOf = (lines: typeof asked): Asked => ({
    requests: lines.length,
    readUnits: lines.reduce((sum, { readUnits = 0 }) => sum + readUnits, 0),
  });
  const stack = await startStack({
    log(line) {
      const { message } = JSON.parse(line);
      if (message?.status !== undefined) asked.push(message);
    },
    endpoints: async (real) => ({ ...real, dynamodb: engine.url }),
  });
  return {
    engine: engine.name,
    url: stack.url,
    dynamodb,
    writer: createListWriter(dynamodb, localTables.assignments),
    eraser: createEraser(dynamodb, localTables.assignments),
    async asked(work) {
      asked.length = 0;
      await work();
      return { all: sumOf(asked), lists: sumOf(asked.filter(({ page }) => page !== undefined)) };
    },
    async stop() {
      dynamodb.destroy();
      await stack.stop();
      await engine.stop();
    },
  };
};
