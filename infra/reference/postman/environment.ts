import { endpointsOf, type OpenApi } from "./openapi.ts";

type Variable = { readonly key: string; readonly value: string; readonly secret?: true };

/**
 * The collection's variables: the API's URL, the example credentials of the token call, and the example of each path
 * parameter.
 */
const variablesOf = (document: OpenApi): Variable[] => {
  const local = document.servers.find((server) => server["x-internal"]);
  const endpoints = endpointsOf(document);
  const { clientID = "", clientSecret = "" } =
    endpoints.flatMap(({ requestBody }) =>
      Object.values(requestBody?.content["application/json"].examples ?? {}).map(({ value }) => value),
    )[0] ?? {};
  // Several operations have the same.
  const parameters = new Map(
    endpoints.flatMap(({ parameters = [] }) =>
      parameters.flatMap(({ in: place, name, example }) => (place === "path" ? [[name, `${example}`] as const] : [])),
    ),
  );
  return [
    { key: "baseUrl", value: local?.url ?? "" },
    { key: "clientID", value: clientID },
    { key: "clientSecret", value: clientSecret, secret: true },
    ...[...parameters].map(([key, value]) => ({ key, value })),
    // Set by the collection.
    { key: "accessToken", value: "", secret: true },
  ];
};

/** @returns the Postman environment for the local stack; an environment for a deployment differs only in its values */
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
