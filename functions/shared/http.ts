import type { MiddlewareObj } from "@middy/core";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import { parse as parseContentType } from "content-type";
import Negotiator from "negotiator";
import * as z from "zod/mini";
import { ApiError } from "./errors.ts";
import { describeCause, type Logged } from "./request-log.ts";
import { methodsOf, type RouteKey } from "./routes.ts";

export type ApiEvent = APIGatewayProxyEventV2;
export type ApiResult = APIGatewayProxyStructuredResultV2;
export type ApiHandler = (event: ApiEvent, context: Context) => Promise<ApiResult>;

const JSON_TYPE = "application/json; charset=utf-8";

export type JsonResult = {
  statusCode: number;
  headers: { "Content-Type": string } & Record<string, string>;
  body: string;
};

/** @returns an answer with `body` as JSON, its fields in their own order */
export const json = (
  statusCode: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): JsonResult => ({
  statusCode,
  headers: { "Content-Type": JSON_TYPE, ...headers },
  body: JSON.stringify(body),
});

/**
 * @returns the chain as the Lambda handler it is. Its own event type also has what its middlewares add for one another
 * (`Logged`, `Authenticated`, `Validated`); from outside comes the plain event, which is why the type is asserted.
 */
export const asLambda = <Event extends ApiEvent>(
  chain: (event: Event, context: Context) => Promise<ApiResult>,
): ApiHandler => chain as ApiHandler;

/** Gives every answer, errors included, the gateway's id of the request. */
export const stampRequestId = (): MiddlewareObj<ApiEvent, ApiResult> => {
  const stamp = ({ event, response }: { event: ApiEvent; response: ApiResult | null | undefined }) => {
    if (response) response.headers = { ...response.headers, "X-Request-Id": event.requestContext.requestId };
  };
  return { after: stamp, onError: stamp };
};

/**
 * Turns whatever was thrown into the Error Dictionary's answer: an `ApiError` into its own, anything else into code
 * 190.
 *
 * @param docsBaseUrl where the documentation is, without a slash at the end: `Link` then leads to the code's anchor on
 *   its page of errors (RFC 8288, `rel="help"`)
 */
export const mapErrors = (docsBaseUrl?: string): MiddlewareObj<ApiEvent & Logged, ApiResult> => ({
  onError: (request) => {
    const { error } = request;
    const failure = error instanceof ApiError ? error : new ApiError("internal", { cause: error });
    const { errorCode } = failure.body;
    Object.assign(request.event.line, { errorCode, ...failure.diagnosis, ...describeCause(failure.cause) });
    request.response = json(failure.entry.status, failure.body, {
      "Cache-Control": "no-store",
      ...failure.headers,
      ...(docsBaseUrl && { Link: `<${docsBaseUrl}/errors#${errorCode}>; rel="help"` }),
    });
  },
});

/**
 * Lets through the route that this function serves. Whatever else the gateway sends here came by `$default`.
 *
 * @throws {ApiError} `methodNotAllowed` with `Allow`, or `endpointNotFound`
 */
export const route = (served: RouteKey): MiddlewareObj<ApiEvent> => ({
  before: ({ event }) => {
    if (event.routeKey === served) return;
    const methods = methodsOf(event.rawPath);
    if (methods.length === 0 || methods.includes(event.requestContext.http.method)) {
      throw new ApiError("endpointNotFound");
    }
    throw new ApiError("methodNotAllowed", { headers: { Allow: methods.join(", ") } });
  },
});

/**
 * Content negotiation for an API that speaks JSON alone (RFC 9110, section 12). An absent or empty header is fine.
 *
 * @throws {ApiError} `notAcceptable` where `Accept` excludes JSON, `formatNotSupported` where `Content-Type` is not
 *   JSON
 */
export const negotiateJson = (): MiddlewareObj<ApiEvent> => ({
  before: ({ event: { headers } }) => {
    const accept = headers["accept"]?.trim() || "*/*";
    // JSON has no variants to choose from: a parameter other than the weight (`charset=utf-8`) changes nothing.
    const ranges = accept.replace(/;(?!\s*q\s*=)[^;,]*/gi, "");
    if (!new Negotiator({ headers: { accept: ranges } }).mediaType(["application/json"])) {
      throw new ApiError("notAcceptable", { detail: `header Accept: must allow ${JSON_TYPE}` });
    }
    const contentType = headers["content-type"]?.trim();
    if (contentType && !/^application\/(?:[\w!#$&^.+-]+\+)?json$/.test(parseContentType(contentType).type)) {
      throw new ApiError("formatNotSupported", { detail: "header Content-Type: must be application/json" });
    }
  },
});

export type Parsed = { json?: unknown };

/** Parses the body as JSON, whichever way the gateway encoded it; no body at all is `undefined`. */
export const parseJson = (): MiddlewareObj<ApiEvent & Parsed> => ({
  before: ({ event }) => {
    const { body, isBase64Encoded } = event;
    if (!body) return;
    try {
      event.json = JSON.parse(isBase64Encoded ? decodeUtf8(Buffer.from(body, "base64")) : body);
    } catch {
      // The parser's own message quotes the body, which may hold a secret.
      throw notValid(["body: must be JSON in UTF-8"]);
    }
  },
});

const decodeUtf8 = (bytes: Uint8Array): string =>
  new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);

export type Validated<Schema extends z.ZodMiniType> = { input: z.output<Schema> };

/**
 * Checks the request against `schema`, an object with any of `path`, `query` and `body`, and hands on the parsed
 * `input`.
 *
 * @throws {ApiError} `requestNotValid`; its detail names every problem found, each with its place and its field
 */
export const validate = <Schema extends z.ZodMiniType>(
  schema: Schema,
): MiddlewareObj<ApiEvent & Parsed & Validated<Schema>> => ({
  before: ({ event }) => {
    const { pathParameters: path = {}, queryStringParameters: query = {}, json: body } = event;
    const parsed = z.safeParse(schema, { path, query, body });
    if (!parsed.success) throw notValid(parsed.error.issues.map(describe));
    event.input = parsed.data;
  },
});

const notValid = (problems: readonly string[]) => new ApiError("requestNotValid", { detail: problems.join("; ") });

const describe = ({ path: [place, ...field], message }: z.core.$ZodIssue): string =>
  `${[place, field.join(".")].filter(Boolean).join(" ")}: ${message}`;
