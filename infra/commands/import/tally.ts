import { type CategoryName, categories } from "../../../functions/shared/store/categories.ts";
import { type ListOwner, ownerOf } from "../../store/owner.ts";
import { textTable } from "../terminal/text-table.ts";
import { createCaseTwins } from "./case-twins.ts";
import type { Changes } from "./changes.ts";
import type { Gathered } from "./gather.ts";
import type { Mend } from "./mend.ts";
import { createMendedCells } from "./mended.ts";
import type { Row } from "./rows.ts";

export type Counts = Record<keyof Changes | "lists" | "rows" | "rejected", number>;
/** The counts of one company's rows of one category, each of the two if it could be read. */
export type Line = {
  readonly companySerial: string | undefined;
  readonly category: CategoryName | undefined;
  readonly counts: Counts;
};

const COLUMNS = ["lists", "added", "updated", "unchanged", "removed", "rejected"] as const;
export const NOTHING: Counts = { lists: 0, rows: 0, added: 0, updated: 0, unchanged: 0, removed: 0, rejected: 0 };
const NOT_READABLE = "(not readable)";

export type Tally = {
  /** Counts a list that is done. */
  count(gathered: Gathered, changes: Changes): void;
  /** Counts a rejected row, by what could be read of its list. */
  reject(owner: Partial<ListOwner>): void;
  /** Over all companies and categories. */
  readonly total: Readonly<Counts>;
  /** The counts by company and category, in no order. */
  readonly lines: readonly Line[];
  /** Takes note of a valid row's identifiers: those that were mended, and those that differ by case. */
  note(row: Row): void;
  /** How many identifiers were mended, by kind. */
  readonly mended: Readonly<Record<Mend, number>>;
  /** How many identifiers differ from another one only by case. */
  readonly caseTwins: number;
  /** What the summary says of the identifiers; nothing where all are as they should be. */
  notes(): string[];
  /** As a text table: a line for each company, and each category if there are several, and a sum of several lines. */
  table(): string;
};

/** Counts the results of a file's rows by company and category. */
export const createTally = (): Tally => {
  const byList = new Map<string, Line>();
  const mended = createMendedCells();
  const twins = createCaseTwins();
  let total = NOTHING;
  const add = ({ companySerial, category }: Partial<ListOwner>, more: Partial<Counts>) => {
    const key = `${companySerial}#${category}`;
    const counts = sum(byList.get(key)?.counts ?? NOTHING, more);
    byList.set(key, { companySerial, category, counts });
    total = sum(total, more);
  };
  return {
    count: ({ list, rows }, changes) => add(ownerOf(list), { lists: 1, rows, ...changes }),
    reject: (owner) => add(owner, { rejected: 1 }),
    get total() {
      return total;
    },
    note(row) {
      if (row.mended) mended.add(row.line, row.mended);
      twins.add(row);
    },
    mended: mended.counts,
    get caseTwins() {
      return twins.count;
    },
    notes: () => [...mended.text(), ...twins.text()],
    get lines() {
      return [...byList.values()];
    },
    table() {
      const lines = [...byList.values()];
      const names = new Set(lines.flatMap(({ category }) => category ?? []));
      return names.size > 1 ? tableByCategory(lines, total) : tableByCompany(lines, total, [...names][0]);
    },
  };
};

const tableByCategory = (lines: readonly Line[], total: Counts): string => {
  const cells = lines.map(({ companySerial, category, counts }) => [
    companySerial ?? NOT_READABLE,
    category ?? NOT_READABLE,
    ...cellsOf(counts),
  ]);
  return textTable(["company", "category", ...COLUMNS], [...cells.sort(byNames), ["all", "", ...cellsOf(total)]], 2);
};

const tableByCompany = (lines: readonly Line[], total: Counts, category: CategoryName | undefined): string => {
  const companies = new Map<string, Counts>();
  for (const { companySerial = NOT_READABLE, counts } of lines)
    companies.set(companySerial, sum(companies.get(companySerial) ?? NOTHING, counts));
  const cells = [...companies].map(([company, counts]) => [company, ...cellsOf(counts)]).sort(byNames);
  if (cells.length > 1) cells.push(["all", ...cellsOf(total)]);
  const [, ...columns] = COLUMNS;
  const ofCompanies = category !== undefined && categories[category].owner === "company";
  return textTable(["company", ofCompanies ? "lists" : "employees", ...columns], cells);
};

const byNames = ([company = "", category = ""]: string[], [other = "", otherCategory = ""]: string[]): number => {
  if (company === other) return category < otherCategory ? -1 : 1;
  return company < other ? -1 : 1;
};

export const sum = (counts: Counts, more: Partial<Counts>): Counts => {
  const result = { ...counts };
  for (const [name, count] of Object.entries(more)) result[name as keyof Counts] += count;
  return result;
};

const cellsOf = (counts: Counts): string[] => COLUMNS.map((column) => counts[column].toLocaleString("en"));
