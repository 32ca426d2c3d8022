import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider, { type Adapter } from "oidc-provider";

/** Lifetime of an access token: 12 hours, as in the deployment. */
const ACCESS_TOKEN_SECONDS = 43_200;

export type OidcOptions = {
  readonly clients: readonly { readonly clientID: string; readonly clientSecret: string }[];
  /** The scope that the API requires and every client may request. */
  readonly scope: string;
  /** The API as a resource (RFC 8707), which becomes the tokens' `aud`: an absolute URI. */
  readonly audience: string;
};

export type OidcProvider = {
  readonly issuer: string;
  readonly jwksUri: string;
  readonly tokenEndpoint: string;
  stop(): Promise<void>;
};

/**
 * Starts an OpenID provider on loopback, on a free port. Its only grant is client credentials. Its access tokens are JWTs
 * (RFC 9068), signed with ES256 and a new key.
 */
export const startOidc = async ({ clients, scope, audience }: OidcOptions): Promise<OidcProvider> => {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // The issuer is part of every token, so the port must be known before the provider is created.
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: clients.map(({ clientID, clientSecret }) => ({
      client_id: clientID,
      client_secret: clientSecret,
      grant_types: ["client_credentials"],
      response_types: [],
      scope,
    })),
    adapter: () => emptyAdapter,
    ttl: { ClientCredentials: ACCESS_TOKEN_SECONDS },
    clientDefaults: { id_token_signed_response_alg: "ES256" },
    scopes: [scope],
    jwks: { keys: [signingKey()] },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        getResourceServerInfo: () => ({
          scope,
          audience,
          accessTokenFormat: "jwt",
          jwt: { sign: { alg: "ES256" } },
        }),
      },
    },
  });
  server.on("request", provider.callback());
  return {
    issuer,
    jwksUri: `${issuer}/jwks`,
    tokenEndpoint: `${issuer}/token`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const storeNothing = async () => undefined;

/** Clients are configured and tokens are self-contained, so there is nothing to store. */
const emptyAdapter: Adapter = {
  upsert: storeNothing,
  find: storeNothing,
  findByUserCode: storeNothing,
  findByUid: storeNothing,
  consume: storeNothing,
  destroy: storeNothing,
  revokeByGrantId: storeNothing,
};

const signingKey = () => ({
  ...generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" }),
  alg: "ES256",
  use: "sig",
});
