import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Assignment } from "../../functions/webinar-activity/contract.ts";
import { assignmentOf } from "./generator/assignment.ts";
import { randomOf, serial } from "./generator/random.ts";

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

/** Generates valid records lazily: memory does not grow with their number. */
export function* generate(options: GeneratorOptions): Generator<GeneratedRecord> {
  const { employees, assignments, order = "grouped" } = options;
  const most = typeof assignments === "number" ? assignments : assignments.to;
  const [outer, inner] = order === "grouped" ? [employees, most] : [most, employees];
  for (let slow = 0; slow < outer; slow += 1) {
    for (let fast = 0; fast < inner; fast += 1) {
      const [employee, index] = order === "grouped" ? [slow, fast] : [fast, slow];
      const record = recordOf(options, employee, index);
      if (record) yield record;
    }
  }
}

/** @returns `undefined` if the employee has no assignment with that index */
const recordOf = (
  { seed, companies, assignments }: GeneratorOptions,
  employee: number,
  index: number,
): GeneratedRecord | undefined => {
  const ofEmployee = randomOf(seed, EMPLOYEE, employee);
  const employeeID = serial("EMP", ofEmployee, employee);
  const total = typeof assignments === "number" ? assignments : ofEmployee.between(assignments.from, assignments.to);
  if (index >= total) return undefined;
  const company = employee % companies;
  const companySerial = serial("CMP-", randomOf(seed, COMPANY, company), company);
  return { companySerial, employeeID, ...assignmentOf(seed, randomOf(seed, employee, index), index) };
};

/** Lines of NDJSON, each with its newline. */
export function* toNdjson(records: Iterable<GeneratedRecord>): Generator<string> {
  for (const record of records) yield `${JSON.stringify(record)}\n`;
}

/** The CSV columns, and a record's value in each. */
const columns: Record<string, (record: GeneratedRecord) => string | number | boolean | null> = {
  companySerial: ({ companySerial }) => companySerial,
  employeeID: ({ employeeID }) => employeeID,
  "course.serial": ({ course }) => course.serial,
  "course.name": ({ course }) => course.name,
  "batch.serial": ({ batch }) => batch.serial,
  "batch.name": ({ batch }) => batch.name,
  absentReason: ({ absentReason }) => absentReason,
  assignedCourseSerial: ({ assignedCourseSerial }) => assignedCourseSerial,
  feedback: ({ feedback }) => feedback,
  isAttend: ({ isAttend }) => isAttend,
  userAssignedStatus: ({ userAssignedStatus }) => userAssignedStatus,
  postActivityStatus: ({ postActivityStatus }) => postActivityStatus,
  postTestAttempt: ({ postTestAttempt }) => postTestAttempt,
  postTestScore: ({ postTestScore }) => postTestScore,
  postTestPassingScore: ({ postTestPassingScore }) => postTestPassingScore,
};

/** A value as in RFC 4180, quoted if necessary; `null` is the empty value. */
const csvValue = (value: string | number | boolean | null): string => {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** A header with `course.serial` style names, then a row for each record; each with its newline (CSV, RFC 4180). */
export function* toCsv(records: Iterable<GeneratedRecord>): Generator<string> {
  yield `${Object.keys(columns).join(",")}\n`;
  const values = Object.values(columns);
  for (const record of records) yield `${values.map((value) => csvValue(value(record))).join(",")}\n`;
}

/** Writes the records to a file as NDJSON, with backpressure. */
export const writeNdjson = (path: string, records: Iterable<GeneratedRecord>): Promise<void> =>
  pipeline(Readable.from(toNdjson(records)), createWriteStream(path));
