import { type CategoryName, categories } from "../../../functions/shared/store/categories.ts";
import { categoryName, categoryNames, DEFAULT_CATEGORY, OWNER_FIELDS } from "../../store/owner.ts";
import { CommandError } from "../terminal/command.ts";
import { type CellForm, readOneOf, readText } from "./cells.ts";
import { type Column, columnsOf } from "./columns.ts";
import type { Common } from "./rows.ts";

/** Delimiters that a file may have instead of the given one, as the message writes them. */
const otherDelimiters = { ";": '";"', "\t": "a tab", ",": '","', "|": '"|"' };

export type HeaderOptions = Common & {
  /** The header's physical line. */
  readonly line: number;
  /** Whether the delimiter is not the comma, which is then the decimal mark. */
  readonly decimalComma?: boolean;
};

/** Turns a row's cells into the value that a line of NDJSON would have. */
export type RowReader = (cells: readonly string[]) => Readonly<Record<string, unknown>>;

/**
 * Reads the header, whose columns may have any order. It must have all columns of the rows' category: of the one that is
 * given or, where each row can name its own, of one category at least. Other columns are ignored. A file with the
 * columns of the owner alone registers employees.
 *
 * @returns the reader of rows that have as many cells as the header
 * @throws {CommandError} naming every column that is missing or repeated
 */
export const readHeader = (
  header: readonly string[],
  { line, company, category, decimalComma }: HeaderOptions,
): RowReader => {
  const rowsNameTheirs = header.includes("category") && category === undefined;
  const possible = rowsNameTheirs ? categoryNames : [category ?? DEFAULT_CATEGORY];
  // If all other columns are unknown, they are probably a record's under other names.
  const hasRecords = header.some((name) => !OWNER_FIELDS.includes(name));
  const missingFor = (name: CategoryName) => {
    const owner = company === undefined ? ["companySerial"] : [];
    if (categories[name].owner === "employee") owner.push("employeeID");
    const record = hasRecords ? columnsOf(name).filter(({ required }) => required) : [];
    return [...owner, ...record.map((column) => column.name)].filter((column) => !header.includes(column));
  };
  const [missing = []] = possible.map(missingFor).sort((a, b) => a.length - b.length);
  const known = new Set([...OWNER_FIELDS, ...possible.flatMap((name) => columnsOf(name).map((column) => column.name))]);
  const problems = [
    ...missing.map((name) => `the column ${name} is missing`),
    ...[...known].filter(isRepeatedIn(header)).map((name) => `the column ${name} is repeated`),
  ];
  if (problems.length > 0) {
    throw new CommandError(`line ${line}: ${otherDelimiterProblem(header) ?? problems.join("; ")}`);
  }
  return rowReader(header, possible, { company, category }, { decimalComma });
};

const isRepeatedIn = (header: readonly string[]) => (name: string) => header.indexOf(name) !== header.lastIndexOf(name);

/** A header of a single column was probably written with another delimiter. */
const otherDelimiterProblem = ([name = "", ...more]: readonly string[]): string | undefined => {
  const other = Object.entries(otherDelimiters).find(([delimiter]) => more.length === 0 && name.includes(delimiter));
  return other && `the header is a single column with ${other[1]} in it; give the file's delimiter with --delimiter`;
};

const rowReader = (
  header: readonly string[],
  possible: readonly CategoryName[],
  common: Common,
  form: CellForm,
): RowReader => {
  const at = (name: string) => header.indexOf(name);
  const [companyAt, employeeAt, categoryAt] = [at("companySerial"), at("employeeID"), at("category")];
  const placesOf = (name: CategoryName) =>
    columnsOf(name).flatMap((column) => (header.includes(column.name) ? [{ at: at(column.name), column }] : []));
  const places = new Map(possible.map((name) => [name, placesOf(name)]));
  const recordsAt = new Set([...places.values()].flat().map((place) => place.at));
  return (cells) => {
    // What is the same in all rows may be left out, and by an empty cell too.
    const companySerial = leftOut(cells[companyAt], common.company !== undefined);
    const category = leftOut(cells[categoryAt], true, readCategory);
    const row: Record<string, unknown> = { companySerial, employeeID: cells[employeeAt], category };
    if ([...recordsAt].every((place) => cells[place] === "")) return row;
    const named = categoryName.safeParse(common.category ?? category ?? DEFAULT_CATEGORY).data;
    // A column that the header lacks is a field without a value: the row's cells are those of no registration.
    for (const column of named ? columnsOf(named) : []) {
      const cell = cells[at(column.name)];
      put(row, column, cell === undefined ? undefined : column.read(cell, form));
    }
    return row;
  };
};

const readCategory = readOneOf(categoryNames);

const leftOut = (cell: string | undefined, mayBe: boolean, read = readText): unknown =>
  cell === undefined || (cell === "" && mayBe) ? undefined : read(cell);

const put = (row: Record<string, unknown>, { path }: Column, value: unknown): void => {
  const [last = "", ...objects] = [...path].reverse();
  let inner = row;
  for (const name of objects.reverse()) {
    inner[name] ??= {};
    inner = inner[name] as Record<string, unknown>;
  }
  inner[last] = value;
};
