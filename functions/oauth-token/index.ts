import { optionalBaseUrl, optionalEnvironment, requireEnvironment } from "../shared/environment.ts";
import { createHandler } from "./app.ts";
import { createTokenProvider } from "./provider.ts";

const env = requireEnvironment("TOKEN_ENDPOINT", "TOKEN_SCOPE");

export const handler = createHandler({
  provider: createTokenProvider(env.TOKEN_ENDPOINT, {
    scope: optionalEnvironment("TOKEN_REQUEST_SCOPE") ?? env.TOKEN_SCOPE,
    audience: optionalEnvironment("TOKEN_REQUEST_AUDIENCE"),
  }),
  log: console,
  docsBaseUrl: optionalBaseUrl("DOCS_BASE_URL"),
});
