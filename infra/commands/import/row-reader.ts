import type { CategoryName } from "../../../functions/shared/store/categories.ts";
import { categoryName, categoryNames, DEFAULT_CATEGORY } from "../../store/owner.ts";
import { type CellForm, readOneOf, readText } from "./cells.ts";
import { type Column, columnsOf } from "./columns.ts";
import type { Common } from "./rows.ts";

/** Turns a row's cells into the value that a line of NDJSON would have. */
export type RowReader = (cells: readonly string[]) => Readonly<Record<string, unknown>>;

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
  return (cells) => {
    // What is the same in all rows may be left out, and by an empty cell too.
    const companySerial = leftOut(cells[companyAt], common.company !== undefined);
    const category = leftOut(cells[categoryAt], true, readCategory);
    const row: Record<string, unknown> = { companySerial, employeeID: cells[employeeAt], category };
    if ([...recordsAt].every((place) => cells[place] === "")) return row;
    const named = categoryName.safeParse(common.category ?? category ?? DEFAULT_CATEGORY).data;
    // A column that the header lacks is a field without a value: the row's cells are those of no registration.
    for (const { at, column } of (named && places.get(named)) ?? []) {
      const cell = cells[at];
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
