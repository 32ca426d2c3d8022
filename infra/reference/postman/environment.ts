import { endpointsOf, type OpenApi } from "./openapi.ts";

type Variable = { readonly key: string; readonly value: string; readonly secret?: true };

/**
 * What the collection takes from its environment: where the API is, and the example of each field of the token call and
 * of each parameter in a path.
 */
const variablesOf = (document: OpenApi): Variable[] => {
  const local = document.servers.find((server) => server["x-internal"]);
  const endpoints = endpointsOf(document);
  const { clientID = "", clientSecret = "" } =
    endpoints.flatMap(({ requestBody }) =>
      Object.values(requestBody?.content["application/json"].examples ?? {}).map(({ value }) => value),
    )[0] ?? {};
  const parameters = endpoints.flatMap(({ parameters = [] }) => parameters.filter((each) => each.in === "path"));
  return [
    { key: "baseUrl", value: local?.url ?? "" },
    { key: "clientID", value: clientID },
    { key: "clientSecret", value: clientSecret, secret: true },
    ...parameters.map(({ name, example }) => ({ key: name, value: `${example}` })),
    // Set by the collection.
    { key: "accessToken", value: "", secret: true },
  ];
};

/** @returns Postman's environment for the local stack; one for a deployment differs in its values */
export const environmentOf = (document: OpenApi) => ({
  id: "0f4c1c9e-6c0b-4a3e-9a55-3f2d0c7b1e02",
  name: `${document.info.title}, local`,
  values: variablesOf(document).map(({ key, value, secret }) => ({
    key,
    value,
    type: secret ? "secret" : "default",
    enabled: true,
  })),
  _postman_variable_scope: "environment",
});
