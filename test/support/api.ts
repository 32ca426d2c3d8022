import { createHandler } from "../../functions/course-activity/app.ts";
import { createClientRegistry } from "../../functions/shared/auth/client-registry.ts";
import { createTokenVerifier, type TokenRules } from "../../functions/shared/auth/token-verifier.ts";
import type { ApiEvent } from "../../functions/shared/http/chain.ts";
import { documentedHandler } from "./documented-calls.ts";
import { embeddedEngine } from "./engines.ts";
import { keepingLog, lambdaContext } from "./events.ts";
import { AUDIENCE, SCOPE, startIssuer } from "./issuer.ts";
import { startStorage } from "./storage.ts";

/**
 * The list endpoint's complete chain with real parts: tables on the embedded engine, a verifier that fetches an issuer's
 * keys, and the clients `demo` (CMP-A), `other` (CMP-B) and `off` (CMP-A, disabled).
 *
 * @param docsBaseUrl base URL of the errors' `Link`; no `Link` without it
 */
export const startApi = async (docsBaseUrl?: string) => {
  const [storage, issuer] = await Promise.all([startStorage(embeddedEngine), startIssuer()]);
  const client = (clientID: string, companySerial: string, enabled = true) =>
    storage.put("clients", { clientID, companySerial, enabled, label: "" });
  await Promise.all([client("demo", "CMP-A"), client("other", "CMP-B"), client("off", "CMP-A", false)]);

  const log = keepingLog();
  const undocumentedWith = (rules: Partial<TokenRules> = {}, publicBaseUrl?: string) =>
    createHandler({
      verifier: createTokenVerifier({ ...issuer, scope: SCOPE, audience: AUDIENCE, ...rules }),
      clients: createClientRegistry(storage.dynamodb, storage.tables.clients),
      store: storage.store,
      log,
      publicBaseUrl,
      docsBaseUrl,
    });
  const handlerWith = (...options: Parameters<typeof undocumentedWith>) =>
    documentedHandler(undocumentedWith(...options));
  const handler = handlerWith();

  return {
    storage,
    issuer,
    log,
    handlerWith,
    /** The handler, its answers not checked against the OpenAPI document. */
    undocumented: undocumentedWith(),
    /** The handler's answer, with its body parsed. */
    call: async (event: ApiEvent, remainingMs?: number) => {
      const answer = await handler(event, lambdaContext(remainingMs));
      return { ...answer, json: answer.body === undefined ? undefined : JSON.parse(answer.body) };
    },
    stop: () => Promise.all([storage.stop(), issuer.stop()]),
  };
};

export type Api = Awaited<ReturnType<typeof startApi>>;
