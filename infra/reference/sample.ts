import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod/mini";
import type { Client } from "../../functions/shared/auth/client-registry.ts";
import { type StoredAssignment, storedAssignment } from "../../functions/shared/store/stored-assignment.ts";
import { type Owner, owner } from "../store/owner.ts";

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
export type SampleList = Owner & { readonly assignments: readonly StoredAssignment[] };

/**
 * Reads `sample.ndjson`: each line is a record, with the contract's fields plus `companySerial` and `employeeID`. A line
 * with only these two registers the employee.
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
