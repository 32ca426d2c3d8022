import * as z from "zod/mini";
import { type CategoryName, employeesCategories } from "../shared/store/categories.ts";
import { pageSize } from "./contract.ts";
import { positionOfSince } from "./since.ts";

const names = employeesCategories.map(({ name }) => name as CategoryName);

/**
 * What a request for changes must be. Unknown query parameters are ignored. `since` becomes a place among the markers.
 *
 * @param companySerial the caller's: a watermark is of one company
 * @param now milliseconds since 1970
 */
export const changesRequest = (companySerial: string, now: number) =>
  z.object({
    query: z.object({
      pageSize,
      since: z.optional(
        z.pipe(
          z.string("must be given once"),
          z.transform((text, { issues }) => {
            const found = positionOfSince(text, companySerial, now);
            if ("position" in found) return found.position;
            issues.push({ code: "custom", message: found.problem, input: text });
            return z.NEVER;
          }),
        ),
      ),
      category: z.optional(z.enum(names, `must be one of ${names.join(", ")}, and given once`)),
    }),
  });

/** A valid request. */
export type ChangesRequest = {
  readonly query: {
    readonly pageSize: number;
    readonly since?: string | undefined;
    readonly category?: CategoryName | undefined;
  };
};

export type ChangedList = {
  readonly employeeID: string;
  readonly category: string;
  readonly totalItems: number;
  /** RFC 3339, UTC, with milliseconds. */
  readonly changedAt: string;
  readonly version: string;
  /** There where the list was removed, and only then. */
  readonly deleted?: true;
};

/** The body of a page of changes. */
export type ChangesBody = {
  readonly status: "success";
  readonly message: "Success";
  readonly data: { readonly items: readonly ChangedList[]; readonly next: string; readonly hasMore: boolean };
};

// Functions, since no request needs these schemas.

/** @returns the schema of a `ChangedList` */
export const changedList = () =>
  z.object({
    employeeID: z.string(),
    category: z.enum(names),
    totalItems: z.int().check(z.nonnegative()),
    changedAt: z.string().check(z.regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/)),
    version: z.string().check(z.minLength(1)),
    deleted: z.optional(z.literal(true)),
  });

/** @returns the schema of a `ChangesBody` */
export const changesBody = (item: ReturnType<typeof changedList>) =>
  z.object({
    status: z.literal("success"),
    message: z.literal("Success"),
    data: z.object({
      items: z.array(item),
      next: z.string().check(z.regex(/^[0-9A-Za-z_-]+$/)),
      hasMore: z.boolean(),
    }),
  });
