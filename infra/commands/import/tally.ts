import type { Owner } from "../../store/owner.ts";
import { textTable } from "../terminal/text-table.ts";
import type { Changes } from "./changes.ts";
import type { Gathered } from "./gather.ts";

type Counts = Record<keyof Changes | "employees" | "rows" | "rejected", number>;

const COLUMNS = ["employees", "added", "updated", "unchanged", "removed", "rejected"] as const;
const NOTHING: Counts = { employees: 0, rows: 0, added: 0, updated: 0, unchanged: 0, removed: 0, rejected: 0 };

export type Tally = {
  /** Counts an employee that is done. */
  count(gathered: Gathered, changes: Changes): void;
  /** Counts a rejected row, by its company if that could be read. */
  reject(owner: Partial<Owner>): void;
  /** Over all companies. */
  readonly total: Readonly<Counts>;
  /** As a text table: a line for each company, and a sum if there are several. */
  table(): string;
};

/** Counts the results of a file's rows by company. */
export const createTally = (): Tally => {
  const companies = new Map<string, Counts>();
  let total = NOTHING;
  const add = (company: string, counts: Partial<Counts>) => {
    companies.set(company, sum(companies.get(company) ?? NOTHING, counts));
    total = sum(total, counts);
  };
  return {
    count: ({ companySerial, rows }, changes) => add(companySerial, { employees: 1, rows, ...changes }),
    // No company's serial is empty.
    reject: ({ companySerial = "" }) => add(companySerial, { rejected: 1 }),
    get total() {
      return total;
    },
    table() {
      const rows = [...companies].sort(([a], [b]) => (a < b ? -1 : 1));
      const lines = rows.map(([company, counts]) => lineOf(company || "(not readable)", counts));
      if (lines.length > 1) lines.push(lineOf("all", total));
      return textTable(["company", ...COLUMNS], lines);
    },
  };
};

const sum = (counts: Counts, more: Partial<Counts>): Counts => {
  const result = { ...counts };
  for (const [name, count] of Object.entries(more)) result[name as keyof Counts] += count;
  return result;
};

const lineOf = (name: string, counts: Counts): string[] => [
  name,
  ...COLUMNS.map((column) => counts[column].toLocaleString("en")),
];
