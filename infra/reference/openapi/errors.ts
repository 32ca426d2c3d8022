import { ApiError, type ErrorBody } from "../../../functions/shared/errors/api-error.ts";
import { type ErrorEntry, type ErrorName, errorDictionary } from "../../../functions/shared/errors/dictionary.ts";
import { type Header, type HeaderName, headerRefs, headers } from "./headers.ts";

/** An example `detail` for the codes whose `detail` is more than the message. */
const details: Partial<Record<ErrorName, string>> = {
  requestNotValid:
    "query page: must be one integer from 1 to 90071992547409, in plain decimal digits; " +
    "query pageSize: must be one integer from 1 to 100, in plain decimal digits",
  notAcceptable: "header Accept: must allow application/json; charset=utf-8",
  formatNotSupported: "header Content-Type: must be application/json",
};

/** Headers in addition to those of every failure. */
const additionalHeaders: Partial<Record<ErrorName, readonly HeaderName[]>> = {
  methodNotAllowed: ["Allow"],
  tooManyRequests: ["Retry-After"],
};

const headersOf = (name: ErrorName): HeaderName[] => {
  const entry: ErrorEntry = errorDictionary[name];
  return [...(Object.keys(entry.headers ?? {}) as HeaderName[]), ...(additionalHeaders[name] ?? [])];
};

/** @returns the headers of an answer with this error, in addition to those of every failure */
export const exampleHeaders = (name: ErrorName): Record<string, string> => {
  const { headers: fixed = {} }: ErrorEntry = errorDictionary[name];
  return Object.fromEntries(
    headersOf(name).map((header) => {
      const { example }: Header = headers[header];
      return [header, fixed[header] ?? `${example}`];
    }),
  );
};

/** @returns the body of an answer with this error, with a realistic `detail` */
export const exampleBody = (name: ErrorName): ErrorBody => {
  const detail = details[name];
  return new ApiError(name, detail === undefined ? {} : { detail }).body;
};

const example = (name: ErrorName) => {
  const { errorCode, text } = errorDictionary[name];
  return [`${errorCode}`, { summary: text, value: exampleBody(name) }];
};

const response = (names: readonly ErrorName[]) => {
  const entries = names.map((name): ErrorEntry => errorDictionary[name]);
  return {
    description: entries.map(({ errorCode, text, when }) => `**${errorCode}, ${text}:** ${when}.`).join("\n\n"),
    headers: headerRefs([
      ...new Set<HeaderName>(["X-Request-Id", "Cache-Control", "HelpLink", ...names.flatMap(headersOf)]),
    ]),
    content: {
      "application/json": {
        schema: {
          allOf: [
            { $ref: "#/components/schemas/ErrorAnswer" },
            { properties: { errorCode: { enum: entries.map(({ errorCode }) => errorCode) } } },
          ],
        },
        examples: Object.fromEntries(names.map(example)),
      },
    },
  };
};

/**
 * @param names the errors that an operation can return
 * @returns the responses by status, each with an example for every code
 */
export const errorResponses = (...names: readonly ErrorName[]) => {
  const byStatus = Object.groupBy(names, (name) => errorDictionary[name].status);
  return Object.fromEntries(Object.entries(byStatus).map(([status, group = []]) => [status, response(group)]));
};

/** The responses of every request that reads with a token, with what else can be wrong with its own. */
export const readErrorResponses = (...own: readonly ErrorName[]) =>
  errorResponses(
    "requestNotValid",
    "tokenMissing",
    "tokenNotValid",
    "accessNotGranted",
    ...own,
    "endpointNotFound",
    "methodNotAllowed",
    "notAcceptable",
    "formatNotSupported",
    "storedRecordNotValid",
    "internal",
    "unavailable",
    "deadlineExceeded",
  );
