import { marshall } from "@aws-sdk/util-dynamodb";
import type { HasSerial } from "./lists.ts";

/** A list as it was read. */
export type ListState<Assignment> = {
  /** The header's version; `undefined` where there is no header yet. */
  readonly version: string | undefined;
  readonly records: readonly Assignment[];
};

/** One transaction's worth of change, which leaves the list dense and its total true. */
export type Step<Assignment> = {
  readonly puts: readonly { readonly position: number; readonly record: Assignment }[];
  readonly deletes: readonly number[];
  readonly total: number;
};

/**
 * The next step from the list as it is towards what it should be, or `undefined` once it is there. Pure, and asked
 * again after every step: so a change may be cut off between any two steps, or lose a race, and goes on from what it
 * finds.
 */
export type Plan<Assignment> = (list: ListState<Assignment>) => Step<Assignment> | undefined;

/** A transaction takes 100 items, and one of them is the header. */
const MAX_CHANGES = 99;
/** DynamoDB takes 4 MB. The bytes are counted on the request's JSON, which is larger than what DynamoDB counts. */
const MAX_BYTES = 3_500_000;

/** Makes the employee known, without assignments; one that is known stays as it is. */
export const register = ({ version }: ListState<unknown>): Step<never> | undefined =>
  version === undefined ? { puts: [], deletes: [], total: 0 } : undefined;

/** Adds at the end, in the order given, what the list does not have yet by its `assignedCourseSerial`. */
export const append =
  <Assignment extends HasSerial>(records: readonly Assignment[]): Plan<Assignment> =>
  ({ records: present }) => {
    const serials = new Set(present.map(({ assignedCourseSerial }) => assignedCourseSerial));
    const missing = records.filter(({ assignedCourseSerial: serial }) => !serials.has(serial) && serials.add(serial));
    if (missing.length === 0) return undefined;
    const puts = fitting(missing).map((record, index) => ({ position: present.length + index + 1, record }));
    return { puts, deletes: [], total: present.length + puts.length };
  };

/** The longest beginning of `records` that one transaction takes, and at least one of them. */
const fitting = <Assignment>(records: readonly Assignment[]): readonly Assignment[] => {
  let bytes = 0;
  const end = records.slice(0, MAX_CHANGES).findIndex((record) => {
    bytes += Buffer.byteLength(JSON.stringify(marshall(record)));
    return bytes > MAX_BYTES;
  });
  return records.slice(0, end === -1 ? MAX_CHANGES : Math.max(1, end));
};
