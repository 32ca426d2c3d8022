import type { Reject, Row } from "../../infra/commands/import/rows.ts";
import { readRows, type SourceOptions } from "../../infra/commands/import/source.ts";
import { exampleAssignment } from "./assignments.ts";

/** The CSV columns: the owner's, then the others in the contract's order. */
export const csvColumns = [
  "companySerial",
  "employeeID",
  "course.serial",
  "course.name",
  "batch.serial",
  "batch.name",
  "absentReason",
  "assignedCourseSerial",
  "feedback",
  "isAttend",
  "userAssignedStatus",
  "postActivityStatus",
  "postTestAttempt",
  "postTestScore",
  "postTestPassingScore",
] as const;
export const csvHeader = csvColumns.join(",");

type Cells = Partial<Record<(typeof csvColumns)[number], string>>;

/** A valid row; each `number` is another employee and assignment. */
export const goodRow = (number: number) => ({
  companySerial: "CMP-IMPORT",
  employeeID: `EMPLOYEE-${number}`,
  ...exampleAssignment,
  assignedCourseSerial: `ASGC-${number}`,
});

/** `goodRow` as a line of NDJSON. */
export const ndjsonLine = (number: number): string => JSON.stringify(goodRow(number));

/** `goodRow` as a CSV record, with some cells changed. */
export const csvLine = (number: number, changes: Cells = {}): string => {
  const { companySerial, employeeID, course, batch, ...rest } = goodRow(number);
  const cells: Record<string, unknown> = {
    companySerial,
    employeeID,
    "course.serial": course.serial,
    "course.name": course.name,
    "batch.serial": batch.serial,
    "batch.name": batch.name,
    ...rest,
    ...changes,
  };
  return csvColumns.map((column) => quoted(`${cells[column] ?? ""}`)).join(",");
};

const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** The result of `readRows` for `goodRow(number)` on `line`. */
export const readAs = (number: number, line: number) => {
  const { companySerial, employeeID, ...record } = goodRow(number);
  return { companySerial, employeeID, category: "webinar", line, record };
};

/** A file with these lines, each with a line end. */
export const fileOf = (lines: readonly (string | Uint8Array)[], lineEnd = "\n"): Buffer =>
  Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from(lineEnd)]));

/** The bytes in chunks of `size`. */
export async function* chunksOf(bytes: Uint8Array, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Every row that `readRows` finds in a file, which is complete or in chunks. */
export const rowsIn = async (file: string | Uint8Array | AsyncIterable<Uint8Array>, options: SourceOptions) => {
  const bytes = typeof file === "string" || file instanceof Uint8Array ? chunksOf(Buffer.from(file)) : file;
  const batches: (Row | Reject)[][] = [];
  for await (const batch of readRows(bytes, options)) batches.push(batch);
  return batches.flat();
};
