import type { TokenRequest, TokenResponse } from "../../../functions/oauth-token/contract.ts";
import { partsOf, TOKEN_ROUTE } from "../../../functions/shared/http/routes.ts";
import { errorResponses } from "./errors.ts";
import { headerRefs } from "./headers.ts";

const DESCRIPTION = `Exchanges a client's ID and secret for an access token (the OAuth 2.0 client credentials grant, as JSON). The token is good for
\`expiresIn\` seconds: keep it, and ask for the next one shortly before it expires. The same credentials may get the same token
again, with the seconds that are left, while more than a quarter of its life is left. For one pair of credentials the identity
provider is asked at most 300 times a minute, then 429 with \`Retry-After\`.`;

const request: TokenRequest["body"] = {
  clientID: "demo",
  clientSecret: "demo-secret",
  grantType: "client_credentials",
};

const answer: TokenResponse = {
  status: "success",
  message: "success",
  data: { accessToken: "eyJhbGciOi…", expiresIn: "43199", tokenType: "bearer" },
};

/** POST /oauth/token. */
export const tokenOperation = () => ({
  operationId: "createToken",
  tags: ["Authentication"],
  summary: "Get an access token",
  description: DESCRIPTION,
  security: [],
  requestBody: {
    required: true,
    description: "The client's credentials. `npm start` has the client of the example.",
    content: {
      "application/json": {
        schema: { $ref: "#/components/schemas/TokenRequest" },
        examples: { demo: { value: request } },
      },
    },
  },
  responses: {
    200: {
      description: "The token.",
      headers: headerRefs(["X-Request-Id", "Cache-Control"]),
      content: {
        "application/json": {
          schema: { $ref: "#/components/schemas/TokenAnswer" },
          examples: { token: { value: answer } },
        },
      },
    },
    ...errorResponses(
      "requestNotValid",
      "credentialsMismatch",
      "methodNotAllowed",
      "notAcceptable",
      "formatNotSupported",
      "tooManyRequests",
      "internal",
      "unavailable",
      "deadlineExceeded",
    ),
  },
});

export const TOKEN_PATH = partsOf(TOKEN_ROUTE).path;
