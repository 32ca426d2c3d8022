import * as z from "zod/mini";
import { singleLine } from "../shared/characters.ts";

/** `page × pageSize` must stay a safe integer, for every pageSize. */
const MAX_PAGE_SIZE = 100;
const MAX_PAGE = Math.floor(Number.MAX_SAFE_INTEGER / MAX_PAGE_SIZE);

const wholeNumber = (maximum: number) => {
  const rule = `must be one integer from 1 to ${maximum}, in plain decimal digits`;
  return z.pipe(
    z
      .string({ error: ({ input }) => (input === undefined ? `is required, ${rule}` : rule) })
      .check(z.regex(/^[0-9]+$/, rule)),
    // The rule is the message of both bounds, too, and of digits that make no finite number.
    z.pipe(z.transform(Number), z.number(rule).check(z.minimum(1), z.maximum(maximum))),
  );
};

export const pageSize = wholeNumber(MAX_PAGE_SIZE);

const paging = { page: wholeNumber(MAX_PAGE), pageSize };

/** What a request for a page must be, by whose list it is. Unknown query parameters are ignored. */
export const listRequests = {
  employee: z.object({ path: z.object({ employeeID: singleLine(1, 128) }), query: z.object(paging) }),
  company: z.object({
    query: z.object({
      ...paging,
      /** A part of the wanted courses' names. */
      name: z.optional(z.pipe(z.string("must be given once"), singleLine(1, 300))),
    }),
  }),
};

/** A valid request of either kind. */
export type ListRequest = {
  readonly path?: { readonly employeeID: string };
  readonly query: { readonly page: number; readonly pageSize: number; readonly name?: string | undefined };
};

type Success<Data> = { readonly status: "success"; readonly message: "Success"; readonly data: Data };

/** The body of a page of an employee's list. */
export type EmployeePage<Value> = Success<readonly Value[]>;

/** The body of a page of a company's list. */
export type CompanyPage<Value> = Success<{
  readonly currentPage: number;
  readonly totalItems: number;
  readonly totalPage: number;
  readonly items: readonly Value[];
}>;

const success = <Data extends z.ZodMiniType>(data: Data) =>
  z.object({ status: z.literal("success"), message: z.literal("Success"), data });

// Functions, since no request needs these schemas.

/** @returns the schema of an `EmployeePage` */
export const employeePage = <Value extends z.ZodMiniType>(record: Value) => success(z.array(record));

/** @returns the schema of a `CompanyPage` */
export const companyPage = <Value extends z.ZodMiniType>(record: Value) => {
  const count = z.int().check(z.nonnegative());
  return success(
    z.object({
      currentPage: z.int().check(z.positive()),
      /** Of the whole list, or of what `name` selects. */
      totalItems: count,
      totalPage: count,
      items: z.array(record),
    }),
  );
};
