import type { MiddlewareObj } from "@middy/core";
import { ApiError } from "../errors/api-error.ts";
import { describeCause } from "../errors/describe-cause.ts";
import type { ApiEvent, ApiResult, Logged } from "./chain.ts";
import { json } from "./json.ts";

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
