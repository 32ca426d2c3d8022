import middy from "@middy/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ApiEvent } from "../../../functions/shared/http/chain.ts";
import { normalizeHeaders } from "../../../functions/shared/http/normalize-headers.ts";
import { type Api, startApi } from "../../support/api.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { apiEvent, lambdaContext, listEvent, tokenEvent } from "../../support/events.ts";
import { answers, providerStubs } from "../../support/provider-stub.ts";
import { listOf } from "../../support/storage.ts";
import { openTokenEndpoint, TOKEN_REQUEST } from "../../support/token-endpoint.ts";

describe("the headers", () => {
  const headersFrom = (headers: unknown): Promise<ApiEvent["headers"]> =>
    middy<ApiEvent, ApiEvent["headers"]>()
      .use(normalizeHeaders())
      .handler(async (event) => event.headers)({ ...apiEvent(), headers } as ApiEvent, lambdaContext());

  it("keep their values under names in lower case", async () => {
    const headers = { Host: "API.example.com", "X-AMZN-Trace-Id": "Root=1", accept: "*/*", __PROTO__: "x" };
    expect(Object.entries(await headersFrom(headers))).toEqual([
      ["host", "API.example.com"],
      ["x-amzn-trace-id", "Root=1"],
      ["accept", "*/*"],
      ["__proto__", "x"],
    ]);
  });

  it.each([undefined, null, {}])("are none where the event has %j", async (headers) => {
    expect(await headersFrom(headers)).toEqual({});
  });
});

const spellings = [
  ["lower case", (name: string) => name],
  ["upper case", (name: string) => name.toUpperCase()],
  ["mixed case", (name: string) => name.replace(/\b\w/g, (letter) => letter.toUpperCase())],
] as const;

describe.each(spellings)("header names in %s are found", (_, spelled) => {
  let api: Api;
  let token: string;
  beforeAll(async () => {
    api = await startApi();
    token = await api.issuer.sign();
    await api.storage.append(listOf("EMPLY1"), assignmentsOf(25));
  });
  afterAll(() => api.stop());

  const list = (headers: Record<string, string> = {}) =>
    api.call(listEvent({ query: "page=1&pageSize=1", headers: { [spelled("authorization")]: token, ...headers } }));

  it("Authorization", async () => {
    expect(await list()).toMatchObject({ statusCode: 200 });
  });

  it("Accept", async () => {
    expect(await list({ [spelled("accept")]: "text/html" })).toMatchObject({ statusCode: 406 });
  });

  it("Content-Type", async () => {
    expect(await list({ [spelled("content-type")]: "text/plain" })).toMatchObject({ statusCode: 415 });
  });

  it("If-None-Match", async () => {
    const tag = `${(await list()).headers?.["ETag"]}`;
    expect(await list({ [spelled("if-none-match")]: tag })).toMatchObject({ statusCode: 304 });
  });

  it("Accept-Encoding", async () => {
    const headers = { [spelled("authorization")]: token, [spelled("accept-encoding")]: "gzip" };
    const answer = await api.handlerWith()(listEvent({ headers }), lambdaContext());
    expect(answer).toMatchObject({ statusCode: 200, isBase64Encoded: true, headers: { "Content-Encoding": "gzip" } });
  });
});

describe("an event without headers", () => {
  const { start } = providerStubs();

  it("is a request without a token for the list endpoint", async () => {
    const api = await startApi();
    const { headers: _, ...event } = listEvent();
    expect(await api.call(event as ApiEvent)).toMatchObject({ statusCode: 401, json: { errorCode: 120 } });
    await api.stop();
  });

  it("is a request without a Content-Type for the token endpoint", async () => {
    const provider = await start(answers(200, { access_token: "token", expires_in: 60, token_type: "Bearer" }));
    const { headers: _, ...event } = tokenEvent(TOKEN_REQUEST);
    expect(await openTokenEndpoint(provider.url).call(event as ApiEvent)).toMatchObject({ statusCode: 200 });
  });

  it.each(spellings)("differs from one with Accept and Content-Type in %s", async (_, spelled) => {
    const call = (name: string) =>
      openTokenEndpoint("https://provider.example/token").call(
        tokenEvent(TOKEN_REQUEST, { [spelled(name)]: "text/css" }),
      );
    expect(await call("accept")).toMatchObject({ statusCode: 406 });
    expect(await call("content-type")).toMatchObject({ statusCode: 415 });
  });
});
