import { afterAll, beforeAll, expect, it } from "vitest";
import type { ApiEvent, ApiHandler, ApiResult } from "../../../functions/shared/http/chain.ts";
import { createHandler } from "../../../functions/webinar-activity/app.ts";
import { type Api, startApi } from "../../support/api.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { documentedStatuses } from "../../support/documented.ts";
import { documentedHandler } from "../../support/documented-calls.ts";
import { clientFor } from "../../support/engines.ts";
import { keepingLog, lambdaContext, listEvent, tokenEvent } from "../../support/events.ts";
import { answers, providerStubs, stalls } from "../../support/provider-stub.ts";
import { listOf, sidesOf } from "../../support/storage.ts";
import { openTokenEndpoint, TOKEN_REQUEST } from "../../support/token-endpoint.ts";

let api: Api;
const stubs = providerStubs();
beforeAll(async () => {
  api = await startApi();
  await api.storage.append(listOf("EMPLY1"), assignmentsOf(3));
  await api.storage.put("assignments", { listKey: "CMP-A#webinar#BROKEN", position: 0, total: -1, version: "v" });
});
afterAll(() => api.stop());

type Answer = Pick<ApiResult, "statusCode" | "headers">;

const list = async (changes: Parameters<typeof listEvent>[0] = {}, remainingMs?: number): Promise<Answer> =>
  api.call(listEvent({ token: await api.issuer.sign(), ...changes }), remainingMs);

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
    const { call } = openTokenEndpoint((await stubs.start(answers(200, providerAnswer))).url);
    for (let calls = 0; calls < 300; calls += 1) await call(tokenEvent(TOKEN_REQUEST));
    return call(tokenEvent(TOKEN_REQUEST));
  },
  "createToken 500": () => token({}, answers(400, { error: "invalid_request" })),
  "createToken 503": () => token({}, answers(503)),
  "createToken 504": () => token({}, stalls, 0),
  "listWebinarCourses 200": () => list(),
  "listWebinarCourses 304": async () => {
    const { headers } = await list();
    return list({ headers: { "if-none-match": `${headers?.["ETag"]}` } });
  },
  "listWebinarCourses 400": () => list({ query: "page=0" }),
  "listWebinarCourses 401": () => list({ token: "x" }),
  "listWebinarCourses 403": async () => list({ token: await api.issuer.sign({ scope: "other" }) }),
  "listWebinarCourses 404": () => list({ employeeID: "NOBODY" }),
  "listWebinarCourses 405": () => api.call(withMethod(listEvent(), "DELETE")),
  "listWebinarCourses 406": () => list({ headers: { accept: "text/html" } }),
  "listWebinarCourses 415": () => list({ headers: { "content-type": "text/plain" } }),
  "listWebinarCourses 500": () => list({ employeeID: "BROKEN" }),
  "listWebinarCourses 503": () => withoutStorage()(listEvent({ token: "t" }), lambdaContext()),
  "listWebinarCourses 504": () => list({}, 0),
};

it("this list has exactly the documented statuses of all operations", () => {
  expect(Object.keys(produced).sort()).toEqual(documentedStatuses.toSorted());
});

it.each(Object.entries(produced))("%s is returned as documented", async (name, request) => {
  const { statusCode } = await request();
  expect(`${name.split(" ")[0]} ${statusCode}`).toBe(name);
});
