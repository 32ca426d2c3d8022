import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type DynamoDB, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod/mini";
import type { Client } from "../../functions/shared/auth/client-registry.ts";
import { type Assignment, assignment } from "../../functions/webinar-activity/contract.ts";
import type { TableNames } from "../local/create-tables.ts";
import { type Owner, owner } from "../store/owner.ts";
import { append, register } from "../store/plans.ts";
import { createListWriter } from "../store/writer.ts";

type SampleClient = Client & { readonly clientSecret: string };

/** The client in all examples. */
export const demoClient: SampleClient = {
  clientID: "demo",
  clientSecret: "demo-secret",
  companySerial: "CMP-RUANGGURU",
  enabled: true,
  label: "Demo",
};

/** The clients of the local stack. Their secrets are valid only for the provider of `npm start` on loopback. */
export const sampleClients: readonly SampleClient[] = [
  demoClient,
  {
    clientID: "other",
    clientSecret: "other-secret",
    companySerial: "CMP-OTHER",
    enabled: true,
    label: "Other company",
  },
  {
    clientID: "disabled",
    clientSecret: "disabled-secret",
    companySerial: "CMP-RUANGGURU",
    enabled: false,
    label: "Disabled",
  },
];

/** One list of the sample: an employee and the assignments in order; empty for an employee who is only registered. */
export type SampleList = Owner & { readonly assignments: readonly Assignment[] };

/**
 * Reads `sample.ndjson`: each line is a record, with the contract's fields plus `companySerial` and `employeeID`. A line
 * with only these two registers the employee.
 */
export const readSample = async (): Promise<SampleList[]> => {
  const lists = new Map<string, SampleList & { assignments: Assignment[] }>();
  const file = await readFile(join(import.meta.dirname, "sample.ndjson"), "utf8");
  for (const text of file.trimEnd().split("\n")) {
    const row = JSON.parse(text);
    const { companySerial: company, employeeID } = z.parse(owner, row);
    const key = JSON.stringify([company, employeeID]);
    const list = lists.get(key) ?? { companySerial: company, employeeID, assignments: [] };
    lists.set(key, list);
    if ("assignedCourseSerial" in row) list.assignments.push(z.parse(assignment, row));
  }
  return [...lists.values()];
};

/** Writes the sample's clients to their table, and its lists with the store's writer. */
export const loadSample = async (dynamodb: DynamoDB, tables: TableNames): Promise<void> => {
  const writer = createListWriter(dynamodb, tables.assignments, assignment);
  for (const { companySerial, employeeID, assignments } of await readSample()) {
    const list = { companySerial, category: "webinar", employeeID };
    await writer.change(list, register);
    await writer.change(list, append(assignments));
  }
  for (const { clientSecret: _, ...client } of sampleClients) {
    await dynamodb.send(new PutItemCommand({ TableName: tables.clients, Item: marshall(client) }));
  }
};
