import * as z from "zod/mini";
import { tokenRequest, tokenResponse } from "../../../functions/oauth-token/contract.ts";
import { assignment, listRequest, listResponse } from "../../../functions/webinar-activity/contract.ts";

/** A JSON Schema, draft 2020-12, as OpenAPI 3.1 has it. */
export type JsonSchema = { [keyword: string]: unknown; properties?: Record<string, JsonSchema>; description?: string };

/** The schemas of the bodies under the names that a client generator makes types of. */
const named = z.registry<{ id: string }>();
named.add(assignment, { id: "Assignment" });
named.add(assignment.shape.course, { id: "SerialAndName" });
named.add(listResponse, { id: "AssignmentPage" });
named.add(tokenRequest.shape.body, { id: "TokenRequest" });
named.add(tokenResponse, { id: "TokenAnswer" });

/** What the contracts do not say of a field, by schema. */
const descriptions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Assignment: {
    course: "The course.",
    batch: "The course's batch that the employee was assigned to.",
    absentReason: "Why the employee was absent; empty where nothing was said.",
    assignedCourseSerial: "The assignment's own serial, unique for the employee.",
    feedback: "What the employee wrote about the course; empty where nothing was written.",
    isAttend: "Whether the employee attended.",
    userAssignedStatus: "How far the assignment is.",
    postActivityStatus: "How far the post activity is; empty where the course has none.",
    postTestAttempt: "How often the post-test was taken.",
    postTestScore: "The post-test's score, which may have decimals.",
    postTestPassingScore: "The score from which the post-test is passed; null where there is none.",
  },
  SerialAndName: { serial: "Identifies it.", name: "Its name, for people." },
  AssignmentPage: { data: "The page's assignments, oldest first. Empty past the last page." },
  TokenRequest: {
    clientID: "The client's ID.",
    clientSecret: "Its secret. Keep it on a server: whoever has it reads your company's data.",
    grantType: "Always client_credentials.",
  },
};

const tokenDescriptions = {
  accessToken: "A JWT. Do not look into it; send it as it is.",
  expiresIn: "Seconds until it expires, as a string.",
  tokenType: "Always bearer.",
};

const withDescriptions = (schema: JsonSchema, texts: Readonly<Record<string, string>>): JsonSchema => {
  for (const [field, text] of Object.entries(texts))
    Object.assign(schema.properties?.[field] ?? {}, { description: text });
  return schema;
};

const generated = (io: "input" | "output"): Record<string, JsonSchema> => {
  const { schemas } = z.toJSONSchema(named, { io, override: forAllTools, uri: (id) => `#/components/schemas/${id}` });
  return schemas as Record<string, JsonSchema>;
};

const clean = ({ $id, $schema, ...schema }: JsonSchema): JsonSchema => schema;

/**
 * The contracts' patterns by code points: not every tool knows Unicode's categories, or gives a pattern the flag that
 * they want.
 */
const plainPatterns: Readonly<Record<string, string>> = {
  "^\\P{Cc}*$": "^[^\\x00-\\x1f\\x7f-\\x9f]*$",
  "^[\\t\\n\\r\\P{Cc}]*$": "^[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f]*$",
};

/** zod's integers are JavaScript's safe ones, which want 64 bits elsewhere. */
const forAllTools = ({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void => {
  const { type, pattern = "" } = jsonSchema;
  if (type === "integer") jsonSchema.format = "int64";
  if (pattern in plainPatterns) jsonSchema.pattern = plainPatterns[pattern] ?? pattern;
};

/** The components' schemas, made of the contracts that the functions answer by. */
export const componentSchemas = (): Record<string, JsonSchema> => {
  // A request may have more fields, which are ignored; an answer has exactly these.
  const { TokenRequest } = generated("input");
  const schemas = { ...generated("output"), ...(TokenRequest && { TokenRequest }) };
  const all = Object.entries(schemas).map(([id, schema]) => [
    id,
    withDescriptions(clean(schema), descriptions[id] ?? {}),
  ]);
  const components: Record<string, JsonSchema> = { ...Object.fromEntries(all), ErrorAnswer: errorAnswer };
  withDescriptions(components["TokenAnswer"]?.properties?.["data"] ?? {}, tokenDescriptions);
  Object.assign(components["AssignmentPage"]?.properties?.["data"] ?? {}, {
    maxItems: parameterSchemas().pageSize?.["maximum"],
  });
  return components;
};

const errorAnswer: JsonSchema = {
  type: "object",
  description: "What every failure looks like.",
  properties: {
    errorCode: {
      type: "integer",
      format: "int32",
      minimum: 100,
      maximum: 999,
      description: "Which failure: the Error Dictionary's number.",
    },
    message: {
      type: "string",
      description: "The failure in the words of gRPC; the same for each errorCode.",
    },
    detail: {
      type: "string",
      description: "The message again, or more: for code 110 every problem found, each with its place and field.",
    },
  },
  required: ["errorCode", "message", "detail"],
  additionalProperties: false,
};

/** The schemas of the list's parameters. */
export const parameterSchemas = (): Record<"employeeID" | "page" | "pageSize", JsonSchema> => {
  const { path, query } = listRequest.shape;
  const schemaOf = (schema: z.core.$ZodType) =>
    clean(z.toJSONSchema(schema, { io: "output", override: forAllTools }) as JsonSchema);
  // On the wire they are digits, which the contract turns into numbers.
  const integer = (schema: z.core.$ZodType) => ({ ...schemaOf(schema), type: "integer", format: "int64" });
  return {
    employeeID: schemaOf(path.shape.employeeID),
    page: integer(query.shape.page),
    pageSize: integer(query.shape.pageSize),
  };
};
