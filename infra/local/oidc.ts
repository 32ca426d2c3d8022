import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider, { type Adapter } from "oidc-provider";

/** Seconds that an access token lives: 12 hours, as where it is deployed. */
const ACCESS_TOKEN_SECONDS = 43_200;

export type OidcOptions = {
  readonly clients: readonly { readonly clientID: string; readonly clientSecret: string }[];
  /** The scope that the API asks for and every client may have. */
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
 * Starts an OpenID provider on loopback and a free port: client credentials as the only grant, JWT access tokens (RFC
 * 9068) signed ES256 with a key made at start.
 */
export const startOidc = async ({ clients, scope, audience }: OidcOptions): Promise<OidcProvider> => {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // The issuer is part of every token, so the port has to be known before the provider is made.
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: clients.map(({ clientID, clientSecret }) => ({
      client_id: clientID,
      client_secret: clientSecret,
      grant_types: ["client_credentials"],
      response_types: [],
      scope,
    })),
    adapter: () => keepsNothing,
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

const nothing = async () => undefined;

/** Clients are configured and tokens carry all they mean, so there is nothing to store. */
const keepsNothing: Adapter = {
  upsert: nothing,
  find: nothing,
  findByUserCode: nothing,
  findByUid: nothing,
  consume: nothing,
  destroy: nothing,
  revokeByGrantId: nothing,
};

const signingKey = () => ({
  ...generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" }),
  alg: "ES256",
  use: "sig",
});
