import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { expect } from "vitest";
import * as z from "zod/mini";
import { openApiFile } from "../../infra/reference/openapi.ts";

const schemaObject = z.looseObject({});
const header = z.object({ required: z.boolean(), schema: schemaObject });
const reference = z.object({ $ref: z.string() });
const response = z.object({
  headers: z._default(z.record(z.string(), reference), {}),
  content: z.optional(z.record(z.string(), z.looseObject({ schema: schemaObject }))),
});
const operation = z.looseObject({ operationId: z.string(), responses: z.record(z.string(), response) });
const shape = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.looseObject({ headers: z.record(z.string(), header) }),
});

const json: unknown = JSON.parse(readFileSync(openApiFile, "utf8"));
const document = z.parse(shape, json);

const operations = Object.entries(document.paths).flatMap(([template, methods]) =>
  Object.entries(methods).map(([method, { operationId, responses }]) => ({
    operationId,
    method: method.toUpperCase(),
    pattern: new RegExp(`^${template.replace(/\{\w+\}/g, "[^/]+")}$`),
    pointer: `/paths/${template.replaceAll("~", "~0").replaceAll("/", "~1")}/${method}`,
    responses,
  })),
);

/** All documented statuses, as `operationId status`. */
export const documentedStatuses = operations.flatMap(({ operationId, responses }) =>
  Object.keys(responses).map((status) => `${operationId} ${status}`),
);

const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
ajv.addSchema({ ...Object(json), $id: "openapi" });

const matches = (schemaPointer: string, value: unknown): void => {
  // ajv caches it by its reference: compiling takes much longer than checking an answer.
  const check = ajv.getSchema(`openapi#${encodeURI(schemaPointer)}`);
  if (!check) throw new Error(`The OpenAPI document has no ${schemaPointer}`);
  check(value);
  expect(check.errors ?? [], `${schemaPointer} of ${JSON.stringify(value)}`).toEqual([]);
};

/** Headers of HTTP and of the connection. */
const TRANSPORT = ["connection", "content-length", "content-type", "date", "keep-alive", "transfer-encoding"];

export type Exchange = {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Names in any case. */
  readonly headers: Readonly<Record<string, unknown>>;
  /** Decoded. */
  readonly body: string;
};

const checkHeaders = (names: Readonly<Record<string, { $ref: string }>>, { headers, status, path }: Exchange): void => {
  const given = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), `${value}`]));
  for (const [name, { $ref }] of Object.entries(names)) {
    const component = $ref.split("/").at(-1) ?? "";
    const { required, schema } = document.components.headers[component] ?? { required: false, schema: {} };
    const value = given.get(name.toLowerCase());
    if (required) expect(value, `header ${name} of ${status} ${path}`).toBeDefined();
    if (value === undefined) continue;
    matches(`/components/headers/${component}/schema`, schema["type"] === "integer" ? Number(value) : value);
    given.delete(name.toLowerCase());
  }
  expect([...given.keys()].filter((name) => !TRANSPORT.includes(name))).toEqual([]);
};

/** API Gateway's own answers, which a function can neither create nor change. */
const isGatewaysOwn = ({ headers, body }: Exchange): boolean =>
  !Object.keys(headers).some((name) => name.toLowerCase() === "x-request-id") && /^\{"message":"[^"]*"\}$/.test(body);

/**
 * Checks an answer against the OpenAPI document: the status is one of the operation's, the headers are exactly the
 * documented ones, and the body matches the schema. On a path without an operation, the answer must be code 131.
 *
 * @returns `operationId status`, as in `documentedStatuses`; undefined if there is no operation
 */
export const expectDocumented = (exchange: Exchange): string | undefined => {
  if (isGatewaysOwn(exchange)) return undefined;
  const { method, path, status, headers, body } = exchange;
  const onPath = operations.filter(({ pattern }) => pattern.test(path));
  const found = onPath.find((candidate) => candidate.method === method) ?? onPath[0];
  if (!found) {
    matches("/components/schemas/ErrorAnswer", JSON.parse(body));
    expect(JSON.parse(body)).toMatchObject({ errorCode: 131 });
    return undefined;
  }
  const documented = found.responses[status];
  expect(documented, `${status} of ${found.operationId}`).toBeDefined();
  checkHeaders(documented?.headers ?? {}, exchange);
  if (documented?.content) {
    const type = Object.entries(headers).find(([name]) => name.toLowerCase() === "content-type")?.[1];
    expect(type).toBe("application/json; charset=utf-8");
    matches(`${found.pointer}/responses/${status}/content/application~1json/schema`, JSON.parse(body));
  } else {
    expect(body).toBe("");
  }
  return `${found.operationId} ${status}`;
};
