import type { MiddlewareObj } from "@middy/core";
import type { ApiEvent, ApiResult } from "./chain.ts";

/** Gives every answer, errors included, the gateway's id of the request. */
export const stampRequestId = (): MiddlewareObj<ApiEvent, ApiResult> => {
  const stamp = ({ event, response }: { event: ApiEvent; response: ApiResult | null | undefined }) => {
    if (response) response.headers = { ...response.headers, "X-Request-Id": event.requestContext.requestId };
  };
  return { after: stamp, onError: stamp };
};
