import { type Endpoint, headersOf, type OpenApi } from "./openapi.ts";
import { constant, script } from "./scripts.ts";

/** Formats and patterns with \\p{…} are beyond Postman's validator; property names are kept, whose values are no texts. */
const UNKNOWN_KEYWORDS = ["format", "pattern", "description"];
const withoutUnknown = (schema: object): object =>
  JSON.parse(
    JSON.stringify(schema, (key, value) =>
      UNKNOWN_KEYWORDS.includes(key) && typeof value === "string" ? undefined : value,
    ),
  );

type Schemas = Readonly<Record<string, object>>;

/** The schemas to which something refers, and those to which these refer. */
const referredTo = (schemas: Schemas, from: unknown): Schemas => {
  const names = [...JSON.stringify(from).matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name = ""]) => name);
  const found = Object.fromEntries(names.map((name) => [name, schemas[name] ?? {}]));
  return Object.assign({}, found, ...Object.values(found).map((schema) => referredTo(schemas, schema)));
};

/**
 * @returns scripts that hold an answer against the document: its status is one of the operation's, the headers are there,
 *   and the body has its shape
 */
export const documentedTests = (document: OpenApi, { responses }: Endpoint): string[] => {
  const documented = Object.entries(responses).map(([status, response]) => {
    const headers = headersOf(document, response).flatMap(([name, { required }]) => (required ? [name] : []));
    return [status, { headers, schema: response.content?.["application/json"].schema }] as const;
  });
  const schemas = withoutUnknown(referredTo(document.components.schemas, documented));
  return [
    `${constant("components", { schemas })}\n${constant("documented", Object.fromEntries(documented))}`,
    script("contract"),
  ];
};
