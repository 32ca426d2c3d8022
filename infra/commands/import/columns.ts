import { type CategoryName, categories } from "../../../functions/shared/store/categories.ts";
import { type Field, fieldsOf } from "../../reference/record-fields.ts";
import { type ReadCell, readDate, readNumber, readOneOf, readText, readTruth, type Takes } from "./cells.ts";

/** A column of CSV: a field of a category's records, its name dotted for a field inside an object. */
export type Column = {
  readonly name: string;
  readonly path: readonly string[];
  /** Whether rows of the category need it. */
  readonly required: boolean;
  readonly takes: Takes;
  readonly read: ReadCell;
};

const readers = new Map<string, ReadCell>([
  ["boolean", readTruth],
  ["integer", readNumber(true)],
  ["number", readNumber(false)],
]);

const readerOf = ({ type, kind, values }: Field): ReadCell => {
  if (values) return readOneOf(values);
  return kind === "day" ? readDate : (readers.get(type) ?? readText);
};

const takesOf = ({ kind, type }: Field): Takes =>
  kind ?? (type === "integer" || type === "number" ? "number" : "other");

const columnOf = (field: Field): Column => {
  const { path, nullable, required } = field;
  const read = readerOf(field);
  return {
    name: path.join("."),
    path,
    required,
    takes: takesOf(field),
    read: nullable ? (cell, form) => (cell === "" ? null : read(cell, form)) : read,
  };
};

const columnsByCategory = new Map(
  Object.entries(categories).map(([name, category]) => [
    name,
    fieldsOf(category)
      .filter(({ type }) => type !== "object")
      .map(columnOf),
  ]),
);

/** @returns the columns of a category's records, in the order of its schema */
export const columnsOf = (category: CategoryName): readonly Column[] => columnsByCategory.get(category) ?? [];
