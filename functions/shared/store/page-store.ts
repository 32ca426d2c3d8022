import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { withinBudget } from "../deadline.ts";
import { type Found, foundIn, readUntilItAgrees } from "./agreeing-read.ts";
import { employeesCategories } from "./categories.ts";
import { type ListName, parseItem, type Range } from "./lists.ts";
import { createListQueries, type ReadOptions } from "./queries.ts";
import { throwStorageError } from "./storage-errors.ts";

/** Which page of which size, both counted from 1. */
export type PageRequest = { readonly page: number; readonly pageSize: number };

export type Page<Value> = {
  /** Empty past the list's end. */
  readonly records: readonly Value[];
  /**
   * How many records the list has in all; 0 for an employee of whom the table has a list of another category alone, and
   * `undefined` for one that it does not know (the first read is eventually consistent: one registered less than a second
   * ago may not be known yet) or for a company's list that is not there.
   */
  readonly total: number | undefined;
  readonly readUnits: number;
};

export type PageStore = {
  /**
   * A `Query` beside a transaction is only read-committed, and an eventually consistent one may come from a replica
   * that is behind. So the items are checked against the list's header, and read again, strongly consistent, where the
   * two do not agree. Each record is as some writer committed it; of a step that rewrites several in place, a page
   * may hold old and new ones.
   *
   * @param signal stops a read whose request is out of time
   * @throws {ApiError} `unavailable` where storage fails, is out of time or the list still does not agree;
   *   `storedRecordNotValid`
   */
  page<Value extends object>(list: ListName<Value>, request: PageRequest, signal?: AbortSignal): Promise<Page<Value>>;
};

/** The page number is the key: page 1000 costs what page 1 costs. */
export const rangeOf = ({ page, pageSize }: PageRequest): Range => ({
  from: (page - 1) * pageSize + 1,
  to: page * pageSize,
});

/** The read side of the assignments table. */
export const createPageStore = (dynamodb: DynamoDBClient, table: string): PageStore => {
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
    return foundIn(list, {
      items: reads.flatMap(({ items }) => items),
      readUnits: reads.reduce((sum, { readUnits }) => sum + readUnits, 0),
    });
  };

  /** Looks for the employee's other lists. Only a request for a list that is not there costs this. */
  const ofOthers = async (list: ListName, { readUnits }: Found, signal: AbortSignal) => {
    const others = employeesCategories.filter(
      (category) => list.category.owner === "employee" && category !== list.category,
    );
    const headers = await Promise.all(
      others.map((category) => queries.header({ ...list, category }, { consistent: false, signal })),
    );
    return {
      total: headers.some(({ items }) => items.some((item) => !item["deleted"]?.BOOL)) ? 0 : undefined,
      readUnits: headers.reduce((sum, header) => sum + header.readUnits, readUnits),
    };
  };

  return {
    async page(list, request, signal) {
      const range = rangeOf(request);
      const read = async (within: AbortSignal) => {
        const found = await readUntilItAgrees(
          list,
          range,
          (reread) => readOnce(list, range, { consistent: reread > 0, signal: within }),
          within,
        );
        return found.header
          ? { ...found, total: found.header.total }
          : { ...found, ...(await ofOthers(list, found, within)) };
      };
      const found = await withinBudget(read, signal).catch(throwStorageError);
      return {
        records: found.items.map((item) => parseItem(list.category.stored, item, list)),
        total: found.total,
        readUnits: found.readUnits,
      };
    },
  };
};
