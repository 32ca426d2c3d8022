import { isDeepStrictEqual } from "node:util";
import type { HasSerial } from "../../functions/shared/store/lists.ts";
import { fitting, type Put } from "./step-limits.ts";

/** A list as it was read. */
export type ListState<Assignment> = {
  /** The header's version; `undefined` where there is no header yet. */
  readonly version: string | undefined;
  readonly records: readonly Assignment[];
};

/** One transaction's worth of change, which leaves the list dense and its total true. */
export type Step<Assignment> = {
  readonly puts: readonly Put<Assignment>[];
  readonly deletes: readonly number[];
  readonly total: number;
};

/**
 * The next step from the list as it is towards what it should be, or `undefined` once it is there. Pure, and asked
 * again after every step: so a change may be cut off between any two steps, or lose a race, and goes on from what it
 * finds.
 */
export type Plan<Assignment> = (list: ListState<Assignment>) => Step<Assignment> | undefined;

/** Makes the employee known, without assignments; one that is known stays as it is. */
export const register = ({ version }: ListState<unknown>): Step<never> | undefined =>
  version === undefined ? { puts: [], deletes: [], total: 0 } : undefined;

/** Adds at the end, in the order given, what the list does not have yet by its `assignedCourseSerial`. */
export const append = <Assignment extends HasSerial>(records: readonly Assignment[]): Plan<Assignment> =>
  // Stryker disable next-line ArrowFunction: it is asked for its truth alone
  merge(records, () => false);

/** As `append`, and rewrites in place each record that the list has and that differs from the one given. */
export const upsert = <Assignment extends HasSerial>(records: readonly Assignment[]): Plan<Assignment> =>
  merge(records, (present, given) => !isDeepStrictEqual(present, given));

/** Of records with the same `assignedCourseSerial` the first counts. */
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
