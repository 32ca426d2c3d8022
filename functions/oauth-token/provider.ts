import * as z from "zod/mini";
import { callProvider, providerUrl } from "../shared/auth/provider.ts";
import { ApiError } from "../shared/errors/api-error.ts";
import { type AccessTokenResponse, accessTokenResponse, errorResponse, type TokenRequest } from "./contract.ts";

export type Credentials = Pick<TokenRequest["body"], "clientID" | "clientSecret">;

export type IssuedToken = {
  readonly accessToken: string;
  /** Seconds, from 1. */
  readonly expiresIn: number;
};

export type TokenProvider = {
  /**
   * @returns the token that the provider issued
   * @throws {ApiError} `credentialsMismatch` for credentials that the provider refuses; `unavailable` if it is
   *   unreachable, throttled or does not answer as RFC 6749 says; `internal` if it refuses this deployment's request
   */
  issue(credentials: Credentials): Promise<IssuedToken>;
};

/** What is asked for beside the grant type. */
export type Asked = {
  readonly scope: string;
  /** The API that the token is for: not in RFC 6749, but Auth0 issues none without it. */
  readonly audience?: string | undefined;
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
 * @throws {Error} if `tokenEndpoint` is not https (or http on loopback)
 */
export const createTokenProvider = (tokenEndpoint: string, { scope, audience }: Asked): TokenProvider => {
  const url = providerUrl(tokenEndpoint);
  const asked = { grant_type: "client_credentials", scope, ...(audience && { audience }) };
  const body = `${new URLSearchParams(asked)}`;
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
      if (answer.status !== 200) throw refused(answer.status, z.safeParse(errorResponse, content).data?.error);
      const { data, error } = z.safeParse(accessTokenResponse, content);
      const expiresIn = data && lifetimeOf(data);
      if (data && expiresIn) return { accessToken: data.access_token, expiresIn };
      const fields = error?.issues.map(({ path }) => path.join(".")) ?? ["expires_in"];
      throw new ApiError("unavailable", { diagnosis: { reason: "identity provider: status 200", fields } });
    },
  };
};

/** RFC 6749, section 2.3.1: both are form-encoded before they are joined, so that a colon in the ID is no separator. */
const formEncode = (value: string): string => `${new URLSearchParams({ v: value })}`.slice("v=".length);

/**
 * Seconds: `expires_in`, which some providers send as a string; if there is none, which RFC 6749 allows, what is left until
 * the token's own `exp`. The token is not verified: it came from its provider just now.
 *
 * @returns `undefined` if there is no whole number from 1
 */
const lifetimeOf = ({ access_token, expires_in }: AccessTokenResponse): number | undefined => {
  const seconds = expires_in ?? Math.floor(Number(claimsOf(access_token)["exp"]) - Date.now() / 1_000);
  return /^[1-9][0-9]*$/.test(`${seconds}`) ? Number(seconds) : undefined;
};

const claimsOf = (token: string): Record<string, unknown> =>
  Object(parseJson(Buffer.from(`${token.split(".")[1]}`, "base64url")));

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
