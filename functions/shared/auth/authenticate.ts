import type { MiddlewareObj } from "@middy/core";
import { beforeDeadline } from "../deadline.ts";
import { ApiError } from "../errors/api-error.ts";
import type { ApiEvent, Logged } from "../http/chain.ts";
import type { ClientRegistry } from "./client-registry.ts";
import type { TokenVerifier } from "./token-verifier.ts";

/** The caller and the company that it reads for: every key that is read starts with that company's serial. */
export type Caller = { readonly clientID: string; readonly companySerial: string };
export type Authenticated = { caller: Caller };

/**
 * Checks the access token, then its client in the client registry.
 *
 * @throws {ApiError} `tokenMissing`; `tokenNotValid`, also for a client that is unknown or disabled;
 *   `accessNotGranted`; `unavailable` if the key set or the registry cannot be read: the check fails closed
 */
export const authenticate = ({
  verifier,
  clients,
}: {
  verifier: TokenVerifier;
  clients: ClientRegistry;
}): MiddlewareObj<ApiEvent & Logged & Authenticated> => ({
  before: ({ event, context }) =>
    beforeDeadline(context, async (signal) => {
      const { clientID } = await verifier.verify(tokenOf(event.headers["authorization"]));
      event.line.client = clientID;
      const client = await clients.find(clientID, signal);
      if (!client) throw new ApiError("tokenNotValid", { diagnosis: { reason: "client unknown" } });
      event.line.company = client.companySerial;
      if (!client.enabled) throw new ApiError("tokenNotValid", { diagnosis: { reason: "client disabled" } });
      event.caller = { clientID, companySerial: client.companySerial };
    }),
});

/** The header holds the token bare, as in the API's published example, or after `Bearer` (RFC 6750) in any case. */
const tokenOf = (authorization = ""): string => {
  const token = authorization.trim().replace(/^bearer(?:\s+|$)/i, "");
  if (!token) throw new ApiError("tokenMissing");
  return token;
};
