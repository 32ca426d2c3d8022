import middy from "@middy/core";
import httpErrorHandler from "@middy/http-error-handler";
import type { Context } from "aws-lambda";
import { beforeDeadline } from "../shared/deadline.ts";
import type { Logged } from "../shared/http/chain.ts";
import { type ApiEvent, type ApiHandler, type ApiResult, asLambda, type Validated } from "../shared/http/chain.ts";
import { json } from "../shared/http/json.ts";
import { type Log, logRequest } from "../shared/http/log-request.ts";
import { mapErrors } from "../shared/http/map-errors.ts";
import { negotiateJson } from "../shared/http/negotiate-json.ts";
import { normalizeHeaders } from "../shared/http/normalize-headers.ts";
import { parseJson } from "../shared/http/parse-json.ts";
import { requireHttpEvent } from "../shared/http/require-http-event.ts";
import { route } from "../shared/http/route.ts";
import { TOKEN_ROUTE } from "../shared/http/routes.ts";
import { stampRequestId } from "../shared/http/stamp-request-id.ts";
import { validate } from "../shared/http/validate.ts";
import { type TokenRequest, type TokenResponse, tokenRequest } from "./contract.ts";
import { keepTokens } from "./keep-tokens.ts";
import { createTokenLimit } from "./limit.ts";
import type { IssuedToken, TokenProvider } from "./provider.ts";

export type Collaborators = {
  readonly provider: TokenProvider;
  readonly log: Log;
  /** The URL of the documentation, whose page of errors each error's `Link` leads to; without a slash at the end. */
  readonly docsBaseUrl?: string | undefined;
};

type TokenEvent = ApiEvent & Logged & Validated<TokenRequest>;

/** POST /oauth/token: an adapter over an OpenID provider, which checks the secret and signs the token. */
export const createHandler = ({ provider, log, docsBaseUrl }: Collaborators): ApiHandler =>
  asLambda(
    // Stryker disable next-line ObjectLiteral: `beforeDeadline` rings first, so middy's timer never does
    middy<ApiEvent, ApiResult>({ timeoutEarlyInMillis: 0, requestStart: requireHttpEvent })
      .use(logRequest(log))
      .use(stampRequestId())
      // Stryker disable next-line BooleanLiteral: the handler logs only if it is given a function
      .use(httpErrorHandler({ logger: false }))
      .use(mapErrors(docsBaseUrl))
      .use(normalizeHeaders())
      .use(route([TOKEN_ROUTE]))
      .use(negotiateJson())
      .use(parseJson())
      .use(validate(() => tokenRequest))
      .handler(issueToken(provider)),
  );

const issueToken = (provider: TokenProvider) => {
  const countCall = createTokenLimit();
  const give = keepTokens(async (credentials) => {
    countCall(credentials);
    return provider.issue(credentials);
  });
  return async ({ input: { body: credentials }, line }: TokenEvent, context: Context): Promise<ApiResult> => {
    const given = await beforeDeadline(context, () => give(credentials));
    // Only now is it known to be an ID: a caller who mixed the two up would have sent the secret here.
    line.client = credentials.clientID;
    line.grant = given.grant;
    return json(200, bodyOf(given), { "Cache-Control": "no-store" });
  };
};

const bodyOf = ({ accessToken, expiresIn }: IssuedToken): TokenResponse => ({
  status: "success",
  message: "success",
  data: { accessToken, expiresIn: `${expiresIn}`, tokenType: "bearer" },
});
