import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Assignment } from "../../functions/shared/records/assignment.ts";
import { type CategoryName, categories } from "../../functions/shared/store/categories.ts";
import { assignmentOf } from "./generator/assignment.ts";
import { courseAt, onlineActivityOf } from "./generator/others.ts";
import { type Random, randomOf, serial } from "./generator/random.ts";

/** Separate random sources for companies and employees, different from those of assignments. */
const COMPANY = -3;
const EMPLOYEE = -4;

export type GeneratedRecord = { readonly companySerial: string; readonly employeeID: string } & Assignment;

export type GeneratorOptions = {
  /** A whole number; the same options with the same seed generate the same records. */
  readonly seed: number;
  readonly companies: number;
  /** The total; they are assigned to the companies in turn. */
  readonly employees: number;
  /** For each employee: a fixed number, or a range, inclusive. An employee with 0 has no record. */
  readonly assignments: number | { readonly from: number; readonly to: number };
  /**
   * `grouped` (default): an employee's records are consecutive. `scattered`: the first record of every employee, then the
   * second of every employee, and so on. The order within an employee is the same in both.
   */
  readonly order?: "grouped" | "scattered";
};

/** Generates valid webinar records lazily: memory does not grow with their number. */
export function* generate(options: GeneratorOptions): Generator<GeneratedRecord> {
  const { seed } = options;
  for (const { owner, employee, index } of places(options)) {
    yield { ...owner, ...assignmentOf(seed, randomOf(seed, employee, index), index) };
  }
}

/** A row of any category, as an import file has it. */
export type GeneratedRow = {
  readonly companySerial: string;
  readonly employeeID?: string;
  readonly category: CategoryName;
};

/** As `generate`, of any category; a company's own list has the records of one of its employees. */
export function* generateRows(category: CategoryName, options: GeneratorOptions): Generator<GeneratedRow> {
  const { seed } = options;
  for (const { owner, employee, index } of places(options)) {
    const { companySerial, employeeID } = owner;
    const record = makers[category](seed, randomOf(seed, employee, index), index);
    if (categories[category].owner === "employee") yield { companySerial, employeeID, category, ...record };
    else if (employee < options.companies) yield { companySerial, category, ...record };
  }
}

const makers: Record<CategoryName, (seed: number, random: Random, index: number) => object> = {
  webinar: assignmentOf,
  offline: assignmentOf,
  online: onlineActivityOf,
  courses: courseAt,
};

type Place = { readonly owner: Pick<GeneratedRecord, "companySerial" | "employeeID">; employee: number; index: number };

/** The place of each record: its owner, and its index in the list. */
function* places(options: GeneratorOptions): Generator<Place> {
  const { employees, assignments, order = "grouped" } = options;
  const most = typeof assignments === "number" ? assignments : assignments.to;
  const [outer, inner] = order === "grouped" ? [employees, most] : [most, employees];
  for (let slow = 0; slow < outer; slow += 1) {
    for (let fast = 0; fast < inner; fast += 1) {
      const [employee, index] = order === "grouped" ? [slow, fast] : [fast, slow];
      const owner = ownerOf(options, employee, index);
      if (owner) yield { owner, employee, index };
    }
  }
}

/** @returns `undefined` if the employee has no record with that index */
const ownerOf = (
  { seed, companies, assignments }: GeneratorOptions,
  employee: number,
  index: number,
): Place["owner"] | undefined => {
  const ofEmployee = randomOf(seed, EMPLOYEE, employee);
  const employeeID = serial("EMP", ofEmployee, employee);
  const total = typeof assignments === "number" ? assignments : ofEmployee.between(assignments.from, assignments.to);
  if (index >= total) return undefined;
  const company = employee % companies;
  return { companySerial: serial("CMP-", randomOf(seed, COMPANY, company), company), employeeID };
};

/** Lines of NDJSON, each with its newline. */
export function* toNdjson(records: Iterable<object>): Generator<string> {
  for (const record of records) yield `${JSON.stringify(record)}\n`;
}

/** A record's cells by their columns; `null` is the empty cell. */
export const cellsOf = (record: object, group = ""): Record<string, string> =>
  Object.assign(
    {},
    ...Object.entries(record).map(([name, value]) =>
      typeof value === "object" && value !== null
        ? cellsOf(value, `${group}${name}.`)
        : { [`${group}${name}`]: String(value ?? "") },
    ),
  );

/** As in RFC 4180, quoted if necessary. */
const csvValue = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * A header with `course.serial` style names, then a row for each record; each with its newline (CSV, RFC 4180). All
 * records have the same fields.
 */
export function* toCsv(records: Iterable<object>): Generator<string> {
  let headed = false;
  for (const record of records) {
    const cells = cellsOf(record);
    if (!headed) yield `${Object.keys(cells).join(",")}\n`;
    headed = true;
    yield `${Object.values(cells).map(csvValue).join(",")}\n`;
  }
}

/** Writes the records to a file as NDJSON, with backpressure. */
export const writeNdjson = (path: string, records: Iterable<GeneratedRecord>): Promise<void> =>
  pipeline(Readable.from(toNdjson(records)), createWriteStream(path));
