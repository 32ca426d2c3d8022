import type { MiddlewareObj } from "@middy/core";
import type { ApiEvent, ApiResult } from "./chain.ts";

/** Adds the gateway's request ID to every answer, errors included. */
export const stampRequestId = (): MiddlewareObj<ApiEvent, ApiResult> => {
  const stamp = ({ event, response }: { event: ApiEvent; response: ApiResult | null | undefined }) => {
    if (response) response.headers = { ...response.headers, "X-Request-Id": event.requestContext.requestId };
  };
  return { after: stamp, onError: stamp };
};
