import { type CategoryName, categories } from "../../../functions/shared/store/categories.ts";
import { type Field, fieldsOf } from "../../reference/record-fields.ts";

/** A column of CSV: a field of a category's records, its name dotted for a field inside an object. */
export type Column = {
  readonly name: string;
  readonly path: readonly string[];
  /** Whether rows of the category need it. */
  readonly required: boolean;
  /** @returns the value that a line of NDJSON would have */
  readonly read: (cell: string) => unknown;
};

const text = (cell: string): unknown => cell;
const truth = (cell: string): unknown =>
  /^(?:true|false)$/i.test(cell) ? cell.toLowerCase() === "true" : cell || undefined;
/** A number as JSON writes it; any other text is kept, and breaks the field's rule. */
const number = (cell: string): unknown =>
  /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(cell) ? Number(cell) : cell || undefined;

const readers = new Map(Object.entries({ boolean: truth, integer: number, number }));

const columnOf = ({ path, type, nullable, required }: Field): Column => {
  const read = readers.get(type) ?? text;
  return {
    name: path.join("."),
    path,
    required,
    read: nullable ? (cell) => (cell === "" ? null : read(cell)) : read,
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
