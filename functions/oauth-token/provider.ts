import * as z from "zod/mini";
import { callProvider, providerUrl } from "../shared/auth/provider.ts";
import { ApiError } from "../shared/errors/api-error.ts";
import { type AccessTokenResponse, accessTokenResponse, errorResponse, type TokenRequest } from "./contract.ts";

export type TokenProvider = {
  /**
   * @returns the provider's answer
   * @throws {ApiError} `credentialsMismatch` for credentials that the provider refuses; `unavailable` if it is
   *   unreachable, throttled or does not answer as RFC 6749 says; `internal` if it refuses this deployment's request
   */
  issue(credentials: Pick<TokenRequest["body"], "clientID" | "clientSecret">): Promise<AccessTokenResponse>;
};

/**
 * The error codes that speak of the client and not of the request (RFC 6749, section 5.2; `access_denied` is what some
 * providers say instead). `invalid_scope` is among them, since providers grant scopes client by client.
 */
const REFUSED = new Set(["invalid_client", "unauthorized_client", "invalid_grant", "invalid_scope", "access_denied"]);

/**
 * The token endpoint of an OpenID provider: the client-credentials grant (RFC 6749, section 4.4), the secret by HTTP
 * Basic.
 *
 * @param scope the scope that is asked for
 * @throws {Error} if `tokenEndpoint` is not https (or http on loopback)
 */
export const createTokenProvider = (tokenEndpoint: string, scope: string): TokenProvider => {
  const url = providerUrl(tokenEndpoint);
  const body = `${new URLSearchParams({ grant_type: "client_credentials", scope })}`;
  return {
    async issue({ clientID, clientSecret }) {
      const answer = await callProvider(url, {
        method: "POST",
        headers: {
          Accept: "application/json",
          Authorization: `Basic ${Buffer.from(`${formEncode(clientID)}:${formEncode(clientSecret)}`).toString("base64")}`,
          "Content-Type": "application/x-www-form-urlencoded",
        },
        body,
      });
      const content = parseJson(answer.body);
      const granted = z.safeParse(accessTokenResponse, content);
      if (answer.status === 200 && granted.success) return granted.data;
      throw refused(answer.status, z.safeParse(errorResponse, content).data?.error);
    },
  };
};

/** RFC 6749, section 2.3.1: both are form-encoded before they are joined, so that a colon in the ID is no separator. */
const formEncode = (value: string): string => `${new URLSearchParams({ v: value })}`.slice("v=".length);

const parseJson = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    // Not JSON: it has no field that is looked for.
  }
  return undefined;
};

const refused = (status: number, error: string | undefined): ApiError => {
  const refuses = error !== undefined && status >= 400 && status < 500 && status !== 429;
  if (refuses && REFUSED.has(error)) {
    return new ApiError("credentialsMismatch", { diagnosis: { reason: `identity provider: ${error}` } });
  }
  const diagnosis = { reason: `identity provider: status ${status}` };
  // Any other refusal in the protocol's own words (a grant type it does not know) is this deployment's mistake.
  return new ApiError(refuses ? "internal" : "unavailable", { diagnosis });
};
