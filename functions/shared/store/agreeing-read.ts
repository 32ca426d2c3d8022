import { backOff } from "../backoff.ts";
import { ApiError } from "../errors/api-error.ts";
import {
  agrees,
  describeList,
  type Header,
  header,
  type Item,
  type ListName,
  parseItem,
  positionOf,
  type Range,
} from "./lists.ts";
import type { Read } from "./queries.ts";

/**
 * How often a list that does not agree with its header is read again. The pauses are 310 to 620 ms in all: a transaction's
 * items become visible one after the other within less.
 */
export const rereads = { times: 5, backoff: { firstMs: 20, maxMs: 320, leastShare: 0.5 } };

/** What one read found: the header, unless the table does not know the list or it was removed, and the items of a range. */
export type Found = {
  readonly header: Header | undefined;
  readonly items: readonly Item[];
  readonly readUnits: number;
};

/** Tells the header from the other items. @throws {ApiError} `storedRecordNotValid` for a header that is not valid */
export const foundIn = (list: ListName, { items, readUnits }: Read): Found => {
  const first = items.find((item) => positionOf(item) === 0);
  const known = first && parseItem(header, first, list);
  return {
    header: known?.deleted ? undefined : known,
    items: items.filter((item) => item !== first),
    readUnits,
  };
};

/**
 * Reads until the items agree with the header.
 *
 * @param readOnce is given the number of reads before, 0 for the first
 * @returns what the last read found, with the read units of all
 * @throws {ApiError} `unavailable` where they never agree; what `readOnce` throws
 */
export const readUntilItAgrees = async (
  list: ListName,
  range: Range,
  readOnce: (reread: number) => Promise<Found>,
  signal: AbortSignal,
): Promise<Found> => {
  let readUnits = 0;
  for (let reread = 0; reread <= rereads.times; reread += 1) {
    if (reread > 0) await backOff(reread, rereads.backoff, signal);
    const found = await readOnce(reread);
    readUnits += found.readUnits;
    if (agrees(found.items, found.header?.total ?? 0, range)) return { ...found, readUnits };
  }
  throw new ApiError("unavailable", { diagnosis: { reason: "torn list", ...describeList(list), readUnits } });
};
