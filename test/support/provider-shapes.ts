/** What a provider documents of its tokens, answers and refusals. */
export type ProviderShape = {
  /** The claims of an access token beside `iss`, `aud`, `iat` and `exp`. */
  readonly claims: (clientID: string, permission: string) => Record<string, unknown>;
  /** The claim that has the permission. */
  readonly permission: string;
  readonly header?: Record<string, unknown>;
  /** What the provider answers beside the token. */
  readonly answer: Record<string, unknown>;
  /** The parameters that the token request must have, and the refusal if it does not. */
  readonly required: (settings: Readonly<Record<string, string>>) => Record<string, string | undefined>;
  readonly refusal: { readonly status: number; readonly error: string };
  /** Whether the keys of the key set have `alg`. */
  readonly keysHaveAlg: boolean;
};

const byScope = ({ scope = "" }) => ({ scope });
const byDefaultScope = ({ requestScope = "" }) => ({ scope: requestScope });

const entra = {
  permission: "roles",
  header: { typ: "JWT", x5t: "es" },
  answer: { token_type: "Bearer", expires_in: 3_599, ext_expires_in: 3_599 },
  required: byDefaultScope,
  refusal: { status: 400, error: "invalid_scope" },
  keysHaveAlg: false,
} as const;

/** By the headings of `infra/DEPLOYMENT.md`. */
export const providerShapes: Readonly<Record<string, ProviderShape>> = {
  /** https://developer.okta.com/docs/api/openapi/okta-oauth/guides/overview/#access-token */
  Okta: {
    claims: (cid, permission) => ({ ver: 1, jti: "AT.a", cid, scp: [permission], sub: cid }),
    permission: "scp",
    header: { typ: "application/okta-internal-at+jwt" },
    answer: { token_type: "Bearer", expires_in: 3_600, scope: "webinar.read" },
    required: byScope,
    refusal: { status: 400, error: "invalid_scope" },
    keysHaveAlg: true,
  },
  /** https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference */
  "Entra ID, tokens of version 2": {
    ...entra,
    claims: (azp, permission) => ({
      ...{
        aio: "a",
        azp,
        azpacr: "1",
        idtyp: "app",
        oid: "o",
        rh: "r",
        roles: [permission],
        sub: "o",
        tid: "t",
        uti: "u",
      },
      ver: "2.0",
    }),
  },
  "Entra ID, tokens of version 1": {
    ...entra,
    claims: (appid, permission) => ({
      ...{
        aio: "a",
        appid,
        appidacr: "1",
        idp: "i",
        oid: "o",
        rh: "r",
        roles: [permission],
        sub: "o",
        tid: "t",
        uti: "u",
      },
      ver: "1.0",
    }),
    // As the endpoints of version 1 answer: a number in a string.
    answer: { token_type: "Bearer", expires_in: "3599", ext_expires_in: "3599" },
  },
  /** https://auth0.com/docs/secure/tokens/access-tokens/access-token-profiles */
  Auth0: {
    claims: (azp, scope) => ({ sub: `${azp}@clients`, azp, scope: `openid ${scope}`, gty: "client-credentials" }),
    permission: "scope",
    answer: { token_type: "Bearer", expires_in: 86_400, scope: "webinar.read" },
    required: ({ requestAudience = "" }) => ({ audience: requestAudience }),
    refusal: { status: 403, error: "access_denied" },
    keysHaveAlg: true,
  },
  /** https://www.keycloak.org/docs/latest/server_admin/#_service_accounts */
  Keycloak: {
    claims: (azp, scope) => ({
      ...{ jti: "trrtcc:a", sub: "s", typ: "Bearer", azp, acr: "1", realm_access: { roles: ["offline_access"] } },
      ...{ scope: `profile ${scope} email`, clientHost: "192.0.2.1", preferred_username: `service-account-${azp}` },
      ...{ clientAddress: "192.0.2.1", client_id: azp },
    }),
    permission: "scope",
    answer: {
      token_type: "Bearer",
      expires_in: 300,
      refresh_expires_in: 0,
      "not-before-policy": 0,
      scope: "webinar.read",
    },
    required: byScope,
    refusal: { status: 400, error: "invalid_scope" },
    keysHaveAlg: true,
  },
};
