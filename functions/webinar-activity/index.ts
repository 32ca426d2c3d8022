import { createPageStore } from "../shared/assignments.ts";
import { createClientRegistry } from "../shared/clients.ts";
import { createDynamoDB } from "../shared/dynamodb.ts";
import { awsEnvironment, optionalBaseUrl, optionalEnvironment, requireEnvironment } from "../shared/env.ts";
import { createTokenVerifier } from "../shared/tokens.ts";
import { createHandler } from "./app.ts";
import { assignment } from "./contract.ts";

const env = requireEnvironment("ASSIGNMENTS_TABLE", "CLIENTS_TABLE", "TOKEN_ISSUER", "JWKS_URI", "TOKEN_SCOPE");

const dynamodb = createDynamoDB(awsEnvironment());
dynamodb.connect();
const verifier = createTokenVerifier({
  issuer: env.TOKEN_ISSUER,
  jwksUri: env.JWKS_URI,
  scope: env.TOKEN_SCOPE,
  audience: optionalEnvironment("TOKEN_AUDIENCE"),
});
verifier.prefetch();

export const handler = createHandler({
  verifier,
  clients: createClientRegistry(dynamodb, env.CLIENTS_TABLE),
  store: createPageStore(dynamodb, env.ASSIGNMENTS_TABLE, assignment),
  log: console,
  publicBaseUrl: optionalBaseUrl("PUBLIC_BASE_URL"),
  docsBaseUrl: optionalBaseUrl("DOCS_BASE_URL"),
});
