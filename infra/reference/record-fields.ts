import * as z from "zod/mini";
import { day, serial } from "../../functions/shared/records/fields.ts";
import type { Category } from "../../functions/shared/store/categories.ts";

/** A field of a category's records. */
export type Field = {
  /** The way to it from the record. */
  readonly path: readonly string[];
  /** As JSON Schema calls it. */
  readonly type: string;
  readonly nullable: boolean;
  /** Without it a row is not valid; a field with a default may be left out. */
  readonly required: boolean;
  /** Of a number. */
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  /** Of an object: its own fields' names. */
  readonly names: readonly string[];
  /** Of an enum of texts: its values. */
  readonly values?: readonly string[] | undefined;
  /** What kind of text it is, by the schema that it shares with the other fields of that kind. */
  readonly kind?: "identifier" | "day" | undefined;
};

/** What of a JSON Schema is looked at. */
type Schema = {
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
  readonly "x-kind"?: Field["kind"];
};

const kinds = new Map<z.core.$ZodType, Field["kind"]>([
  [serial, "identifier"],
  [day, "day"],
]);

/** @returns every field of the category's records, objects before their own fields, in the order of the schema */
export const fieldsOf = ({ stored }: Pick<Category, "stored">): Field[] =>
  inside(
    z.toJSONSchema(stored, {
      io: "input",
      override: ({ zodSchema, jsonSchema }) => {
        const kind = kinds.get(zodSchema);
        if (kind) Object.assign(jsonSchema, { "x-kind": kind });
      },
    }) as Schema,
    [],
  );

const inside = ({ properties = {}, required = [] }: Schema, path: readonly string[]): Field[] =>
  Object.entries(properties).flatMap(([name, schema]) => {
    const own = [...path, name];
    const value = schema.anyOf?.find(({ type }) => type !== "null") ?? schema;
    const types = [value.type ?? "string"].flat();
    const { minimum, maximum, enum: values } = value;
    const field: Field = {
      path: own,
      type: types.find((type) => type !== "null") ?? "null",
      nullable: value !== schema || types.includes("null"),
      required: required.includes(name),
      minimum,
      maximum,
      names: Object.keys(value.properties ?? {}),
      values,
      kind: value["x-kind"],
    };
    return [field, ...inside(value, own)];
  });
