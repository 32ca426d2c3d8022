import { documentedTests } from "./documented-tests.ts";
import { examplesOf } from "./examples.ts";
import { type Endpoint, endpointsOf, type OpenApi } from "./openapi.ts";
import { requestOf } from "./request.ts";
import { constant, event, script } from "./scripts.ts";

const HOW = `**To begin,** import the environment of this collection and select it (it is for the stack of \`npm start\`; for another
stack, change its values). Then send any request. The collection gets an access token itself and keeps it for three quarters of
its lifetime. A run of the whole collection, or of a folder, reads all pages of each list.`;

/** A name of its own for each list: a run finds the request by it. */
const nextPageOf = ({ tags }: Endpoint): string => `The next page: ${tags[0]}`;

/** The token call is the one that needs no token. */
const isTokenCall = ({ security }: Endpoint): boolean => security.length === 0;
const isPaged = ({ responses }: Endpoint): boolean => "X-Total-Count" in (responses[200]?.headers ?? {});

const itemsOf = (document: OpenApi, endpoint: Endpoint) => {
  const tests = documentedTests(document, endpoint);
  const ownTests = isTokenCall(endpoint) ? [script("keep-token"), script("token")] : [];
  const nextPage = `${endpoint.operationId}Next`;
  const nextPageVariable = constant("nextPage", nextPage);
  const pageTests = isPaged(endpoint)
    ? [`${nextPageVariable}\n${constant("nextPageRequest", nextPageOf(endpoint))}`, script("page")]
    : [];
  const test = event("test", ...tests, ...ownTests, ...pageTests);
  const item = {
    name: endpoint.summary,
    event: [test],
    request: requestOf(endpoint),
    response: examplesOf(document, endpoint),
  };
  if (!isPaged(endpoint)) return [item];
  const following = {
    name: nextPageOf(endpoint),
    event: [event("prerequest", nextPageVariable, script("next-page")), test],
    request: {
      method: endpoint.method,
      header: [],
      url: { raw: `{{${nextPage}}}`, host: [`{{${nextPage}}}`] },
      description:
        "The page in the `next` link of the last page that was read. Without such a link, the request is skipped.",
    },
    response: [],
  };
  return [item, following];
};

/** @returns the Postman collection of the OpenAPI document, in format 2.1.0 */
export const collectionOf = (document: OpenApi) => {
  const endpoints = endpointsOf(document);
  const tokenPath = endpoints.find(isTokenCall)?.path;
  return {
    info: {
      _postman_id: "5b0a3d9c-0e6f-4f0c-8c0e-2b7d5a1f4c01",
      name: document.info.title,
      description: `${document.info.description}\n\n${HOW}`,
      schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
    },
    auth: { type: "bearer", bearer: [{ key: "token", value: "{{accessToken}}", type: "string" }] },
    event: [event("prerequest", constant("tokenPath", tokenPath), script("keep-token"), script("get-token"))],
    item: document.tags.map(({ name, description }) => ({
      name,
      description,
      item: endpoints.filter(({ tags }) => tags.includes(name)).flatMap((endpoint) => itemsOf(document, endpoint)),
    })),
  };
};
