import type { MiddlewareObj } from "@middy/core";
import type { ApiEvent, ApiResult, Logged, RequestLine } from "./chain.ts";

/** Where log lines go: `console`, whose lines Lambda writes as JSON with level and time. */
export type Log = Pick<Console, "info" | "error">;

/**
 * Writes one log line per request, as an object. Registered first, it sees the final answer, whichever middleware made
 * it. A 5xx is logged as an error.
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
