import type { CategoryName } from "../../../functions/shared/store/categories.ts";
import { categoryName, categoryNames, DEFAULT_CATEGORY } from "../../store/owner.ts";
import { type CellForm, readOneOf, readText } from "./cells.ts";
import { type Column, columnsOf } from "./columns.ts";
import type { Common } from "./rows.ts";

/** Reads the cell of a column, by its place in the row and its text. */
export type CellReader = (
  at: number,
  text: string,
  column: Pick<Column, "name" | "takes" | "read">,
  form: CellForm,
) => unknown;

/**
 * Turns a row's cells into the value that a line of NDJSON would have.
 *
 * @param readCell where a cell is more than its text, as in a workbook
 */
export type RowReader = (cells: readonly string[], readCell?: CellReader) => Readonly<Record<string, unknown>>;

const byText: CellReader = (_, text, { read }, form) => read(text, form);

/**
 * @param header the field of each column
 * @param possible the categories that a row may have
 * @param common what is the same in all rows
 * @returns the reader of rows that have as many cells as the header
 */
export const rowReader = (
  header: readonly string[],
  possible: readonly CategoryName[],
  common: Common,
  form: CellForm,
): RowReader => {
  const at = (name: string) => header.indexOf(name);
  const [companyAt, employeeAt, categoryAt] = [at("companySerial"), at("employeeID"), at("category")];
  const places = new Map(
    categoryNames.map((name) => [name, columnsOf(name).map((column) => ({ at: at(column.name), column }))]),
  );
  const recordsAt = new Set(possible.flatMap((name) => places.get(name) ?? []).map((place) => place.at));
  recordsAt.delete(-1);
  return (cells, readCell = byText) => {
    const read = (at: number, column: Parameters<CellReader>[2], leftOut: boolean) => {
      const cell = cells[at];
      return cell === undefined || (cell === "" && leftOut) ? undefined : readCell(at, cell, column, form);
    };
    // What is the same in all rows may be left out, and by an empty cell too.
    const companySerial = read(companyAt, companyColumn, common.company !== undefined);
    const category = read(categoryAt, categoryColumn, true);
    const row: Record<string, unknown> = {
      companySerial,
      employeeID: read(employeeAt, employeeColumn, false),
      category,
    };
    if ([...recordsAt].every((place) => cells[place] === "")) return row;
    const named = categoryName.safeParse(common.category ?? category ?? DEFAULT_CATEGORY).data;
    // A column that the header lacks is a field without a value: the row's cells are those of no registration.
    for (const { at, column } of (named && places.get(named)) ?? []) put(row, column, read(at, column, false));
    return row;
  };
};

const companyColumn = { name: "companySerial", takes: "identifier", read: readText } as const;
const employeeColumn = { name: "employeeID", takes: "identifier", read: readText } as const;
const categoryColumn = { name: "category", takes: "other", read: readOneOf(categoryNames) } as const;

const put = (row: Record<string, unknown>, { path }: Column, value: unknown): void => {
  const [last = "", ...objects] = [...path].reverse();
  let inner = row;
  for (const name of objects.reverse()) {
    inner[name] ??= {};
    inner = inner[name] as Record<string, unknown>;
  }
  inner[last] = value;
};
