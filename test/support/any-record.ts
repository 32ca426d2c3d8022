import fc from "fast-check";
import * as z from "zod/mini";
import { type CategoryName, categories } from "../../functions/shared/store/categories.ts";
import { storable } from "../../infra/commands/import/storable.ts";
import { type Field, fieldsOf } from "../../infra/reference/record-fields.ts";

/** What a field may hold, by its schema; what the schema does not take is left out below. */
const valuesOf = ({
  type,
  kind,
  values,
  minimum = -(2 ** 53) + 1,
  maximum = 2 ** 53 - 1,
}: Field): fc.Arbitrary<unknown> => {
  if (values) return fc.constantFrom(...values);
  if (kind === "day") return fc.constantFrom("", "2022-07-22", "2024-02-29");
  if (type === "boolean") return fc.boolean();
  if (type === "integer") return fc.integer({ min: minimum, max: maximum });
  if (type === "number") return fc.double({ min: minimum, max: maximum, noNaN: true });
  return fc.oneof(
    fc.string({ unit: "grapheme", minLength: 1 }),
    fc.constantFrom("EMPLY-1", "00123", "1,5", "=a", " a ", "ya"),
  );
};

export const put = (row: Record<string, unknown>, path: readonly string[], value: unknown): void => {
  const last = path[path.length - 1] ?? "";
  let inner = row;
  for (const field of path.slice(0, -1)) {
    inner[field] ??= {};
    inner = inner[field] as Record<string, unknown>;
  }
  inner[last] = value;
};
export const valueAt = (row: object, path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, field) => Object(inner)[field], row);

const storableOf = (name: CategoryName, record: object) =>
  z.safeParse(storable<object>(categories[name].stored as z.ZodMiniType<object>), record);

/** Any record that the contract allows of a category. */
export const anyRecord = (name: CategoryName) => {
  const fields = fieldsOf(categories[name]).filter(({ type }) => type !== "object");
  return fc
    .tuple(...fields.map((field) => (field.nullable ? fc.option(valuesOf(field)) : valuesOf(field))))
    .map((values) => {
      const record = {};
      for (const [index, { path }] of fields.entries()) put(record, path, values[index]);
      return record;
    })
    .filter((record) => storableOf(name, record).success);
};

/** The table has no -0. */
export const withoutMinusZero = (record: object): unknown =>
  JSON.parse(JSON.stringify(record, (_, value) => (value === 0 ? 0 : value)));
