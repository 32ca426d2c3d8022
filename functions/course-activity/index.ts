import { createClientRegistry } from "../shared/auth/client-registry.ts";
import { createTokenVerifier } from "../shared/auth/token-verifier.ts";
import { createDynamoDB } from "../shared/aws/dynamodb.ts";
import { awsEnvironment, optionalBaseUrl, optionalEnvironment, requireEnvironment } from "../shared/environment.ts";
import { createChangesStore, MARGIN_MS } from "../shared/store/changes-store.ts";
import { createPageStore } from "../shared/store/page-store.ts";
import { createSearchStore } from "../shared/store/search-store.ts";
import { createHandler } from "./app.ts";

const env = requireEnvironment("ASSIGNMENTS_TABLE", "CLIENTS_TABLE", "TOKEN_ISSUER", "JWKS_URI", "TOKEN_SCOPE");

const dynamodb = createDynamoDB(awsEnvironment());
dynamodb.connect();
const verifier = createTokenVerifier({
  issuer: env.TOKEN_ISSUER,
  jwksUri: env.JWKS_URI,
  scope: env.TOKEN_SCOPE,
  audience: optionalEnvironment("TOKEN_AUDIENCE"),
  scopeClaim: optionalEnvironment("TOKEN_SCOPE_CLAIM"),
  clientClaim: optionalEnvironment("TOKEN_CLIENT_CLAIM"),
});
verifier.prefetch();

export const handler = createHandler({
  verifier,
  clients: createClientRegistry(dynamodb, env.CLIENTS_TABLE),
  store: {
    ...createPageStore(dynamodb, env.ASSIGNMENTS_TABLE),
    ...createSearchStore(dynamodb, env.ASSIGNMENTS_TABLE),
    ...createChangesStore(dynamodb, env.ASSIGNMENTS_TABLE, {
      // The local stack's is short: its index is never behind, and it has one clock.
      marginMs: Number(optionalEnvironment("CHANGES_MARGIN_MS") ?? MARGIN_MS),
    }),
  },
  log: console,
  publicBaseUrl: optionalBaseUrl("PUBLIC_BASE_URL"),
  docsBaseUrl: optionalBaseUrl("DOCS_BASE_URL"),
});
