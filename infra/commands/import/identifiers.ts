import { type CategoryName, categories } from "../../../functions/shared/store/categories.ts";
import { fieldsOf } from "../../reference/record-fields.ts";
import { Unread } from "./cells.ts";
import { type Mend, type MendedIdentifier, mendEmployeeID, mendIdentifier } from "./mend.ts";

type Values = Readonly<Record<string, unknown>>;
type Rule = (text: string) => MendedIdentifier;

/** A cell that was mended: its field, and what was done to it. */
export type MendedCell = { readonly field: string; readonly kinds: readonly Mend[] };

const ownerRules: readonly (readonly [path: readonly string[], rule: Rule])[] = [
  [["companySerial"], mendIdentifier],
  [["employeeID"], mendEmployeeID],
];

/** The ways to a category's serials, by its schema. */
const byCategory = new Map(
  Object.entries(categories).map(([name, category]) => [
    name,
    fieldsOf(category).flatMap(({ path, kind }) => (kind === "identifier" ? [{ field: path.join("."), path }] : [])),
  ]),
);

/** @returns the identifiers in the records of a category, each by its dotted name and by the way to it */
export const identifiersOf = (
  category: CategoryName,
): readonly { readonly field: string; readonly path: readonly string[] }[] => byCategory.get(category) ?? [];

export type MendedRow = { readonly value: Values; readonly mended: readonly MendedCell[] };

/**
 * Mends a row's identifiers. One that cannot be mended becomes an `Unread`, which no schema takes; what is no text is
 * left to the schema.
 *
 * @param value is not changed
 */
export const mendOwner = (value: Values): MendedRow =>
  ownerRules.reduce((row, [path, rule]) => mendAt(row, path, rule), { value, mended: [] } as MendedRow);

/** As `mendOwner`, for the fields of the record. */
export const mendRecord = (row: MendedRow, category: CategoryName): MendedRow =>
  identifiersOf(category).reduce((mended, { path }) => mendAt(mended, path, mendIdentifier), row);

const mendAt = (row: MendedRow, path: readonly string[], rule: Rule): MendedRow => {
  const text = path.reduce<unknown>((inner, field) => Object(inner)[field], row.value);
  if (typeof text !== "string") return row;
  const result = rule(text);
  if ("problem" in result) return { ...row, value: replaced(row.value, path, new Unread(result.problem)) };
  if (result.mended.length === 0) return row;
  const cell = { field: path.join("."), kinds: result.mended };
  return { value: replaced(row.value, path, result.value), mended: [...row.mended, cell] };
};

const replaced = (value: Values, [field = "", ...inner]: readonly string[], by: unknown): Values => ({
  ...value,
  [field]: inner.length === 0 ? by : replaced(value[field] as Values, inner, by),
});
