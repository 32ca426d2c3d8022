import type { MiddlewareObj } from "@middy/core";
import * as z from "zod/mini";
import { ApiError } from "../errors/api-error.ts";
import type { ApiEvent, Parsed, Validated } from "./chain.ts";

/**
 * Checks the request against a schema, an object with any of `path`, `query` and `body`, and passes the parsed values on
 * as `input`. A query parameter that is given several times is an array of its values for the schema.
 *
 * @param schemaOf gives the schema of a request
 * @throws {ApiError} `requestNotValid`; its detail lists every problem with the place and the field
 */
export const validate = <Input, Event extends ApiEvent = ApiEvent>(
  schemaOf: (event: Event) => z.ZodMiniType<Input>,
): MiddlewareObj<Event & Parsed & Validated<Input>> => ({
  before: ({ event }) => {
    const { pathParameters: path = {}, json: body } = event;
    const parsed = z.safeParse(schemaOf(event), { path, query: queryOf(event), body });
    if (!parsed.success) {
      throw new ApiError("requestNotValid", { detail: parsed.error.issues.map(describe).join("; ") });
    }
    event.input = parsed.data;
  },
});

/** The gateway joins the values of a repeated parameter with commas, which a single value may have too. */
const queryOf = ({ queryStringParameters: query = {}, rawQueryString }: ApiEvent): Record<string, unknown> => {
  const given = new URLSearchParams(rawQueryString);
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => {
      const values = given.getAll(name);
      return [name, values.length > 1 ? values : value];
    }),
  );
};

const describe = ({ path: [place, ...field], message }: z.core.$ZodIssue): string =>
  // Stryker disable next-line StringLiteral: no request has a field within a field yet
  `${[place, field.join(".")].filter(Boolean).join(" ")}: ${message}`;
