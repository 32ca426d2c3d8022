import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type DynamoDB, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod/mini";
import type { Client } from "../../functions/shared/auth/client-registry.ts";
import { categories } from "../../functions/shared/store/categories.ts";
import { type StoredAssignment, storedAssignment } from "../../functions/shared/store/stored-assignment.ts";
import type { TableNames } from "../local/create-tables.ts";
import { type Owner, owner } from "../store/owner.ts";
import { append, register } from "../store/plans.ts";
import { createListWriter } from "../store/writer.ts";

type SampleClient = Client & { readonly clientSecret: string };

/** The client that everything shown to people begins with. */
export const demoClient: SampleClient = {
  clientID: "demo",
  clientSecret: "demo-secret",
  companySerial: "CMP-RUANGGURU",
  enabled: true,
  label: "Demo",
};

/** The clients of the local stack. Their secrets open nothing but the provider that `npm start` makes on loopback. */
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

/** One list of the sample: an employee and the assignments in order, none for one who is only registered. */
export type SampleList = Owner & { readonly assignments: readonly StoredAssignment[] };

/**
 * Reads `sample.ndjson`: a record a line, the contract's fields beside `companySerial` and `employeeID`; a line with
 * these two alone registers the employee.
 */
export const readSample = async (): Promise<SampleList[]> => {
  const lists = new Map<string, SampleList & { assignments: StoredAssignment[] }>();
  const file = await readFile(join(import.meta.dirname, "sample.ndjson"), "utf8");
  for (const text of file.trimEnd().split("\n")) {
    const row = JSON.parse(text);
    const { companySerial: company, employeeID } = z.parse(owner, row);
    const key = JSON.stringify([company, employeeID]);
    const list = lists.get(key) ?? { companySerial: company, employeeID, assignments: [] };
    lists.set(key, list);
    if ("assignedCourseSerial" in row) list.assignments.push(z.parse(storedAssignment, row));
  }
  return [...lists.values()];
};

/** Writes the sample's clients, and its lists through the store, like every other writer. */
export const loadSample = async (dynamodb: DynamoDB, tables: TableNames): Promise<void> => {
  const writer = createListWriter(dynamodb, tables.assignments, storedAssignment);
  for (const { companySerial, employeeID, assignments } of await readSample()) {
    const list = { companySerial, category: categories.webinar.name, employeeID };
    await writer.change(list, register);
    await writer.change(list, append(assignments));
  }
  for (const { clientSecret: _, ...client } of sampleClients) {
    await dynamodb.send(new PutItemCommand({ TableName: tables.clients, Item: marshall(client) }));
  }
};
