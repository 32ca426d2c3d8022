import { afterAll, beforeAll, expect, it } from "vitest";
import { createHandler } from "../../../functions/course-activity/app.ts";
import type { ApiEvent, ApiHandler, ApiResult } from "../../../functions/shared/http/chain.ts";
import { FALLBACK_ROUTE, listRoute, partsOf } from "../../../functions/shared/http/routes.ts";
import { type Category, type CategoryName, categories } from "../../../functions/shared/store/categories.ts";
import { listKey } from "../../../functions/shared/store/lists.ts";
import { markerOf } from "../../../functions/shared/store/markers.ts";
import { textsOf } from "../../../infra/reference/openapi/category-texts.ts";
import { sampleExamples } from "../../../infra/reference/openapi.ts";
import { type Api, startApi } from "../../support/api.ts";
import { documentedStatuses } from "../../support/documented.ts";
import { documentedHandler } from "../../support/documented-calls.ts";
import { clientFor } from "../../support/engines.ts";
import { apiEvent, changesEvent, keepingLog, lambdaContext, tokenEvent } from "../../support/events.ts";
import { answers, providerStubs, stalls } from "../../support/provider-stub.ts";
import { sidesOf } from "../../support/storage.ts";
import { openTokenEndpoint, TOKEN_REQUEST } from "../../support/token-endpoint.ts";

let api: Api;
const stubs = providerStubs();
beforeAll(async () => {
  api = await startApi();
  const examples = await sampleExamples();
  for (const [name, category] of Object.entries<Category>(categories)) {
    const keyOf = (employeeID: string) => (category.owner === "employee" ? employeeID : "");
    const list = { companySerial: "CMP-A", category, employeeID: keyOf("EMPLY1") };
    await api.storage.append(list, [examples[name as CategoryName]]);
    const broken = { companySerial: "CMP-B", category, employeeID: keyOf("BROKEN") };
    const item = { listKey: listKey(broken), position: 0, total: -1, version: "v", ...markerOf(broken, 1) };
    await api.storage.put("assignments", item);
  }
});
afterAll(() => api.stop());

type Answer = Pick<ApiResult, "statusCode" | "headers">;
type Changes = {
  employeeID?: string;
  query?: string;
  token?: string;
  headers?: Record<string, string>;
  route?: string;
};

const all = Object.values<Category>(categories);

/** A request for a page of a category's list. */
const pageEvent = (
  category: Category,
  { employeeID = "EMPLY1", query = "page=1&pageSize=10", ...changes }: Changes,
) => {
  const { token, headers, route = listRoute(category) } = changes;
  return apiEvent({
    routeKey: route,
    rawPath: partsOf(listRoute(category)).path.replace("{employeeID}", employeeID),
    rawQueryString: query,
    ...(category.owner === "employee" && { pathParameters: { employeeID } }),
    headers: { ...(token !== undefined && { authorization: token }), ...headers },
  });
};

const withMethod = (event: ApiEvent, method: string): ApiEvent => {
  event.requestContext.http.method = method;
  event.routeKey = "$default";
  return event;
};

/** The list endpoint with an unreachable storage. */
const withoutStorage = (): ApiHandler => {
  const { store } = sidesOf(clientFor("http://127.0.0.1:1"), api.storage.tables);
  const verifier = { verify: async () => ({ clientID: "demo" }), prefetch: () => {} };
  const clients = { find: async () => ({ clientID: "demo", companySerial: "CMP-A", enabled: true, label: "" }) };
  return documentedHandler(createHandler({ verifier, clients, store, log: keepingLog() }));
};

/** Each documented status of a list, and a request that gets it. */
const listStatuses = (category: Category): Record<string, () => Promise<Answer>> => {
  const ask = async (changes: Changes = {}, remainingMs?: number): Promise<Answer> =>
    api.call(pageEvent(category, { token: await api.issuer.sign(), ...changes }), remainingMs);
  return {
    200: () => ask(),
    304: async () => {
      const { headers } = await ask();
      return ask({ headers: { "if-none-match": `${headers?.["ETag"]}` } });
    },
    400: () => ask({ query: "page=0" }),
    401: () => ask({ token: "x" }),
    403: async () => ask({ token: await api.issuer.sign({ scope: "other" }) }),
    404: () => (category.owner === "employee" ? ask({ employeeID: "NOBODY" }) : ask({ route: FALLBACK_ROUTE })),
    405: () => api.call(withMethod(pageEvent(category, {}), "DELETE")),
    406: () => ask({ headers: { accept: "text/html" } }),
    415: () => ask({ headers: { "content-type": "text/plain" } }),
    500: async () => ask({ employeeID: "BROKEN", token: await api.issuer.sign({ client_id: "other" }) }),
    503: () => withoutStorage()(pageEvent(category, { token: "t" }), lambdaContext()),
    504: () => ask({}, 0),
  };
};

/** The same of the feed of changes. */
const changesStatuses = (): Record<string, () => Promise<Answer>> => {
  const ask = async (changes: Parameters<typeof changesEvent>[0] = {}, remainingMs?: number): Promise<Answer> =>
    api.call(changesEvent({ token: await api.issuer.sign(), ...changes }), remainingMs);
  return {
    200: () => ask(),
    304: async () => {
      const { headers } = await ask();
      return ask({ headers: { "if-none-match": `${headers?.["ETag"]}` } });
    },
    400: () => ask({ query: "pageSize=0" }),
    401: () => ask({ token: "x" }),
    403: async () => ask({ token: await api.issuer.sign({ scope: "other" }) }),
    404: () => api.call({ ...changesEvent(), routeKey: FALLBACK_ROUTE }),
    405: () => api.call(withMethod(changesEvent(), "DELETE")),
    406: () => ask({ headers: { accept: "text/html" } }),
    415: () => ask({ headers: { "content-type": "text/plain" } }),
    500: async () => ask({ token: await api.issuer.sign({ client_id: "other" }) }),
    503: () => withoutStorage()(changesEvent({ token: "t" }), lambdaContext()),
    504: () => ask({}, 0),
  };
};

const providerAnswer = { access_token: "t", expires_in: 60, token_type: "Bearer" };
const token = async (changes: object = {}, provider = answers(200, providerAnswer), remainingMs?: number) => {
  const { url } = await stubs.start(provider);
  return openTokenEndpoint(url).call(tokenEvent({ ...TOKEN_REQUEST, ...changes }), remainingMs);
};
const tokenWith = async (headers: Record<string, string>): Promise<Answer> => {
  const event = tokenEvent(TOKEN_REQUEST);
  Object.assign(event.headers, headers);
  return openTokenEndpoint((await stubs.start(answers(200, providerAnswer))).url).call(event);
};

/** Each documented status of an operation, and a request that gets it. */
const produced: Readonly<Record<string, () => Promise<Answer>>> = {
  "createToken 200": () => token(),
  "createToken 400": () => token({ grantType: "password" }),
  "createToken 405": async () =>
    documentedHandler(api.handlerWith())(withMethod(tokenEvent(TOKEN_REQUEST), "PUT"), lambdaContext()),
  "createToken 406": () => tokenWith({ accept: "text/html" }),
  "createToken 415": () => tokenWith({ "content-type": "text/plain" }),
  "createToken 429": async () => {
    // Of one second, so that none is kept and each call reaches the provider.
    const { call } = openTokenEndpoint((await stubs.start(answers(200, { ...providerAnswer, expires_in: 1 }))).url);
    for (let calls = 0; calls < 300; calls += 1) await call(tokenEvent(TOKEN_REQUEST));
    return call(tokenEvent(TOKEN_REQUEST));
  },
  "createToken 500": () => token({}, answers(400, { error: "invalid_request" })),
  "createToken 503": () => token({}, answers(503)),
  "createToken 504": () => token({}, stalls, 0),
  ...Object.fromEntries(
    Object.entries(changesStatuses()).map(([status, request]) => [`listCourseActivityChanges ${status}`, request]),
  ),
  ...Object.fromEntries(
    all.flatMap((category) =>
      Object.entries(listStatuses(category)).map(([status, request]) => [
        `${textsOf(category.name).operationId} ${status}`,
        request,
      ]),
    ),
  ),
};

it("this list has exactly the documented statuses of all operations", () => {
  expect(Object.keys(produced).sort()).toEqual(documentedStatuses.toSorted());
});

it.each(Object.entries(produced))("%s is returned as documented", async (name, request) => {
  const { statusCode } = await request();
  expect(`${name.split(" ")[0]} ${statusCode}`).toBe(name);
});
