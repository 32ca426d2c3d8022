import {
  JwksValidationError,
  JwkValidationError,
  JwtExpiredError,
  JwtInvalidAudienceError,
  JwtInvalidSignatureAlgorithmError,
  JwtInvalidSignatureError,
  JwtNotBeforeError,
  JwtWithoutValidKidError,
  KidNotFoundInJwksError,
  WaitPeriodNotYetEndedJwkError,
} from "aws-jwt-verify/error";
import { SimpleJwksCache } from "aws-jwt-verify/jwk";
import type { JwtPayload } from "aws-jwt-verify/jwt-model";
import { JwtVerifier, type JwtVerifierProperties, type VerifyProperties } from "aws-jwt-verify/jwt-verifier";
import { ApiError } from "../errors/api-error.ts";
import { decomposeToken, type TokenParts } from "./decompose-token.ts";
import { callProvider, providerUrl } from "./provider.ts";

/** Seconds by which the provider's clock and this one may differ. */
const CLOCK_SKEW_SECONDS = 30;

export type TokenVerifier = {
  /**
   * @returns the client that the access token was issued to
   * @throws {ApiError} `tokenNotValid`, `accessNotGranted`, or `unavailable` if the key set cannot be fetched
   */
  verify(token: string): Promise<{ clientID: string }>;
  /** Starts to fetch the key set, so that the first request finds it; a failure is left to that request. */
  prefetch(): void;
};

export type TokenRules = {
  readonly issuer: string;
  readonly jwksUri: string;
  /** One scope, which the token must have. */
  readonly scope: string;
  /** The `aud` that the token must have. Without it (Cognito sets none), it must say `token_use: access`. */
  readonly audience?: string | undefined;
  /** The claim with the token's scopes, a string with spaces between them or an array. Default: `scope`. */
  readonly scopeClaim?: string | undefined;
  /** The claim with the client's ID. Default: `client_id`, or `azp` without it. */
  readonly clientClaim?: string | undefined;
};

/**
 * A verifier for access tokens of one issuer, every rule pinned here: issuer, audience, scope, token use, an expiry at
 * all, and the asymmetric algorithms RS, ES and EdDSA. Keys are kept; a key ID that is not among them has the key set
 * fetched again, at most once in 10 seconds while no such key turns up; until then such a token is refused.
 *
 * @throws {Error} if `jwksUri` is not https (or http on loopback)
 */
export const createTokenVerifier = ({
  issuer,
  jwksUri,
  scope,
  audience,
  scopeClaim = "scope",
  clientClaim,
}: TokenRules): TokenVerifier => {
  const verifier = new PartsVerifier(
    {
      issuer,
      jwksUri: providerUrl(jwksUri).href,
      audience: audience ?? null,
      graceSeconds: CLOCK_SKEW_SECONDS,
      customJwtCheck: ({ payload }) => {
        // The library accepts a token without `exp` for ever.
        if (payload.exp === undefined) throw refused("no expiry");
        const use = payload["token_use"] ?? (audience && "access");
        if (use !== "access") throw refused("token use");
        // After all that makes a token invalid: a wrong token without the scope is 401, not 403.
        const granted = scopesIn(payload[scopeClaim]);
        if (!granted?.includes(scope)) {
          throw new ApiError("accessNotGranted", { diagnosis: { reason: granted ? "scope" : "no scope" } });
        }
      },
    },
    new SimpleJwksCache({ fetcher: { fetch: fetchKeySet } }),
  );
  let prefetched: Promise<void> | undefined;

  const verify = async (token: string): Promise<JwtPayload> => {
    // The library keeps a key for each issuer that a token names, before it checks the name: anybody could fill its
    // memory.
    const parts = decomposeToken(token);
    if (parts.payload.iss !== issuer) throw refused("issuer");
    // Lambda may freeze an instance between its init and its first request, which breaks the fetch: a request waits for
    // it and fetches again if it failed, but never fails with it.
    await prefetched;
    return verifier.verifyParts(parts);
  };

  return {
    verify: async (token) => {
      const claims = await verify(token).catch(rejectAs);
      const clientID = clientClaim ? claims[clientClaim] : (claims["client_id"] ?? claims["azp"]);
      if (typeof clientID !== "string" || clientID === "") throw refused("no client");
      return { clientID };
    },
    prefetch: () => {
      prefetched = verifier.hydrate().catch(() => {});
    },
  };
};

const refused = (reason: string) => new ApiError("tokenNotValid", { diagnosis: { reason } });

type LibraryRules = JwtVerifierProperties<Partial<VerifyProperties>> & VerifyProperties;

/** The library's verifier for a token that was decomposed already. */
class PartsVerifier extends JwtVerifier<Partial<VerifyProperties>, LibraryRules, false> {
  // The library's is protected.
  constructor(rules: LibraryRules, keys: SimpleJwksCache) {
    super(rules, keys);
  }

  verifyParts(parts: TokenParts): Promise<JwtPayload> {
    const rules = this.getIssuerConfig();
    return this.verifyDecomposedJwt(parts, rules.jwksUri, rules);
  }
}

/** @returns the scopes in a claim; `undefined` if there are none */
const scopesIn = (claim: unknown): readonly unknown[] | undefined => {
  if (typeof claim === "string") return claim.split(" ");
  return Array.isArray(claim) ? claim : undefined;
};

const fetchKeySet = async (uri: string): Promise<ArrayBuffer> => {
  const { status, body } = await callProvider(new URL(uri));
  if (status !== 200) throw new ApiError("unavailable", { diagnosis: { reason: `key set: status ${status}` } });
  return new Uint8Array(body).buffer;
};

const reasons = [
  [JwtExpiredError, "expired"],
  [JwtNotBeforeError, "not yet valid"],
  [JwtInvalidAudienceError, "audience"],
  [JwtInvalidSignatureError, "signature"],
  [JwtInvalidSignatureAlgorithmError, "algorithm"],
  [KidNotFoundInJwksError, "unknown key"],
  [WaitPeriodNotYetEndedJwkError, "unknown key"],
  [JwtWithoutValidKidError, "unknown key"],
] as const;

/** An error that is not the provider's refuses the token: the check fails closed. */
const rejectAs = (error: unknown): never => {
  if (error instanceof ApiError) throw error;
  if (error instanceof JwksValidationError || error instanceof JwkValidationError) {
    throw new ApiError("unavailable", { diagnosis: { reason: "key set: not valid" } });
  }
  throw refused(reasons.find(([type]) => error instanceof type)?.[1] ?? "malformed");
};
