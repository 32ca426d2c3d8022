import type { DynamoDB } from "@aws-sdk/client-dynamodb";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { ListName } from "../../functions/shared/store/lists.ts";
import { createPageStore } from "../../functions/shared/store/page-store.ts";
import { type StoredAssignment, storedAssignment } from "../../functions/shared/store/stored-assignment.ts";
import { createTables, type TableNames } from "../../infra/local/create-tables.ts";
import { append, register } from "../../infra/store/plans.ts";
import { createListWriter } from "../../infra/store/writer.ts";
import { clientFor, type Engine, uniqueTables } from "./engines.ts";

export const listOf = (employeeID: string, companySerial = "CMP-A"): ListName => ({
  companySerial,
  category: "webinar",
  employeeID,
});

/** Both tables, empty, on an engine, with the store's read side and write side. */
export const startStorage = async (engine: Engine) => {
  const { url, stop } = await engine.start();
  const dynamodb = clientFor(url);
  const tables = uniqueTables();
  await createTables(dynamodb, tables);
  return {
    url,
    tables,
    ...sidesOf(dynamodb, tables),
    stop: async () => {
      dynamodb.destroy();
      await stop();
    },
  };
};

/** The store's read side and write side with the test's own client. */
export const sidesOf = (dynamodb: DynamoDB, tables: TableNames) => {
  const writer = createListWriter(dynamodb, tables.assignments, storedAssignment);
  return {
    dynamodb,
    store: createPageStore(dynamodb, tables.assignments, storedAssignment),
    writer,
    append: (list: ListName, records: readonly StoredAssignment[]) => writer.change(list, append(records)),
    register: (list: ListName) => writer.change(list, register),
    /** Puts an item directly, without the store. */
    put: (table: keyof TableNames, item: Record<string, unknown>) =>
      dynamodb.send(new PutItemCommand({ TableName: tables[table], Item: marshall(item) })),
  };
};

export type Storage = Awaited<ReturnType<typeof startStorage>>;

/** Every page of a list, read one after the other. */
export const wholeListOf = async ({ store }: Pick<Storage, "store">, employeeID: string) => {
  const records: StoredAssignment[] = [];
  let total = 0;
  for (let page = 1; page === 1 || records.length < total; page += 1) {
    const found = await store.page(listOf(employeeID), { page, pageSize: 100 });
    total = found.total ?? 0;
    records.push(...found.assignments);
  }
  return { total, records };
};
