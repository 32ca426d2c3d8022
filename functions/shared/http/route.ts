import type { MiddlewareObj } from "@middy/core";
import { ApiError } from "../errors/api-error.ts";
import type { ApiEvent } from "./chain.ts";
import { methodsOf, type RouteKey } from "./routes.ts";

/**
 * Accepts only the route that this function serves. The gateway sends all other requests here through `$default`.
 *
 * @throws {ApiError} `methodNotAllowed` with `Allow` if the path has other methods, else `endpointNotFound`
 */
export const route = (served: RouteKey): MiddlewareObj<ApiEvent> => ({
  before: ({ event }) => {
    if (event.routeKey === served) return;
    const methods = methodsOf(event.rawPath);
    if (methods.length === 0 || methods.includes(event.requestContext.http.method)) {
      throw new ApiError("endpointNotFound");
    }
    // Stryker disable next-line StringLiteral: no path has two methods yet
    throw new ApiError("methodNotAllowed", { headers: { Allow: methods.join(", ") } });
  },
});
