import type { MiddlewareObj } from "@middy/core";
import { ApiError } from "../errors/api-error.ts";
import { basePathOf } from "./base-path.ts";
import type { ApiEvent } from "./chain.ts";
import { partsOf } from "./routes.ts";

/**
 * Accepts only the routes that this function serves. The gateway sends requests that match no route here through
 * `$default`.
 *
 * @param served the function's own route keys
 * @param others those of the other functions
 * @throws {ApiError} `methodNotAllowed` with `Allow` if the path has other methods, else `endpointNotFound`
 */
export const route = (served: readonly string[], others: readonly string[] = []): MiddlewareObj<ApiEvent> => ({
  before: ({ event }) => {
    if (served.includes(event.routeKey)) return;
    const methods = [...served, ...others]
      .filter((key) => basePathOf(event, key) !== undefined)
      .map((key) => partsOf(key).method);
    if (methods.length === 0 || methods.includes(event.requestContext.http.method)) {
      throw new ApiError("endpointNotFound");
    }
    // Stryker disable next-line StringLiteral: no path has two methods yet
    throw new ApiError("methodNotAllowed", { headers: { Allow: methods.join(", ") } });
  },
});
