import { isUtf8 } from "node:buffer";
import type { APIGatewayProxyEventV2 } from "aws-lambda";

/** One complete HTTP request as it arrived. */
export type ReceivedRequest = {
  readonly method: string;
  /** Path and query as sent, undecoded: the request target in its origin form (RFC 9112, section 3.2.1). */
  readonly target: string;
  readonly httpVersion: string;
  /** Names and values alternate, in the order of arrival, with duplicates. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly sourceIp: string;
  /** The port that the gateway listens on. */
  readonly port: number;
  readonly requestId: string;
  readonly receivedAt: Date;
};

/** The route that matched a request, and the decoded values of its path variables. */
export type RouteMatch = { readonly routeKey: string; readonly pathParameters: Readonly<Record<string, string>> };

/**
 * Headers about one connection (RFC 9110, section 7.6.1), which the gateway does not forward; cookies have their own
 * field.
 */
const NOT_PASSED_ON = new Set([
  "cookie",
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/**
 * The media types whose bodies an HTTP API passes as text. AWS does not document them: this list is from observation. All
 * other bodies, such as a form or a body without a type, are base64.
 */
const TEXT_TYPE = /^(?:text\/.*|application\/(?:json|xml|javascript))$/;

/**
 * Converts a request to an HTTP API event in payload format 2.0.
 *
 * `path` and `rawPath` differ from AWS in one way: by observation, AWS decodes them (`%20` is a space, and `%2F` is a slash
 * before the route is chosen). Here they are kept as sent. A function should read path values from `pathParameters`, which
 * is decoded in both.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export const toEvent = (request: ReceivedRequest, { routeKey, pathParameters }: RouteMatch): APIGatewayProxyEventV2 => {
  const { path: rawPath, query: rawQueryString } = splitTarget(request.target);
  const received = groupHeaders(request.rawHeaders);
  const cookies = cookiesOf(received.get("cookie") ?? []);
  const headers: Record<string, string> = { ...joinHeaders(received), ...gatewayHeaders(request, received) };
  const domainName = (headers["host"] ?? "localhost").replace(/:\d*$/, "");
  return {
    version: "2.0",
    routeKey,
    rawPath,
    rawQueryString,
    ...(cookies.length > 0 && { cookies }),
    headers,
    ...(rawQueryString && { queryStringParameters: parseQuery(rawQueryString) }),
    ...(Object.keys(pathParameters).length > 0 && { pathParameters: { ...pathParameters } }),
    requestContext: {
      accountId: "000000000000",
      apiId: "local",
      domainName,
      domainPrefix: domainName.split(".", 1).join(),
      http: {
        method: request.method,
        path: rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.sourceIp,
        userAgent: headers["user-agent"] ?? "",
      },
      requestId: request.requestId,
      routeKey,
      stage: "$default",
      time: commonLogTime(request.receivedAt),
      timeEpoch: request.receivedAt.getTime(),
    },
    ...encodeBody(request.body, headers["content-type"]),
  };
};

/** @returns path and query as sent; the query is empty if there is none */
export const splitTarget = (target: string): { path: string; query: string } => {
  const [path = "", ...query] = target.split("?");
  return { path, query: query.join("?") };
};

/** @returns the values of each header by its lower-case name */
export const groupHeaders = (rawHeaders: readonly string[]): Map<string, string[]> => {
  const headers = new Map<string, string[]>();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name = "", value = ""] = rawHeaders.slice(at, at + 2);
    headers.set(name.toLowerCase(), [...(headers.get(name.toLowerCase()) ?? []), value]);
  }
  return headers;
};

const joinHeaders = (headers: ReadonlyMap<string, string[]>): Record<string, string> =>
  Object.fromEntries(
    [...headers].filter(([name]) => !NOT_PASSED_ON.has(name)).map(([name, values]) => [name, values.join(",")]),
  );

const gatewayHeaders = (request: ReceivedRequest, received: ReadonlyMap<string, string[]>) => ({
  "content-length": String(request.body.length),
  "x-amzn-trace-id": received.get("x-amzn-trace-id")?.join() ?? traceId(request),
  "x-forwarded-for": [...(received.get("x-forwarded-for") ?? []), request.sourceIp].join(", "),
  "x-forwarded-port": String(request.port),
  "x-forwarded-proto": "http",
});

/** https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-traceids */
const traceId = ({ receivedAt, requestId }: ReceivedRequest): string => {
  const seconds = Math.floor(receivedAt.getTime() / 1000);
  return `Root=1-${seconds.toString(16).padStart(8, "0")}-${requestId.replaceAll("-", "").slice(0, 24)}`;
};

const cookiesOf = (values: readonly string[]): string[] =>
  values
    .flatMap((value) => value.split(";"))
    .map((cookie) => cookie.trim())
    .filter(Boolean);

/**
 * Decodes the query like a form, `+` included; a broken percent-encoding stays as it is. The values of a repeated name
 * are joined by commas.
 */
const parseQuery = (query: string): Record<string, string> => {
  // `URLSearchParams` drops one leading "?". A "?" at the start of the query itself is part of a name, so add one.
  const parameters = new URLSearchParams(`?${query}`);
  return Object.fromEntries([...parameters.keys()].map((name) => [name, parameters.getAll(name).join(",")]));
};

const encodeBody = (body: Buffer, contentType = ""): { body?: string; isBase64Encoded: boolean } => {
  if (body.length === 0) return { isBase64Encoded: false };
  const [type = ""] = contentType.split(";");
  // Bytes that are not UTF-8, such as compressed ones, would be corrupted as text.
  const isText = TEXT_TYPE.test(type.trim().toLowerCase()) && isUtf8(body);
  return { body: body.toString(isText ? "utf8" : "base64"), isBase64Encoded: !isText };
};

/** `12/Mar/2020:19:03:58 +0000` */
const commonLogTime = (date: Date): string => {
  const [, day, month, year, time] = date.toUTCString().split(" ");
  return `${day}/${month}/${year}:${time} +0000`;
};
