import { type Endpoint, headersOf, type OpenApi } from "./openapi.ts";
import { constant, script } from "./scripts.ts";

/**
 * Keywords to remove: Postman's validator supports neither formats nor patterns with \\p{…}. Only string values are
 * removed, so that properties with these names stay.
 */
const UNSUPPORTED_KEYWORDS = ["format", "pattern", "description"];
const withoutUnsupported = (schema: object): object =>
  JSON.parse(
    JSON.stringify(schema, (key, value) =>
      UNSUPPORTED_KEYWORDS.includes(key) && typeof value === "string" ? undefined : value,
    ),
  );

type Schemas = Readonly<Record<string, object>>;

/** The schemas that a value references, directly or indirectly. */
const referencedSchemas = (schemas: Schemas, from: unknown): Schemas => {
  const names = [...JSON.stringify(from).matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name = ""]) => name);
  const found = Object.fromEntries(names.map((name) => [name, schemas[name] ?? {}]));
  return Object.assign({}, found, ...Object.values(found).map((schema) => referencedSchemas(schemas, schema)));
};

/**
 * @returns scripts that compare an answer with the document: the status is one of the operation's, the required headers
 *   are present, and the body matches the schema
 */
export const documentedTests = (document: OpenApi, { responses }: Endpoint): string[] => {
  const documented = Object.entries(responses).map(([status, response]) => {
    const headers = headersOf(document, response).flatMap(([name, { required }]) => (required ? [name] : []));
    return [status, { headers, schema: response.content?.["application/json"].schema }] as const;
  });
  const schemas = withoutUnsupported(referencedSchemas(document.components.schemas, documented));
  return [
    `${constant("components", { schemas })}\n${constant("documented", Object.fromEntries(documented))}`,
    script("contract"),
  ];
};
