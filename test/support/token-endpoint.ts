import { expect } from "vitest";
import { createHandler } from "../../functions/oauth-token/app.ts";
import { createTokenProvider } from "../../functions/oauth-token/provider.ts";
import type { ApiEvent } from "../../functions/shared/http/chain.ts";
import { documentedHandler } from "./documented-calls.ts";
import { keepingLog, lambdaContext } from "./events.ts";
import { SCOPE } from "./issuer.ts";

export const CLIENT = { clientID: "demo", clientSecret: "a secret that nobody may see" };
export const TOKEN_REQUEST = { ...CLIENT, grantType: "client_credentials" };

/** The headers of every answer of POST /oauth/token. */
export const TOKEN_HEADERS = {
  "Content-Type": "application/json; charset=utf-8",
  "Cache-Control": "no-store",
  "X-Request-Id": "request-1",
};

/** A new instance of the function behind POST /oauth/token, for this provider's token endpoint. */
export const openTokenEndpoint = (tokenEndpoint: string | URL, audience?: string) => {
  const log = keepingLog();
  const handler = documentedHandler(
    createHandler({ provider: createTokenProvider(`${tokenEndpoint}`, { scope: SCOPE, audience }), log }),
  );
  return {
    log,
    /**
     * @returns the answer, its body as text and as JSON, and the log line; checks that none of them contains the secret of
     * `CLIENT`
     */
    call: async (event: ApiEvent, remainingMs?: number) => {
      const logged = log.lines.length;
      const { body: text = "", ...answer } = await handler(event, lambdaContext(remainingMs));
      const [line, ...others] = log.lines.slice(logged);
      expect(others).toEqual([]);
      expect(JSON.stringify([answer, text, line])).not.toContain(CLIENT.clientSecret);
      return { ...answer, text, json: JSON.parse(text), line };
    },
  };
};
