import type { Endpoint, Parameter } from "./openapi.ts";

/** One that may be left out is shown, and not sent. */
const described = ({ name, description, required, example = "" }: Parameter) => ({
  key: name,
  value: `${example}`,
  description,
  ...(!required && { disabled: true }),
});

const urlOf = ({ path, parameters = [] }: Endpoint) => {
  const segments = path.slice(1).replace(/\{(\w+)\}/g, ":$1");
  const query = parameters.filter((each) => each.in === "query").map(described);
  const variable = parameters.filter((each) => each.in === "path").map(described);
  const search = query.flatMap(({ key, value, disabled }) => (disabled ? [] : [`${key}=${value}`])).join("&");
  return {
    raw: `{{baseUrl}}/${segments}${search && "?"}${search}`,
    host: ["{{baseUrl}}"],
    path: segments.split("/"),
    ...(query.length > 0 && { query }),
    // The values come from the environment.
    ...(variable.length > 0 && { variable: variable.map((each) => ({ ...each, value: `{{${each.key}}}` })) }),
  };
};

const FROM_ENVIRONMENT = ["clientID", "clientSecret"];

const bodyOf = ({ requestBody }: Endpoint) => {
  const [example] = Object.values(requestBody?.content["application/json"].examples ?? {});
  if (!example) return undefined;
  const fields = Object.entries(example.value).map(([name, value]) => [
    name,
    FROM_ENVIRONMENT.includes(name) ? `{{${name}}}` : value,
  ]);
  const raw = JSON.stringify(Object.fromEntries(fields), null, 2);
  return { mode: "raw", raw, options: { raw: { language: "json" } } };
};

/** @returns the request of an operation, with the document's examples as parameters */
export const requestOf = (endpoint: Endpoint) => {
  const { method, description, security, parameters = [] } = endpoint;
  const body = bodyOf(endpoint);
  const optional = parameters.filter((each) => each.in === "header");
  return {
    // The default is the collection's auth.
    ...(security.length === 0 && { auth: { type: "noauth" } }),
    method,
    header: [...(body ? [{ key: "Content-Type", value: "application/json" }] : []), ...optional.map(described)],
    ...(body && { body }),
    url: urlOf(endpoint),
    description,
  };
};
