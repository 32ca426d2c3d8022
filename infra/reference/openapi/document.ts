import { CHANGES_ROUTE, listRoute, partsOf } from "../../../functions/shared/http/routes.ts";
import { type Category, type CategoryName, categories } from "../../../functions/shared/store/categories.ts";
import packageJson from "../../../package.json" with { type: "json" };
import { textsOf } from "./category-texts.ts";
import { changesOperation, changesTag } from "./changes.ts";
import { headers } from "./headers.ts";
import { listOperation } from "./list.ts";
import { componentSchemas } from "./schemas.ts";
import { TOKEN_PATH, tokenOperation } from "./token.ts";

const SUMMARY = "What an employee does in each kind of course, and your company's course catalogue, a page at a time.";

const DESCRIPTION = `What an employee does in each kind of course (webinar, offline, online), and the company's course catalogue, a page at a
time, for HR and learning dashboards.

1. Get a token with your client's ID and secret. It lasts for hours: keep it.
2. Read a list with it, and follow \`Link\`'s \`next\` to the end. The same token reads all lists.
3. To keep a copy of everything, read the feed of changes: it names all lists, and later those that have changed.

**Every failure has one shape,** \`{ "errorCode", "message", "detail" }\`: decide by \`errorCode\`, show \`detail\` to a developer. Every
answer has an \`X-Request-Id\` to quote when you ask about it. After a 429 or a 503 wait for \`Retry-After\` seconds; after a 504 ask
again; any other failure stays the same until something is changed.

**What the gateway in front answers itself** has its own body, \`{ "message" }\`, and no \`X-Request-Id\`: 429 if all callers
together send too many requests (wait a second), 400 for a path whose percent-encoding is broken, and 413, 414, 431, 500, 503.

A token reads one company's lists. Another company's employee is 404, as is one who does not exist.`;

const JWT =
  "The JWT is checked as RFC8725 asks: algorithms, issuer, audience or use, scope and expiry are pinned. It is the " +
  "client's, not a user's.";

const lists = Object.values<Category>(categories);

/**
 * @param examples a record of each category
 * @returns the OpenAPI 3.1 document, generated from the functions' contracts and Error Dictionary
 */
export const openApiDocument = (examples: Readonly<Record<CategoryName, object>>) => ({
  openapi: "3.1.0",
  info: {
    title: "Course activity API",
    version: packageJson.version,
    summary: SUMMARY,
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
    ...lists.map(({ name }) => ({ name: textsOf(name).tag, description: textsOf(name).about })),
    changesTag,
  ],
  paths: {
    [TOKEN_PATH]: { post: tokenOperation() },
    ...Object.fromEntries(
      lists.map((category) => [
        partsOf(listRoute(category)).path,
        { get: listOperation(category, examples[category.name as CategoryName]) },
      ]),
    ),
    [partsOf(CHANGES_ROUTE).path]: { get: changesOperation() },
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
