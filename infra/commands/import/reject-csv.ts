import { parse } from "csv-parse/sync";
import { categoryNames } from "../../store/owner.ts";
import { columnsOf } from "./columns.ts";
import { csvCell, guarded, keptAsText, unguarded } from "./csv-cell.ts";
import type { Reject } from "./rows.ts";

/** The columns of a CSV file, as its header has them. */
export type SourceColumns = {
  readonly delimiter: string;
  /** As they are written. */
  readonly names: readonly string[];
  /** The field of each column, or the column's own name. */
  readonly fields: readonly string[];
  /** Whether the file is one of rejected rows: its rows begin with two more cells, and its cells are guarded. */
  readonly ofRejects: boolean;
};

/**
 * The columns that a file of rejected rows has before its source's. They come first, so that a row with too few or too
 * many cells is not taken for a good one when the file is imported.
 */
export const ADDED_COLUMNS = ["line", "problems"] as const;

/** Fields whose texts Excel changes when it opens the file: it takes 00123 for 123, and shows days as its country does. */
const KEPT = new Set([
  "companySerial",
  "employeeID",
  ...categoryNames
    .flatMap(columnsOf)
    .filter(({ takes }) => takes === "identifier" || takes === "day")
    .map(({ name }) => name),
]);

/** With it Excel reads the file as UTF-8. */
const BYTE_ORDER_MARK = "\uFEFF";

/** @returns the beginning of a file of rejected rows, which has its source's delimiter and columns */
export const rejectsHeader = ({ delimiter, names }: SourceColumns): string =>
  BYTE_ORDER_MARK + record([...ADDED_COLUMNS, ...names].map(guarded), delimiter);

/** @returns whether a file with this beginning has rejected rows as CSV */
export const isRejectsHeader = (beginning: string): boolean =>
  new RegExp(`^${BYTE_ORDER_MARK}${ADDED_COLUMNS.join("([^\\w\\s]|\t)")}([^\\w\\s]|\t)`).test(beginning);

/** @returns a rejected row as CSV, with the cells as they were read */
export const rejectRecord = (reject: Reject, problems: readonly string[], columns: SourceColumns): string =>
  record(
    [
      `${reject.line}`,
      guarded(problems.join("; ")),
      ...cellsOf(reject, columns).map((cell, at) => (KEPT.has(columns.fields[at] ?? "") ? keptAsText : guarded)(cell)),
    ],
    columns.delimiter,
  );

/** @returns the cells of a row by the field that their column has; where it cannot be split, all of it is the first */
export const cellsOf = ({ row, wasValid }: Reject, { delimiter, fields, ofRejects }: SourceColumns): string[] => {
  if (wasValid) {
    const value = JSON.parse(row);
    return fields.map((field) => textOf(valueAt(value, field), delimiter));
  }
  const cells = splitCells(row, delimiter);
  return ofRejects ? cells.slice(ADDED_COLUMNS.length).map(unguarded) : cells;
};

/** Where a semicolon is between cells, a spreadsheet would take 83.333 for a number with a thousands mark. */
const textOf = (value: unknown, delimiter: string): string =>
  typeof value === "number" && delimiter !== "," ? `${value}`.replace(".", ",") : `${value ?? ""}`;

/** @returns the value of a dotted field in a row of NDJSON */
export const valueAt = (row: unknown, field: string): unknown =>
  field.split(".").reduce<unknown>((inner, name) => Object(inner)[name], row);

const splitCells = (row: string, delimiter: string): string[] => {
  try {
    const [cells = []] = parse(row, { delimiter, relax_column_count: true });
    return cells;
  } catch {
    return [row];
  }
};

const record = (cells: readonly string[], delimiter: string): string =>
  `${cells.map((cell) => csvCell(cell, delimiter)).join(delimiter)}\r\n`;
