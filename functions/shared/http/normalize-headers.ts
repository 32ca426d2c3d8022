import type { MiddlewareObj } from "@middy/core";
import type { ApiEvent } from "./chain.ts";

/**
 * Writes the names of the request's headers in lower case, as API Gateway sends them and every middleware below reads
 * them; `sam local` and hand-written events spell them in any case. An event without headers gets none.
 */
export const normalizeHeaders = (): MiddlewareObj<ApiEvent> => ({
  before: ({ event }) => {
    const headers = Object.entries(event.headers ?? {});
    event.headers = Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));
  },
});
