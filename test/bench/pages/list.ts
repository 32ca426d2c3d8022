import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { type Assignment, assignment } from "../../../functions/shared/records/assignment.ts";
import { categories } from "../../../functions/shared/store/categories.ts";
import type { ListName } from "../../../functions/shared/store/lists.ts";
import { append, type Plan } from "../../../infra/store/plans.ts";
import { createListWriter } from "../../../infra/store/writer.ts";
import { generate } from "../../support/generator.ts";
import { type BenchEngine, localAccess } from "../engine.ts";

export const ASSIGNMENTS = 10_000;

/** A list in a table, and what each of its pages must be. */
export type FilledList = {
  readonly engine: BenchEngine;
  readonly table: string;
  readonly list: ListName<Assignment>;
  /** In their order. */
  readonly assignments: readonly Assignment[];
};

/** Writes one employee's assignments, the same every time, as the project's commands do. */
export const fillList = async (engine: BenchEngine, table: string, signal: AbortSignal): Promise<FilledList> => {
  const records = [...generate({ seed: 1, companies: 1, employees: 1, assignments: ASSIGNMENTS })];
  const assignments = records.map((record) => assignment.parse(record));
  const { companySerial = "", employeeID = "" } = records[0] ?? {};
  const list = { companySerial, category: categories.webinar, employeeID };

  const appended = append(list.category, assignments);
  const plan: Plan<Assignment> = (state) => {
    signal.throwIfAborted();
    return appended(state);
  };
  const dynamodb = new DynamoDB({ endpoint: engine.url, ...localAccess });
  try {
    await createListWriter(dynamodb, table).change(list, plan);
  } finally {
    dynamodb.destroy();
  }
  return { engine, table, list, assignments };
};
