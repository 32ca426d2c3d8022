import type { DynamoDB } from "@aws-sdk/client-dynamodb";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Assignment } from "../../functions/shared/records/assignment.ts";
import { categories } from "../../functions/shared/store/categories.ts";
import { createChangesStore } from "../../functions/shared/store/changes-store.ts";
import type { ListName } from "../../functions/shared/store/lists.ts";
import { createPageStore } from "../../functions/shared/store/page-store.ts";
import { createSearchStore } from "../../functions/shared/store/search-store.ts";
import { createTables, type TableNames } from "../../infra/local/create-tables.ts";
import { createEraser } from "../../infra/store/erase.ts";
import { append, register } from "../../infra/store/plans.ts";
import { createListWriter } from "../../infra/store/writer.ts";
import { clientFor, type Engine, uniqueTables } from "./engines.ts";

export const listOf = (employeeID: string, companySerial = "CMP-A"): ListName<Assignment> => ({
  companySerial,
  category: categories.webinar,
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
  const writer = createListWriter(dynamodb, tables.assignments);
  return {
    dynamodb,
    store: {
      ...createPageStore(dynamodb, tables.assignments),
      ...createSearchStore(dynamodb, tables.assignments),
      // Every engine here shows a change at once, and all clocks are one; -1, so that it shows those of this millisecond.
      ...createChangesStore(dynamodb, tables.assignments, { marginMs: -1 }),
    },
    writer,
    append: <Value extends object>(list: ListName<Value>, records: readonly Value[]) =>
      writer.change(list, append(list.category, records)),
    register: (list: ListName) => writer.change(list, register),
    remove: createEraser(dynamodb, tables.assignments).erase,
    /** Puts an item directly, without the store. */
    put: (table: keyof TableNames, item: Record<string, unknown>) =>
      dynamodb.send(new PutItemCommand({ TableName: tables[table], Item: marshall(item) })),
  };
};

export type Storage = Awaited<ReturnType<typeof startStorage>>;

/** Every page of a list, read one after the other. */
export const wholeListOf = async ({ store }: Pick<Storage, "store">, employeeID: string) => {
  const records: Assignment[] = [];
  let total = 0;
  for (let page = 1; page === 1 || records.length < total; page += 1) {
    const found = await store.page(listOf(employeeID), { page, pageSize: 100 });
    total = found.total ?? 0;
    records.push(...found.records);
  }
  return { total, records };
};
