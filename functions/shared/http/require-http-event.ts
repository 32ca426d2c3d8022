import type { ApiEvent } from "./chain.ts";

/**
 * Fails the invocation if its event is no HTTP request: a warm-up, a schedule, a test event from the console, or a
 * request in payload format 1.0. It is middy's `requestStart` hook and not a middleware, because an error in a
 * middleware would run every `onError` hook, and those read the request.
 *
 * @throws {Error} naming the fields that the event lacks, without a value of the event; Lambda logs it
 */
export const requireHttpEvent = ({ event }: { event: unknown }): void => {
  const { httpMethod, routeKey, rawPath, requestContext }: Partial<ApiEvent & { httpMethod: string }> = Object(event);
  const required = {
    routeKey,
    rawPath,
    "requestContext.requestId": requestContext?.requestId,
    "requestContext.http.method": requestContext?.http?.method,
  };
  const missing = Object.entries(required).flatMap(([name, value]) => (typeof value === "string" ? [] : [name]));
  if (missing.length === 0) return;
  const hint = httpMethod === undefined ? "" : ". It has httpMethod, as in payload 1.0 (REST API): send payload 2.0";
  throw new Error(`Not an HTTP API event (payload 2.0): it has no ${missing.join(", ")}${hint}`);
};
