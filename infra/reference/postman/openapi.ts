// The parts of the OpenAPI document that the collection uses. It is this project's document, so other forms do not occur.

type Reference = { readonly $ref: string };
export type Parameter = {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly description: string;
  /** Required parameters have one. */
  readonly example?: string | number;
};
type Example = { readonly summary?: string; readonly value: unknown };
type Content<Fields> = { readonly content: { readonly "application/json": Fields } };
export type Response = {
  readonly description: string;
  readonly headers: Readonly<Record<string, Reference>>;
} & Partial<Content<{ readonly schema: object; readonly examples: Readonly<Record<string, Example>> }>>;
type Operation = {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  /** Empty if the operation needs no token. */
  readonly security: readonly object[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content<{
    readonly examples: Readonly<Record<string, { readonly value: Readonly<Record<string, string>> }>>;
  }>;
  readonly responses: Readonly<Record<string, Response>>;
};
type Header = {
  readonly required: boolean;
  readonly example?: string | number;
  readonly schema: { readonly const?: string };
};
export type OpenApi = {
  readonly info: { readonly title: string; readonly description: string };
  readonly servers: readonly { readonly url: string; readonly "x-internal": boolean }[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly headers: Readonly<Record<string, Header>>;
    readonly schemas: Readonly<Record<string, object>>;
  };
};

/** An operation with its method and path. */
export type Endpoint = Operation & { readonly method: string; readonly path: string };

/** The document's operations, in order. */
export const endpointsOf = ({ paths }: OpenApi): Endpoint[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  );

/** The headers of a response, by name. */
export const headersOf = ({ components }: OpenApi, { headers }: Response): [name: string, header: Header][] =>
  Object.entries(headers).map(([name, { $ref }]) => {
    const header = components.headers[$ref.split("/").at(-1) ?? ""];
    if (!header) throw new Error(`The OpenAPI document has nothing at ${$ref}`);
    return [name, header];
  });
