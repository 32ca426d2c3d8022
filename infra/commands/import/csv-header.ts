import { type CategoryName, categories } from "../../../functions/shared/store/categories.ts";
import { categoryNames, DEFAULT_CATEGORY, OWNER_FIELDS } from "../../store/owner.ts";
import { CommandError } from "../terminal/command.ts";
import type { ColumnMap } from "./column-map.ts";
import { columnsOf } from "./columns.ts";
import { fieldNamed } from "./field-names.ts";
import { comparable, nearest } from "./header-names.ts";
import { type RowReader, rowReader } from "./row-reader.ts";
import type { Common } from "./rows.ts";
import type { Notes } from "./skipped.ts";

/** Delimiters that a file may have instead of the given one, as the message writes them. */
const otherDelimiters = { ";": '";"', "\t": "a tab", ",": '","', "|": '"|"' };

export type HeaderOptions = Common & {
  /** The header's physical line. */
  readonly line: number;
  readonly delimiter: string;
  readonly notes: Notes;
  readonly map?: ColumnMap | undefined;
};

/**
 * Reads the header, whose columns may have any order. It must have all columns of the rows' category: of the one that is
 * given or, where each row can name its own, of one category at least. Other columns are ignored. A file with the
 * columns of the owner alone registers employees.
 *
 * @returns the reader of rows that have as many cells as the header, and the field of each column
 * @throws {CommandError} naming every column that is missing or repeated
 */
export const readHeader = (
  written: readonly string[],
  { line, company, category, delimiter, notes, map = new Map() }: HeaderOptions,
): { readonly read: RowReader; readonly fields: readonly string[] } => {
  const header = fieldsOfColumns(written, map, line);
  const rowsNameTheirs = header.includes("category") && category === undefined;
  const possible = rowsNameTheirs ? categoryNames : [category ?? DEFAULT_CATEGORY];
  const known = new Set([...OWNER_FIELDS, ...possible.flatMap((name) => columnsOf(name).map((column) => column.name))]);
  const unknown = written.filter((name, at) => !known.has(header[at] ?? "") && !ADDED.has(comparable(name)));
  // If all other columns are unknown, they are probably a record's under other names.
  const hasRecords = header.some((name) => !OWNER_FIELDS.includes(name) && !ADDED.has(comparable(name)));
  const missingFor = (name: CategoryName) => {
    const owner = company === undefined ? ["companySerial"] : [];
    if (categories[name].owner === "employee") owner.push("employeeID");
    const record = hasRecords ? columnsOf(name).filter(({ required }) => required) : [];
    return [...owner, ...record.map((column) => column.name)].filter((column) => !header.includes(column));
  };
  const [missing = []] = possible.map(missingFor).sort((a, b) => a.length - b.length);
  const problems = [
    ...missing.map((name) => missingProblem(name, unknown)),
    ...[...known].filter(isRepeatedIn(header)).map((name) => repeatedProblem(name, header, written)),
  ];
  if (problems.length > 0) {
    const isTitle = !header.some((name) => known.has(name));
    const found =
      missing.length > 0 && unknown.length > 0 ? `; found ${listed(unknown)}${adviceFor(missing, isTitle)}` : "";
    throw new CommandError(`line ${line}: ${otherDelimiterProblem(written) ?? `${problems.join("; ")}${found}`}`);
  }
  if (unknown.length > 0) notes.say(`Columns that are ignored, for no field has their names: ${listed(unknown)}.`);
  // A cell with the delimiter in it was quoted, so a comma in a number is a decimal one in either case.
  const form = { decimalComma: delimiter !== ",", quoted: delimiter === "," };
  return { read: rowReader(header, possible, { company, category }, form), fields: header };
};

/** The columns that a file of rejected rows has besides its source's. */
const ADDED = new Set(["line", "problems", ""]);

/** @returns the name of the field that each column is, or its own; a mapped field is no other column */
const fieldsOfColumns = (written: readonly string[], map: ColumnMap, line: number): string[] => {
  const header = written.map((column) => {
    const field = fieldNamed(column);
    return map.has(field) ? "" : field;
  });
  for (const [field, column] of map) {
    const exact = written.indexOf(column);
    const at = exact === -1 ? written.findIndex((name) => comparable(name) === comparable(column)) : exact;
    if (at !== -1) header[at] = field;
    else {
      const near = nearest(column, written);
      const hint = near === undefined ? "" : `, did you mean ${near}`;
      throw new CommandError(
        `line ${line}: the column ${column}, given for ${field}, is missing: found ${listed(written)}${hint}`,
      );
    }
  }
  return header;
};

const missingProblem = (name: string, unknown: readonly string[]): string => {
  const near = nearest(name, unknown);
  return `the column ${name} is missing${near === undefined ? "" : ` (found ${near}, did you mean ${name}?)`}`;
};

const repeatedProblem = (name: string, header: readonly string[], written: readonly string[]): string => {
  const same = [...new Set(written.filter((_, at) => header[at] === name))];
  return same.length === 1 ? `the column ${name} is repeated` : `the columns ${same.join(" and ")} are both ${name}`;
};

/** What to do about a row that is no header, or about the header of a register with more columns. */
const adviceFor = (missing: readonly string[], isTitle: boolean): string => {
  if (isTitle) return "; if it is a title, delete the lines above the columns' names";
  const isRegister = !missing.some((name) => OWNER_FIELDS.includes(name)) && missing.includes("course.serial");
  return isRegister ? "; to register employees, leave only companySerial and employeeID" : "";
};

/** At most 20 names, each cut. */
const listed = (names: readonly string[]): string => {
  const shown = names.slice(0, 20).map((name) => name.slice(0, 40));
  return `${shown.join(", ")}${names.length > 20 ? ` and ${names.length - 20} more` : ""}`;
};

const isRepeatedIn = (header: readonly string[]) => (name: string) => header.indexOf(name) !== header.lastIndexOf(name);

/** A header of a single column was probably written with another delimiter. */
const otherDelimiterProblem = ([name = "", ...more]: readonly string[]): string | undefined => {
  const other = Object.entries(otherDelimiters).find(([delimiter]) => more.length === 0 && name.includes(delimiter));
  return other && `the header is a single column with ${other[1]} in it; give the file's delimiter with --delimiter`;
};
