import { isDeepStrictEqual } from "node:util";
import { type HasRecordKey, recordKeyOf } from "../../functions/shared/store/categories.ts";
import { fitting, type Put } from "./step-limits.ts";

/** A list as it was read. */
export type ListState<Value> = {
  /** The header's version; `undefined` where there is no header yet. */
  readonly version: string | undefined;
  readonly records: readonly Value[];
  /** When it changed last, in milliseconds since 1970 by its writer's clock; `undefined` where its header does not say. */
  readonly changedAt?: number | undefined;
  /** Whether it was removed with its employee, and only says so. */
  readonly deleted?: boolean | undefined;
};

/** The changes of one transaction, which leaves the list dense and its total right. */
export type Step<Value> = {
  readonly puts: readonly Put<Value>[];
  readonly deletes: readonly number[];
  readonly total: number;
};

/**
 * Returns the next step from the current list towards the target, or `undefined` when nothing is left to do. It is a
 * pure function, and called again after every step: a change that was interrupted between two steps, or lost a race,
 * continues from the list that it finds.
 */
export type Plan<Value> = (list: ListState<Value>) => Step<Value> | undefined;

/** Registers an unknown or removed employee with an empty list; the list of a known one is not changed. */
export const register = ({ version, deleted }: ListState<unknown>): Step<never> | undefined =>
  version === undefined || deleted ? { puts: [], deletes: [], total: 0 } : undefined;

/** Adds at the end, in the given order, the records whose key the list does not have yet. */
export const append = <Value extends object>(category: HasRecordKey, records: readonly Value[]): Plan<Value> =>
  // Stryker disable next-line ArrowFunction: it is asked for its truth alone
  merge(category, records, () => false);

/** As `append`, and rewrites in place each record of the list that differs from the given one with its key. */
export const upsert = <Value extends object>(category: HasRecordKey, records: readonly Value[]): Plan<Value> =>
  merge(category, records, (present, given) => !isDeepStrictEqual(present, given));

/** Keeps the first record of each key. */
export const firstOfEachKey = <Value extends object>(category: HasRecordKey, records: readonly Value[]): Value[] => {
  const keys = new Set<string>();
  return records.filter((record) => keys.size < keys.add(recordKeyOf(category, record)).size);
};

const merge = <Value extends object>(
  category: HasRecordKey,
  records: readonly Value[],
  rewrites: (present: Value, given: Value) => boolean,
): Plan<Value> => {
  const given = firstOfEachKey(category, records);
  return ({ records: present }) => {
    const known = new Map(
      present.map((record, index) => [recordKeyOf(category, record), { position: index + 1, record }] as const),
    );
    let total = present.length;
    const changes = given.flatMap((record): Put<Value>[] => {
      const found = known.get(recordKeyOf(category, record));
      if (!found) return [{ position: ++total, record }];
      return rewrites(found.record, record) ? [{ position: found.position, record }] : [];
    });
    if (changes.length === 0) return undefined;
    const puts = fitting(changes);
    return { puts, deletes: [], total: Math.max(present.length, ...puts.map(({ position }) => position)) };
  };
};
