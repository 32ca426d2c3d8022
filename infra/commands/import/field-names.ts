import { categoryNames, OWNER_FIELDS } from "../../store/owner.ts";
import { columnsOf } from "./columns.ts";
import { comparable } from "./header-names.ts";

const fields = new Map(
  [...OWNER_FIELDS, ...categoryNames.flatMap((name) => columnsOf(name).map((column) => column.name))].map((name) => [
    comparable(name),
    name,
  ]),
);

/** Every field of every category, and those of the owner. */
export const fieldNames: readonly string[] = [...fields.values()];

/** @returns the name of the field that a column is, or the column's own */
export const fieldNamed = (column: string): string => fields.get(comparable(column)) ?? column;
