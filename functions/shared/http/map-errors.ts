import type { MiddlewareObj } from "@middy/core";
import { ApiError } from "../errors/api-error.ts";
import { describeCause } from "../errors/describe-cause.ts";
import type { ApiEvent, ApiResult, Logged } from "./chain.ts";
import { json } from "./json.ts";

/**
 * Replaces whatever was thrown with an HTTP error of the Error Dictionary: an `ApiError` with its own entry, anything
 * else with code 190. `@middy/http-error-handler`, registered before this one because `onError` runs in reverse order,
 * writes the response.
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
    const { body, ...statusAndHeaders } = json(failure.entry.status, failure.body, {
      "Cache-Control": "no-store",
      ...failure.headers,
      ...(docsBaseUrl && { Link: `<${docsBaseUrl}/errors#${errorCode}>; rel="help"` }),
    });
    // The error handler sends the message of an exposed error as the body, and exposes a 5xx only if it is told to.
    request.error = Object.assign(new Error(body), statusAndHeaders, { expose: true });
  },
});
