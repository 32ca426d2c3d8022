import type { Assignment } from "../../../functions/webinar-activity/contract.ts";
import packageJson from "../../../package.json" with { type: "json" };
import { headers } from "./headers.ts";
import { LIST_PATH, listOperation } from "./list.ts";
import { componentSchemas } from "./schemas.ts";
import { TOKEN_PATH, tokenOperation } from "./token.ts";

const DESCRIPTION = `One employee's webinar course assignments (attendance, status, post-test score), a page at a time, for HR and learning dashboards.

1. Get a token with your client's ID and secret. It lasts for hours: keep it.
2. List an employee's courses with it, and follow \`Link\`'s \`next\` to the end.

**Every failure has one shape,** \`{ "errorCode", "message", "detail" }\`: decide by \`errorCode\`, show \`detail\` to a developer. Every
answer has an \`X-Request-Id\` to quote when you ask about it. After a 429 or a 503 wait for \`Retry-After\` seconds; after a 504 ask
again; any other failure stays the same until something is changed.

**What the gateway in front answers itself** has its own body, \`{ "message" }\`, and no \`X-Request-Id\`: 429 if all callers
together send too many requests (wait a second), 400 for a path whose percent-encoding is broken, and 413, 414, 431, 500, 503.

A token reads one company's employees. Another company's employee is 404, as is one who does not exist.`;

const JWT =
  "The JWT is checked as RFC8725 asks: algorithms, issuer, audience or use, scope and expiry are pinned. It is the " +
  "client's, not a user's.";

/**
 * @param example the record from the published API page
 * @returns the OpenAPI 3.1 document, generated from the functions' contracts and Error Dictionary
 */
export const openApiDocument = (example: Assignment) => ({
  openapi: "3.1.0",
  info: {
    title: "Webinar course activity API",
    version: packageJson.version,
    summary: "One employee's webinar course assignments, a page at a time.",
    description: DESCRIPTION,
    license: { name: "MIT", identifier: "MIT" },
  },
  servers: [
    {
      url: "https://{host}",
      description: "Production, or another stage: the host of the stack's output `ApiUrl`.",
      "x-internal": false,
      variables: { host: { default: "api.example.com", description: "The API's host name." } },
    },
    { url: "http://localhost:3000", description: "Local: `npm start` on your machine.", "x-internal": true },
  ],
  tags: [
    { name: "Authentication", description: "Access tokens for clients." },
    { name: "Webinar courses", description: "Assignments to webinar courses." },
  ],
  paths: {
    [TOKEN_PATH]: { post: tokenOperation() },
    [LIST_PATH]: { get: listOperation(example) },
  },
  components: {
    securitySchemes: {
      bearer: {
        type: "http",
        scheme: "bearer",
        bearerFormat: "JWT",
        description: `The access token after \`Bearer\`. ${JWT}`,
      },
      bareToken: {
        type: "apiKey",
        in: "header",
        name: "Authorization",
        description: `The access token by itself, as in the API's first published example. ${JWT}`,
      },
    },
    headers,
    schemas: componentSchemas(),
  },
});
