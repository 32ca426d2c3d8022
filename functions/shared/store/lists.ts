import { createHash } from "node:crypto";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod/mini";
import { ApiError, type Diagnosis } from "../errors/api-error.ts";
import type { Category } from "./categories.ts";

/** A list: the records of one category that one employee has, or one company. */
export type ListName<Value extends object = object> = {
  readonly companySerial: string;
  readonly category: Category<Value>;
  /** Empty for a list that the company has. */
  readonly employeeID: string;
};

/** The list's partition key, `<companySerial>#<category>#<employeeID>`; only the last part may contain `#`. */
export const listKey = ({ companySerial, category, employeeID }: ListName): string =>
  `${companySerial}#${category.name}#${employeeID}`;

/** What a log line may say of a list: the employee only as a part of the key's hash. */
export const describeList = (list: ListName): Diagnosis => ({
  company: list.companySerial,
  category: list.category.name,
  listHash: createHash("sha256").update(listKey(list)).digest("hex").slice(0, 16),
});

/**
 * The item at position 0: how many records the list has, and a random version that every change renews. `deleted` marks
 * what is left for a time of a list that was removed with its employee: for a reader it is not there.
 */
export const header = z.object({
  total: z.int().check(z.nonnegative()),
  version: z.string().check(z.minLength(1)),
  deleted: z.optional(z.boolean()),
});
export type Header = z.output<typeof header>;

export type Item = Record<string, AttributeValue>;

/** Positions of a list, both ends included. */
export type Range = { readonly from: number; readonly to: number };

// Stryker disable next-line OptionalChaining: each item has the table's key, which its type does not know
export const positionOf = (item: Item): number => Number(item["position"]?.N);

/**
 * @param schema what the item must be; unknown attributes are dropped
 * @throws {ApiError} `storedRecordNotValid`, whose log names the list, the position and the fields
 */
export const parseItem = <Schema extends z.ZodMiniType>(
  schema: Schema,
  item: Item,
  list: ListName,
): z.output<Schema> => {
  const parsed = z.safeParse(schema, unmarshall(item, { wrapNumbers: Number }));
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path }) => path.join("."));
  const diagnosis = { ...describeList(list), position: positionOf(item), fields };
  throw new ApiError("storedRecordNotValid", { diagnosis });
};

/**
 * Whether what was read can be one state of the list: the items are those of the range `from` … `to` without a hole, as
 * many as the header's total says and none past it. A read beside a transaction, or from a replica that is behind, can
 * see half of a step.
 *
 * @param total the header's total; 0 where there is no header
 */
export const agrees = (items: readonly Item[], total: number, { from, to }: Range): boolean =>
  items.length === Math.max(0, Math.min(to, total) - from + 1) &&
  items.every((item, index) => positionOf(item) === from + index);
