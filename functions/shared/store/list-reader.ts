import { setTimeout as pause } from "node:timers/promises";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { withinBudget } from "../deadline.ts";
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
import { createListQueries, type ReadOptions } from "./queries.ts";
import { storageError } from "./storage-errors.ts";

/** How often a read that does not agree with its header is tried again, strongly consistent. */
const REREADS = 5;
/** Milliseconds before the first of them; each later one waits twice as long: 310 ms in all. */
const FIRST_PAUSE_MS = 10;

/** A part of a list, dense and as long as the header's total says. No header: the employee is unknown. */
type Found = { readonly header: Header | undefined; readonly items: readonly Item[]; readonly readUnits: number };

export type ListReader = {
  /**
   * Reads the assignments at `range`, at least position 1 and up, together with the header.
   *
   * A `Query` beside a transaction is only read-committed, and an eventually consistent one may come from a replica
   * that is behind; so what was read is held against the header, and read again where the two do not agree. Each item
   * is as some writer committed it; of a step that rewrites several in place, a page may hold old and new ones.
   *
   * @throws {ApiError} `unavailable` where storage cannot be had in time or the list still does not agree;
   *   `storedRecordNotValid` for a broken header
   */
  read(list: ListName, range: Range, signal?: AbortSignal): Promise<Found>;
};

export const createListReader = (dynamodb: DynamoDBClient, table: string): ListReader => {
  const queries = createListQueries(dynamodb, table);

  /**
   * Beside the header, page 1 comes in the same call; a deeper page takes two, side by side: at a cold start the second
   * connection takes 1 to 2 ms more than one call after the other would, and each warm request gains a round trip.
   */
  const readOnce = async (list: ListName, range: Range, options: ReadOptions): Promise<Found> => {
    const reads = await Promise.all(
      range.from === 1
        ? [queries.range(list, { from: 0, to: range.to }, options)]
        : [queries.header(list, options), queries.range(list, range, options)],
    );
    const found = reads.flatMap(({ items }) => items);
    const first = found.find((item) => positionOf(item) === 0);
    return {
      header: first && parseItem(header, first, list),
      items: found.filter((item) => item !== first),
      readUnits: reads.reduce((sum, { readUnits }) => sum + readUnits, 0),
    };
  };

  const readUntilItAgrees = async (list: ListName, range: Range, signal: AbortSignal): Promise<Found> => {
    let readUnits = 0;
    for (let reread = 0; reread <= REREADS; reread += 1) {
      // Stryker disable next-line ObjectLiteral: a request that is over ends alike, 160 ms later at the most
      if (reread > 0) await pause(FIRST_PAUSE_MS * 2 ** (reread - 1), undefined, { signal });
      const found = await readOnce(list, range, { consistent: reread > 0, signal });
      readUnits += found.readUnits;
      if (agrees(found.items, found.header?.total ?? 0, range)) return { ...found, readUnits };
    }
    throw new ApiError("unavailable", { diagnosis: { reason: "torn list", ...describeList(list), readUnits } });
  };

  return {
    read: (list, range, signal) =>
      withinBudget((within) => readUntilItAgrees(list, range, within), signal).catch((error: unknown) => {
        throw storageError(error);
      }),
  };
};
