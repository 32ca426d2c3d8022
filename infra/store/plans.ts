import { isDeepStrictEqual } from "node:util";
import type { HasSerial } from "../../functions/shared/store/lists.ts";
import { fitting, type Put } from "./step-limits.ts";

/** A list as it was read. */
export type ListState<Assignment> = {
  /** The header's version; `undefined` where there is no header yet. */
  readonly version: string | undefined;
  readonly records: readonly Assignment[];
};

/** The changes of one transaction, which leaves the list dense and its total right. */
export type Step<Assignment> = {
  readonly puts: readonly Put<Assignment>[];
  readonly deletes: readonly number[];
  readonly total: number;
};

/**
 * Returns the next step from the current list towards the target, or `undefined` when nothing is left to do. It is a
 * pure function, and called again after every step: a change that was interrupted between two steps, or lost a race,
 * continues from the list that it finds.
 */
export type Plan<Assignment> = (list: ListState<Assignment>) => Step<Assignment> | undefined;

/** Registers an unknown employee with an empty list; the list of a known one is not changed. */
export const register = ({ version }: ListState<unknown>): Step<never> | undefined =>
  version === undefined ? { puts: [], deletes: [], total: 0 } : undefined;

/** Adds at the end, in the given order, the records whose `assignedCourseSerial` the list does not have yet. */
export const append = <Assignment extends HasSerial>(records: readonly Assignment[]): Plan<Assignment> =>
  // Stryker disable next-line ArrowFunction: it is asked for its truth alone
  merge(records, () => false);

/** As `append`, and rewrites in place each record of the list that differs from the given one with its serial. */
export const upsert = <Assignment extends HasSerial>(records: readonly Assignment[]): Plan<Assignment> =>
  merge(records, (present, given) => !isDeepStrictEqual(present, given));

/** Keeps the first record of each `assignedCourseSerial`. */
export const firstOfEachSerial = <Assignment extends HasSerial>(records: readonly Assignment[]): Assignment[] => {
  const serials = new Set<string>();
  return records.filter(({ assignedCourseSerial: serial }) => serials.size < serials.add(serial).size);
};

const merge = <Assignment extends HasSerial>(
  records: readonly Assignment[],
  rewrites: (present: Assignment, given: Assignment) => boolean,
): Plan<Assignment> => {
  const given = firstOfEachSerial(records);
  return ({ records: present }) => {
    const known = new Map(
      present.map((record, index) => [record.assignedCourseSerial, { position: index + 1, record }] as const),
    );
    let total = present.length;
    const changes = given.flatMap((record): Put<Assignment>[] => {
      const found = known.get(record.assignedCourseSerial);
      if (!found) return [{ position: ++total, record }];
      return rewrites(found.record, record) ? [{ position: found.position, record }] : [];
    });
    if (changes.length === 0) return undefined;
    const puts = fitting(changes);
    return { puts, deletes: [], total: Math.max(present.length, ...puts.map(({ position }) => position)) };
  };
};
