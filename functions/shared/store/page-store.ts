import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type * as z from "zod/mini";
import { createListReader } from "./list-reader.ts";
import { type ListName, parseItem, type Range } from "./lists.ts";

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
   * @param signal stops a read whose request is out of time
   * @throws {ApiError} `unavailable`, or `storedRecordNotValid`
   */
  page(list: ListName, request: PageRequest, signal?: AbortSignal): Promise<Page<Assignment>>;
};

/** The page number is the key: page 1000 is as near as page 1. */
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
  const reader = createListReader(dynamodb, table);
  return {
    async page(list, request, signal) {
      const { header, items, readUnits } = await reader.read(list, rangeOf(request), signal);
      return { assignments: items.map((item) => parseItem(schema, item, list)), total: header?.total, readUnits };
    },
  };
};
