import type { StoredAssignment } from "../../../functions/shared/store/stored-assignment.ts";
import { CommandError } from "../terminal/command.ts";

/** An assignment's columns: its fields' names, dotted for the fields of `course` and `batch`. */
type Column = {
  [Field in keyof StoredAssignment]: StoredAssignment[Field] extends { serial: string }
    ? `${Field}.${keyof StoredAssignment[Field] & string}`
    : Field;
}[keyof StoredAssignment];

type ReadCell = (cell: string) => unknown;

const text: ReadCell = (cell) => cell;
const truth: ReadCell = (cell) => (/^(?:true|false)$/i.test(cell) ? cell.toLowerCase() === "true" : cell || undefined);
/** A number as JSON writes it; any other text is kept, and breaks the field's rule. */
const number: ReadCell = (cell) =>
  /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(cell) ? Number(cell) : cell || undefined;

const columns: Readonly<Record<Column, ReadCell>> = {
  "course.serial": text,
  "course.name": text,
  "batch.serial": text,
  "batch.name": text,
  absentReason: text,
  assignedCourseSerial: text,
  feedback: text,
  isAttend: truth,
  userAssignedStatus: text,
  postActivityStatus: text,
  postTestAttempt: number,
  postTestScore: number,
  postTestPassingScore: (cell) => number(cell) ?? null,
};

/** Delimiters that a file may have instead of the given one, as the message writes them. */
const otherDelimiters = { ";": '";"', "\t": "a tab", ",": '","', "|": '"|"' };

export type HeaderOptions = {
  /** The header's physical line. */
  readonly line: number;
  /** The company of every row, whose column may be missing then. */
  readonly company?: string | undefined;
};

/** Turns a row's cells into the value that a line of NDJSON would have. */
export type RowReader = (cells: readonly string[]) => Readonly<Record<string, unknown>>;

/**
 * Reads the header, whose columns may have any order. Unknown columns beside those of an assignment are ignored. A file
 * with the employee (and the company) alone registers employees.
 *
 * @returns the reader of rows that have as many cells as the header
 * @throws {CommandError} naming every column that is missing or repeated
 */
export const readHeader = (header: readonly string[], { line, company }: HeaderOptions): RowReader => {
  const known = ["companySerial", "employeeID", ...Object.keys(columns)].filter((name) => header.includes(name));
  // If all other columns are unknown, they are probably an assignment's under other names.
  const assigns = header.some((name) => name !== "companySerial" && name !== "employeeID");
  const required = [
    ...(company === undefined ? ["companySerial"] : []),
    "employeeID",
    ...(assigns ? Object.keys(columns) : []),
  ];
  const problems = [
    ...required.filter((name) => !known.includes(name)).map((name) => `the column ${name} is missing`),
    ...known.filter(isRepeatedIn(header)).map((name) => `the column ${name} is repeated`),
  ];
  if (problems.length > 0) {
    throw new CommandError(`line ${line}: ${otherDelimiterProblem(header) ?? problems.join("; ")}`);
  }
  return rowReader(header, company);
};

const isRepeatedIn = (header: readonly string[]) => (name: string) => header.indexOf(name) !== header.lastIndexOf(name);

/** A header of a single column was probably written with another delimiter. */
const otherDelimiterProblem = ([name = "", ...more]: readonly string[]): string | undefined => {
  const other = Object.entries(otherDelimiters).find(([delimiter]) => more.length === 0 && name.includes(delimiter));
  return other && `the header is a single column with ${other[1]} in it; give the file's delimiter with --delimiter`;
};

const rowReader = (header: readonly string[], company: string | undefined): RowReader => {
  const [companyAt, employeeAt] = [header.indexOf("companySerial"), header.indexOf("employeeID")];
  const places = Object.entries(columns).flatMap(([name, read]) => {
    const [group = name, field] = name.split(".");
    return header.includes(name) ? [{ at: header.indexOf(name), group, field, read }] : [];
  });
  return (cells) => {
    const serial = cells[companyAt];
    // With --company, an empty cell leaves the company out.
    const companySerial = serial === "" && company !== undefined ? undefined : serial;
    const row: Record<string, unknown> = { companySerial, employeeID: cells[employeeAt] };
    if (places.every(({ at }) => cells[at] === "")) return row;
    const groups: Record<string, Record<string, unknown>> = {};
    for (const { at, group, field, read } of places) {
      const value = read(cells[at] ?? "");
      if (field === undefined) {
        row[group] = value;
      } else {
        groups[group] ??= {};
        groups[group][field] = value;
      }
    }
    return Object.assign(row, groups);
  };
};
