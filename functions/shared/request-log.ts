import type { MiddlewareObj } from "@middy/core";
import type { Diagnosis } from "./errors.ts";
import type { ApiEvent, ApiResult } from "./http.ts";

/**
 * What the one log line of a request may say. Never in it: a token, a secret, an employee's ID, a text that a person
 * wrote. Whoever counts or filters lines relies on these names.
 */
type RequestLine = {
  route: string;
  requestId: string;
  start: "cold" | "warm";
  status?: number;
  errorCode?: number;
  client?: string;
  company?: string;
  page?: number;
  pageSize?: number;
  /** Assignments in the answer. */
  returned?: number;
  /** Assignments in the list. */
  total?: number;
  /** DynamoDB read units that the list's reads consumed. */
  readUnits?: number;
  /** Milliseconds from the handler's start to its answer. */
  ms?: number;
} & Diagnosis &
  Cause;

type Cause = { cause?: string; code?: string; at?: readonly string[] };

export type Logged = { line: RequestLine; receivedAt: number };

/** Where lines go: `console`, which Lambda writes as JSON with the level and the time. */
export type Log = Pick<Console, "info" | "error">;

/**
 * Writes one line a request, as an object. Registered first, it sees the final answer, whatever made it; a 5xx is
 * logged as an error.
 */
export const logRequest = (log: Log): MiddlewareObj<ApiEvent & Logged, ApiResult> => {
  let start: RequestLine["start"] = "cold";
  const write = ({ event, response }: { event: ApiEvent & Logged; response: ApiResult | null | undefined }) => {
    const status = response?.statusCode ?? 500;
    const line: RequestLine = { ...event.line, status, ms: Math.round(performance.now() - event.receivedAt) };
    if (status < 500) log.info(line);
    else log.error(line);
  };
  return {
    before: ({ event }) => {
      event.receivedAt = performance.now();
      event.line = { route: event.routeKey, requestId: event.requestContext.requestId, start };
      start = "warm";
    },
    after: write,
    onError: write,
  };
};

/**
 * @returns what may be told of an error behind a failure: its class, its code and its place. Its message stays out,
 *   since it may quote what a caller sent.
 */
export const describeCause = (cause: unknown): Cause => {
  if (cause === undefined) return {};
  if (!(cause instanceof Error)) return { cause: typeof cause };
  const code = "code" in cause && typeof cause.code === "string" ? { code: cause.code } : {};
  const { message, stack = "" } = cause;
  const start = stack.indexOf(message);
  // The message stands before the frames, and may have lines that look like one.
  const frames =
    start < 0
      ? []
      : stack
          .slice(start + message.length)
          .split("\n")
          .filter((frame) => /^\s+at /.test(frame));
  return { cause: cause.name, ...code, at: frames.slice(0, 5).map((frame) => frame.trim()) };
};
