import * as z from "zod/mini";
import { tooSmallNumber } from "./wording.ts";

/** The least number above 0 that DynamoDB stores. */
const LEAST_NUMBER = 1e-130;

/**
 * @returns the schema with its numbers narrowed to those that DynamoDB and its marshaller can store, also inside objects,
 *   `null` and defaults
 */
export const storable = <Value>(schema: z.ZodMiniType<Value>): z.ZodMiniType<Value> =>
  narrowed(schema) as z.ZodMiniType<Value>;

const narrowed = (schema: z.core.$ZodType): z.core.$ZodType => {
  if (schema instanceof z.ZodMiniNumber) return number(schema);
  if (schema instanceof z.ZodMiniObject) {
    const shape = Object.entries<z.core.$ZodType>(schema.shape).map(([name, field]) => [name, narrowed(field)]);
    return z.core.clone(schema, { ...schema.def, shape: Object.fromEntries(shape) });
  }
  if (schema instanceof z.ZodMiniNullable || schema instanceof z.ZodMiniDefault) {
    return z.core.clone(
      schema as z.ZodMiniNullable,
      { ...schema.def, innerType: narrowed(schema.def.innerType) } as never,
    );
  }
  return schema;
};

const number = (schema: z.ZodMiniNumber) =>
  schema.check(
    z.minimum(-Number.MAX_SAFE_INTEGER),
    z.maximum(Number.MAX_SAFE_INTEGER),
    z.refine((value) => value === 0 || Math.abs(value) >= LEAST_NUMBER, tooSmallNumber),
    // DynamoDB has no -0: what is written must compare equal to what is read back.
    z.overwrite((value) => (value === 0 ? 0 : value)),
  );
