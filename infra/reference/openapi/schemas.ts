import * as z from "zod/mini";
import { tokenRequest, tokenResponse } from "../../../functions/oauth-token/contract.ts";
import { assignment, listRequest, listResponse } from "../../../functions/webinar-activity/contract.ts";

/** A JSON Schema, draft 2020-12, as in OpenAPI 3.1. */
export type JsonSchema = { [keyword: string]: unknown; properties?: Record<string, JsonSchema>; description?: string };

/** The schemas of the bodies; client generators use these names for their types. */
const schemaNames = z.registry<{ id: string }>();
schemaNames.add(assignment, { id: "Assignment" });
schemaNames.add(assignment.shape.course, { id: "SerialAndName" });
schemaNames.add(listResponse, { id: "AssignmentPage" });
schemaNames.add(tokenRequest.shape.body, { id: "TokenRequest" });
schemaNames.add(tokenResponse, { id: "TokenAnswer" });

/** Field descriptions, by schema; the contracts have none. */
const descriptions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Assignment: {
    course: "The course.",
    batch: "The course's batch that the employee was assigned to.",
    absentReason: "Why the employee was absent; empty if no reason was given.",
    assignedCourseSerial: "The assignment's own serial, unique for the employee.",
    feedback: "What the employee wrote about the course; empty if nothing was written.",
    isAttend: "Whether the employee attended.",
    userAssignedStatus: "The assignment's status.",
    postActivityStatus: "The post activity's status; empty if the course has none.",
    postTestAttempt: "How many times the post-test was taken.",
    postTestScore: "The post-test's score, which may have decimals.",
    postTestPassingScore: "The minimum score to pass the post-test; null if there is none.",
  },
  SerialAndName: { serial: "The identifier.", name: "The display name." },
  AssignmentPage: { data: "The page's assignments, oldest first. Empty past the last page." },
  TokenRequest: {
    clientID: "The client's ID.",
    clientSecret: "Its secret. Keep it on a server: whoever has it reads your company's data.",
    grantType: "Always client_credentials.",
  },
};

const tokenDescriptions = {
  accessToken: "A JWT. Do not parse it; send it unchanged.",
  expiresIn: "Seconds until it expires, as a string.",
  tokenType: "Always bearer.",
};

const withDescriptions = (schema: JsonSchema, texts: Readonly<Record<string, string>>): JsonSchema => {
  for (const [field, text] of Object.entries(texts))
    Object.assign(schema.properties?.[field] ?? {}, { description: text });
  return schema;
};

const generated = (io: "input" | "output"): Record<string, JsonSchema> => {
  const { schemas } = z.toJSONSchema(schemaNames, {
    io,
    override: forAllTools,
    uri: (id) => `#/components/schemas/${id}`,
  });
  return schemas as Record<string, JsonSchema>;
};

const withoutIds = ({ $id, $schema, ...schema }: JsonSchema): JsonSchema => schema;

/**
 * The contracts' patterns rewritten with code points: not every tool supports Unicode categories, or sets the regular
 * expression flag that they need.
 */
const plainPatterns: Readonly<Record<string, string>> = {
  "^\\P{Cc}*$": "^[^\\x00-\\x1f\\x7f-\\x9f]*$",
  "^[\\t\\n\\r\\P{Cc}]*$": "^[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f]*$",
};

/** Integers get 64 bits: zod allows all of JavaScript's safe integers. */
const forAllTools = ({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void => {
  const { type, pattern = "" } = jsonSchema;
  if (type === "integer") jsonSchema.format = "int64";
  if (pattern in plainPatterns) jsonSchema.pattern = plainPatterns[pattern] ?? pattern;
};

/** The components' schemas, generated from the functions' contracts. */
export const componentSchemas = (): Record<string, JsonSchema> => {
  // A request may have more fields, which are ignored; an answer has exactly these.
  const { TokenRequest } = generated("input");
  const schemas = { ...generated("output"), ...(TokenRequest && { TokenRequest }) };
  const all = Object.entries(schemas).map(([id, schema]) => [
    id,
    withDescriptions(withoutIds(schema), descriptions[id] ?? {}),
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
  description: "The body of every failure.",
  properties: {
    errorCode: {
      type: "integer",
      format: "int32",
      minimum: 100,
      maximum: 999,
      description: "The failure's number in the Error Dictionary.",
    },
    message: {
      type: "string",
      description: "The failure as a gRPC error text; always the same for an errorCode.",
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
    withoutIds(z.toJSONSchema(schema, { io: "output", override: forAllTools }) as JsonSchema);
  // In the URL they are digits, which the contract converts to numbers.
  const integer = (schema: z.core.$ZodType) => ({ ...schemaOf(schema), type: "integer", format: "int64" });
  return {
    employeeID: schemaOf(path.shape.employeeID),
    page: integer(query.shape.page),
    pageSize: integer(query.shape.pageSize),
  };
};
