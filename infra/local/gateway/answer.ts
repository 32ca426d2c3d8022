import { type ServerResponse, STATUS_CODES, validateHeaderName, validateHeaderValue } from "node:http";
import { z } from "zod";

export type Answer = {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
};

/** API Gateway's own messages, used when no function answers. */
const messages = {
  400: "Bad Request",
  404: "Not Found",
  408: "Request Timeout",
  413: "Request Entity Too Large",
  431: "Request Header Fields Too Large",
  500: "Internal Server Error",
} as const;

export type RefusalStatus = keyof typeof messages;

/** A request that the gateway answers itself. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: RefusalStatus;
  constructor(status: RefusalStatus, options?: ErrorOptions) {
    super(messages[status], options);
    this.status = status;
  }
}

export const refuse = (status: RefusalStatus): Answer =>
  jsonAnswer(status, JSON.stringify({ message: messages[status] }));

const structuredResult = z.object({
  statusCode: z.int().min(200).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  cookies: z.array(z.string()).optional(),
  body: z.string().optional(),
  isBase64Encoded: z.boolean().optional(),
});

/** Headers about the connection and the transfer: the gateway sets its own. */
const NOT_PASSED_ON = new Set(["connection", "content-length", "keep-alive", "transfer-encoding", "upgrade"]);

/**
 * Converts a function's result in payload format 2.0 to the answer of an HTTP API. A result without `statusCode` is the
 * body of a 200 with `application/json`.
 *
 * @throws {Error} if the result is not valid
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export const toAnswer = (result: unknown): Answer => {
  if (!hasStatusCode(result)) return jsonAnswer(200, typeof result === "string" ? result : JSON.stringify(result));
  const { statusCode: status, headers = {}, cookies = [], body = "", isBase64Encoded } = structuredResult.parse(result);
  const { "set-cookie": setCookie, ...rest } = passHeaders(headers);
  const allCookies = [...cookies, ...(setCookie ? [setCookie] : [])];
  for (const cookie of allCookies) validateHeaderValue("set-cookie", cookie);
  return {
    status,
    headers: {
      ...(body && { "content-type": "text/plain; charset=utf-8" }),
      ...rest,
      ...(allCookies.length > 0 && { "set-cookie": allCookies }),
    },
    body: Buffer.from(body, isBase64Encoded ? "base64" : "utf8"),
  };
};

/**
 * Sends an answer; without a body for HEAD, 204 and 304 (RFC 9110, sections 9.3.2 and 6.4.1).
 */
export const send = (response: ServerResponse, { status, headers, body }: Answer): void => {
  const bodiless = status === 204 || status === 304;
  response.writeHead(status, bodiless ? headers : { ...headers, "content-length": body.length });
  response.end(bodiless ? undefined : body);
};

/** The bytes of a complete response that closes the connection, for sockets without a `ServerResponse`. */
export const toBytes = ({ status, headers, body }: Answer): Buffer => {
  const lines = Object.entries({ ...headers, "content-length": body.length, connection: "close" });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n`), body]);
};

const jsonAnswer = (status: number, body: string): Answer => ({
  status,
  headers: { "content-type": "application/json" },
  body: Buffer.from(body),
});

const hasStatusCode = (result: unknown): boolean =>
  typeof result === "object" && result !== null && "statusCode" in result;

const passHeaders = (headers: Readonly<Record<string, unknown>>): Record<string, string> => {
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)] as const);
  for (const [name, value] of named) {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  }
  return Object.fromEntries(named.filter(([name]) => !NOT_PASSED_ON.has(name)));
};
