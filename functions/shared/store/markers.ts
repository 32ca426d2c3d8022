import { createHash } from "node:crypto";
import { type ListName, listKey } from "./lists.ts";

/**
 * Over how many partitions of the index a company's markers are spread, by a hash of the list's key. A partition takes
 * 1,000 write units a second, and a marker that moves costs 2, a delete and a put. An import writes 64 lists at a time;
 * at 20 ms a transaction these are 3,200 markers and 6,400 units a second, which 7 partitions take. A page of the feed
 * costs as many queries.
 */
export const SHARDS = 8;

/** Milliseconds since 1970 up to the year 33658: the order of the texts is the order of the times. */
const TIME_DIGITS = 15;

/** Where a time stands among the markers: before all those of its millisecond. @param ms since 1970 */
export const positionAt = (ms: number): string => `${Math.max(0, ms)}`.padStart(TIME_DIGITS, "0");

/** Before every marker. */
export const BEGINNING = positionAt(0);

const shardOf = (list: ListName): number => Number(createHash("sha256").update(listKey(list)).digest()[0]) % SHARDS;

/** The partition keys of a company's markers. */
export const shardKeys = (companySerial: string): string[] =>
  Array.from({ length: SHARDS }, (_, shard) => `${companySerial}#${shard}`);

/**
 * What a header has of its list's last change. A company's own list has nothing: who wants it asks for it.
 *
 * @param changedAt milliseconds since 1970
 * @returns the keys of the index `changes`. `changed` also names the list, so that no two lists of a company have the same
 */
export const markerOf = (list: ListName, changedAt: number): { changes: string; changed: string } | undefined =>
  list.category.owner === "employee"
    ? {
        changes: `${list.companySerial}#${shardOf(list)}`,
        changed: `${positionAt(changedAt)}#${list.category.name}#${list.employeeID}`,
      }
    : undefined;

/** The form of `changed`. */
export const MARKER = new RegExp(`^[0-9]{${TIME_DIGITS}}#[^#]+#.+$`, "s");

/** @returns milliseconds since 1970 */
export const changedAtOf = (changed: string): number => Number(changed.slice(0, TIME_DIGITS));
