import { STATUS_CODES } from "node:http";
import { type Endpoint, headersOf, type OpenApi, type Response } from "./openapi.ts";
import { requestOf } from "./request.ts";

const JSON_TYPE = { key: "Content-Type", value: "application/json; charset=utf-8" };

/** The required headers that have a fixed value or an example. */
const exampleHeaders = (document: OpenApi, response: Response) =>
  headersOf(document, response).flatMap(([key, { required, example, schema }]) => {
    const value = example ?? schema.const;
    return required && value !== undefined ? [{ key, value: `${value}` }] : [];
  });

/** @returns an answer for each example in the document: every success, and every errorCode of each status */
export const examplesOf = (document: OpenApi, endpoint: Endpoint) => {
  const { description: _, ...originalRequest } = requestOf(endpoint);
  return Object.entries(endpoint.responses).flatMap(([status, response]) => {
    const json = response.content?.["application/json"];
    const header = exampleHeaders(document, response);
    const common = {
      originalRequest,
      status: STATUS_CODES[status] ?? "",
      code: Number(status),
      cookie: [],
    };
    if (!json) return [{ name: `${status}: ${response.description}`, ...common, header, body: "" }];
    return Object.entries(json.examples).map(([key, { summary, value }]) => ({
      name: /^\d/.test(key)
        ? `${status}, errorCode ${key}: ${summary}`
        : `${status}: ${summary ?? response.description}`,
      ...common,
      _postman_previewlanguage: "json",
      header: [JSON_TYPE, ...header],
      body: JSON.stringify(value, null, 2),
    }));
  });
};
