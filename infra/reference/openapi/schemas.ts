import * as z from "zod/mini";
import { changedList, changesBody } from "../../../functions/course-activity/changes-contract.ts";
import { companyPage, employeePage, listRequests } from "../../../functions/course-activity/contract.ts";
import { tokenRequest, tokenResponse } from "../../../functions/oauth-token/contract.ts";
import { serialAndName } from "../../../functions/shared/records/fields.ts";
import { type Category, categories } from "../../../functions/shared/store/categories.ts";
import { textsOf } from "./category-texts.ts";

/** A JSON Schema, draft 2020-12, as in OpenAPI 3.1. */
export type JsonSchema = {
  [keyword: string]: unknown;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  description?: string;
};

/** The name of a category's page among the schemas. */
export const pageSchemaOf = ({ name }: Category): string => `${textsOf(name).schema}Page`;

/** One category for each record: two may have the same. */
const byRecord = [...new Map(Object.values<Category>(categories).map((each) => [each.record, each])).values()];

/** The schemas of the bodies; client generators use these names for their types. */
const schemaNames = z.registry<{ id: string }>();
schemaNames.add(serialAndName, { id: "SerialAndName" });
schemaNames.add(tokenRequest.shape.body, { id: "TokenRequest" });
schemaNames.add(tokenResponse, { id: "TokenAnswer" });
for (const category of byRecord) {
  const page = category.owner === "employee" ? employeePage : companyPage;
  schemaNames.add(category.record, { id: textsOf(category.name).schema });
  schemaNames.add(page(category.record), { id: pageSchemaOf(category) });
}

const changed = changedList();
schemaNames.add(changed, { id: "ChangedList" });
schemaNames.add(changesBody(changed), { id: "ChangesPage" });

type Texts = Readonly<Record<string, string>>;

/** Field descriptions, by schema; the contracts have none. */
const descriptions: Readonly<Record<string, Texts>> = {
  ...Object.fromEntries(byRecord.map(({ name }) => [textsOf(name).schema, textsOf(name).fields])),
  ChangedList: {
    employeeID: "The employee's ID in your company.",
    category: "Which of the employee's lists.",
    totalItems: "How many records the list has.",
    changedAt: "When it changed last, in UTC. Never goes back within a list.",
    version: "Another one after each change: if you have this one, there is nothing to read.",
    deleted: "There, and true, if the list was removed. Reading it is 404.",
  },
  SerialAndName: { serial: "The identifier.", name: "The display name." },
  TokenRequest: {
    clientID: "The client's ID.",
    clientSecret: "Its secret. Keep it on a server: whoever has it reads your company's data.",
    grantType: "Always client_credentials.",
  },
};

const companyPageDescriptions = {
  currentPage: "The page that was asked for.",
  totalItems: "How many there are in all, or with `name`, how many it selects.",
  totalPage: "The number of pages; 0 if there are none.",
};

const tokenDescriptions = {
  accessToken: "A JWT. Do not parse it; send it unchanged.",
  expiresIn: "Seconds until it expires, as a string.",
  tokenType: "Always bearer.",
};

const changesDescriptions = {
  items: "The lists, oldest change first.",
  next: "What to send as `since` in the next request; keep it also from an empty page.",
  hasMore: "Whether to ask at once. If false, everything until a minute ago was named.",
};

const withDescriptions = (schema: JsonSchema, texts: Texts): JsonSchema => {
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

/** How long a text of a pattern can be, where the pattern alone says it: tools look for `maxLength`. */
const patternLengths: Readonly<Record<string, number>> = { "^(?:[0-9]{4}-[0-9]{2}-[0-9]{2})?$": 10 };

/** Integers get 64 bits: zod allows all of JavaScript's safe integers. */
const forAllTools = ({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void => {
  const { type, pattern = "" } = jsonSchema;
  if (type === "integer") jsonSchema.format = "int64";
  if (pattern in plainPatterns) jsonSchema.pattern = plainPatterns[pattern] ?? pattern;
  const longest = patternLengths[pattern];
  if (longest !== undefined) jsonSchema.maxLength = longest;
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
  const changes = withDescriptions(components["ChangesPage"]?.properties?.["data"] ?? {}, changesDescriptions);
  Object.assign(changes.properties?.["items"] ?? {}, { maxItems: parameterSchemas().pageSize["maximum"] });
  for (const category of byRecord)
    describePage(category, components[pageSchemaOf(category)]?.properties?.["data"] ?? {});
  return components;
};

/** @param data of the category's page: the records, or an object that has them in `items` */
const describePage = ({ name, owner }: Category, data: JsonSchema): void => {
  const records = owner === "employee" ? data : (data.properties?.["items"] ?? {});
  if (owner === "company") withDescriptions(data, companyPageDescriptions);
  const description = `The page's ${textsOf(name).records}, oldest first. Empty past the last page.`;
  Object.assign(records, { description, maxItems: parameterSchemas().pageSize["maximum"] });
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

/** The schemas of the lists' parameters. */
export const parameterSchemas = (): Record<"employeeID" | "page" | "pageSize" | "name", JsonSchema> => {
  const { path } = listRequests.employee.shape;
  const { page, pageSize, name } = listRequests.company.shape.query.shape;
  const schemaOf = (schema: z.core.$ZodType) =>
    withoutIds(z.toJSONSchema(schema, { io: "output", override: forAllTools }) as JsonSchema);
  // In the URL they are digits, which the contract converts to numbers.
  const integer = (schema: z.core.$ZodType) => ({ ...schemaOf(schema), type: "integer", format: "int64" });
  return {
    employeeID: schemaOf(path.shape.employeeID),
    page: integer(page),
    pageSize: integer(pageSize),
    name: schemaOf(name),
  };
};
