import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod/mini";
import type { Client } from "../../functions/shared/auth/client-registry.ts";
import { categories } from "../../functions/shared/store/categories.ts";
import { categoryName, DEFAULT_CATEGORY, type ListOwner, owners } from "../store/owner.ts";

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

/** One list of the sample: its owner and its records in order; without records for an employee who is only registered. */
export type SampleList = ListOwner & { readonly records: readonly object[] };

/**
 * Reads `sample.ndjson`: each line is a record, with the contract's fields plus `companySerial`, `employeeID` and, unless
 * it is webinar, `category`. A line with only these registers the list's owner.
 */
export const readSample = async (): Promise<SampleList[]> => {
  const lists = new Map<string, SampleList & { records: object[] }>();
  const file = await readFile(join(import.meta.dirname, "sample.ndjson"), "utf8");
  for (const text of file.trimEnd().split("\n")) {
    const { companySerial: company, employeeID: employee, category: name, ...record } = JSON.parse(text);
    const category = z.parse(z._default(categoryName, DEFAULT_CATEGORY), name);
    const { owner, stored } = categories[category];
    const { companySerial, employeeID } = z.parse(owners[owner], { companySerial: company, employeeID: employee });
    const key = JSON.stringify([companySerial, category, employeeID]);
    const list = lists.get(key) ?? { companySerial, employeeID, category, records: [] };
    lists.set(key, list);
    if (Object.keys(record).length > 0) list.records.push(z.parse(stored, record));
  }
  return [...lists.values()];
};
