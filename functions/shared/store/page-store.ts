import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type * as z from "zod/mini";
import { backOff } from "../backoff.ts";
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
import { throwStorageError } from "./storage-errors.ts";

/** Which page of which size, both counted from 1. */
export type PageRequest = { readonly page: number; readonly pageSize: number };

type Page<Assignment> = {
  /** Empty past the list's end. */
  readonly assignments: Assignment[];
  /**
   * How many assignments the list has in all; `undefined` for an employee that the table does not know (the first read
   * is eventually consistent: one registered less than a second ago may not be known yet).
   */
  readonly total: number | undefined;
  readonly readUnits: number;
};

export type PageStore<Assignment> = {
  /**
   * A `Query` beside a transaction is only read-committed, and an eventually consistent one may come from a replica
   * that is behind. So the items are checked against the list's header, and read again, strongly consistent, where the
   * two do not agree. Each assignment is as some writer committed it; of a step that rewrites several in place, a page
   * may hold old and new ones.
   *
   * @param signal stops a read whose request is out of time
   * @throws {ApiError} `unavailable` where storage fails, is out of time or the list still does not agree;
   *   `storedRecordNotValid`
   */
  page(list: ListName, request: PageRequest, signal?: AbortSignal): Promise<Page<Assignment>>;
};

/**
 * How often a list that does not agree with its header is read again. The pauses are 310 to 620 ms in all: a transaction's
 * items become visible one after the other within less.
 */
export const rereads = { times: 5, backoff: { firstMs: 20, maxMs: 320, leastShare: 0.5 } };

/** What one read found: the header, unless the employee is unknown, and the items of the page's range. */
type Found = { readonly header: Header | undefined; readonly items: readonly Item[]; readonly readUnits: number };

/** The page number is the key: page 1000 costs what page 1 costs. */
export const rangeOf = ({ page, pageSize }: PageRequest): Range => ({
  from: (page - 1) * pageSize + 1,
  to: page * pageSize,
});

/**
 * The read side of the assignments table.
 *
 * @param schema what a stored assignment must be; what it parses to is what callers get
 */
export const createPageStore = <Schema extends z.ZodMiniType>(
  dynamodb: DynamoDBClient,
  table: string,
  schema: Schema,
): PageStore<z.output<Schema>> => {
  const queries = createListQueries(dynamodb, table);

  /**
   * Page 1 and the header come in one call. A deeper page takes two, side by side: at a cold start the second
   * connection takes 1 to 2 ms more than a second call on the first one would, but a warm request saves a round trip.
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
    for (let reread = 0; reread <= rereads.times; reread += 1) {
      if (reread > 0) await backOff(reread, rereads.backoff, signal);
      const found = await readOnce(list, range, { consistent: reread > 0, signal });
      readUnits += found.readUnits;
      if (agrees(found.items, found.header?.total ?? 0, range)) return { ...found, readUnits };
    }
    throw new ApiError("unavailable", { diagnosis: { reason: "torn list", ...describeList(list), readUnits } });
  };

  return {
    async page(list, request, signal) {
      const read = (within: AbortSignal) => readUntilItAgrees(list, rangeOf(request), within);
      const found = await withinBudget(read, signal).catch(throwStorageError);
      return {
        assignments: found.items.map((item) => parseItem(schema, item, list)),
        total: found.header?.total,
        readUnits: found.readUnits,
      };
    },
  };
};
