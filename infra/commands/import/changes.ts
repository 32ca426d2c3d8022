import { isDeepStrictEqual } from "node:util";
import { type Category, recordKeyOf } from "../../../functions/shared/store/categories.ts";
import { type ListState, type Plan, register, upsert } from "../../store/plans.ts";
import { replace } from "../../store/replace.ts";
import type { ListWriter } from "../../store/writer.ts";
import { bounded, boundOf } from "./bound.ts";
import type { Gathered } from "./gather.ts";

export type Mode = "upsert" | "replace";

/** How many of a list's records changed, and how. */
export type Changes = {
  readonly added: number;
  readonly updated: number;
  /** Rows of the file that the table has already. */
  readonly unchanged: number;
  readonly removed: number;
};

/**
 * Applies the rows of a list to the stored one, or only returns what that would change. `replace` needs all of the
 * list's rows: if one of them was rejected, nothing is removed.
 *
 * @param expectUnknown whether the list is probably not in the table: one call less if right, one more if wrong
 * @throws {ListTooLong} as `bounded` does; what `take` throws
 */
export const applyTo = async (
  take: ListWriter["change"],
  mode: Mode,
  { list, records, complete, repeated }: Gathered,
  expectUnknown: boolean,
): Promise<Changes & { readonly wasKnown: boolean }> => {
  const { category } = list;
  const given = records.map(({ record }) => record);
  const plan = planFor(mode === "replace" && complete ? "replace" : "upsert", category, given);
  const { before, after } = await take(list, plan, { expectUnknown });
  const counted = changesBetween(category, before, after, given);
  return { ...counted, unchanged: counted.unchanged + repeated, wasKnown: before.version !== undefined };
};

const planFor = (mode: Mode, category: Category, given: readonly object[]): Plan<object> => {
  const upserted = given.length > 0 ? upsert(category, given) : register;
  const plan = mode === "replace" ? replace(category, given) : upserted;
  const bound = boundOf(category);
  return bound === undefined ? plan : bounded(plan, mode === "replace", category, given, bound);
};

const changesBetween = (
  category: Category,
  before: ListState<object>,
  after: ListState<object>,
  given: readonly object[],
): Changes => {
  const keyOf = (record: object) => recordKeyOf(category, record);
  const had = new Map(before.records.map((record) => [keyOf(record), record]));
  const has = new Set(after.records.map(keyOf));
  const added = given.filter((record) => !had.has(keyOf(record))).length;
  const updated = given.filter((record) => {
    const old = had.get(keyOf(record));
    return old !== undefined && !isDeepStrictEqual(old, record);
  }).length;
  const removed = [...had.keys()].filter((key) => !has.has(key)).length;
  return { added, updated, unchanged: given.length - added - updated, removed };
};
