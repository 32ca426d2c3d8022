import type { MiddlewareObj } from "@middy/core";
import * as z from "zod/mini";
import { ApiError } from "../errors/api-error.ts";
import type { ApiEvent, Parsed, Validated } from "./chain.ts";

/**
 * Checks the request against `schema`, an object with any of `path`, `query` and `body`, and passes the parsed values
 * on as `input`.
 *
 * @throws {ApiError} `requestNotValid`; its detail lists every problem with the place and the field
 */
export const validate = <Schema extends z.ZodMiniType>(
  schema: Schema,
): MiddlewareObj<ApiEvent & Parsed & Validated<Schema>> => ({
  before: ({ event }) => {
    const { pathParameters: path = {}, queryStringParameters: query = {}, json: body } = event;
    const parsed = z.safeParse(schema, { path, query, body });
    if (!parsed.success) {
      throw new ApiError("requestNotValid", { detail: parsed.error.issues.map(describe).join("; ") });
    }
    event.input = parsed.data;
  },
});

const describe = ({ path: [place, ...field], message }: z.core.$ZodIssue): string =>
  // Stryker disable next-line StringLiteral: no request has a field within a field yet
  `${[place, field.join(".")].filter(Boolean).join(" ")}: ${message}`;
