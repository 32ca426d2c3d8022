import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createHandler as createListHandler } from "../../../functions/course-activity/app.ts";
import { createHandler as createTokenHandler } from "../../../functions/oauth-token/app.ts";
import { createTokenProvider } from "../../../functions/oauth-token/provider.ts";
import { errorDictionary } from "../../../functions/shared/errors/dictionary.ts";
import type { ApiEvent, ApiResult } from "../../../functions/shared/http/chain.ts";
import { type OidcProvider, startOidc } from "../../../infra/local/oidc.ts";
import { type Api, startApi } from "../../support/api.ts";
import { documentedHandler } from "../../support/documented-calls.ts";
import { clientFor } from "../../support/engines.ts";
import { apiEvent, keepingLog, lambdaContext, listEvent, tokenEvent } from "../../support/events.ts";
import { AUDIENCE, SCOPE } from "../../support/issuer.ts";
import { listOf, sidesOf } from "../../support/storage.ts";

const credentials = { clientID: "demo", clientSecret: "demo-secret", grantType: "client_credentials" };

describe.each([
  { where: "nowhere", docsBaseUrl: undefined },
  { where: "a URL of its own", docsBaseUrl: "https://docs.example.com/api" },
])("with the documentation $where", ({ docsBaseUrl }) => {
  let api: Api;
  let oidc: OidcProvider;
  let askToken: (event: ApiEvent) => Promise<ApiResult>;

  beforeAll(async () => {
    api = await startApi(docsBaseUrl);
    oidc = await startOidc({ clients: [credentials], scope: SCOPE, audience: AUDIENCE });
    const provider = createTokenProvider(oidc.tokenEndpoint, { scope: SCOPE });
    const handler = documentedHandler(createTokenHandler({ provider, log: keepingLog(), docsBaseUrl }));
    askToken = (event) => handler(event, lambdaContext());
    await api.storage.register(listOf("EMPLY1"));
    await api.storage.put("assignments", { listKey: "CMP-A#webinar#BROKEN", position: 0, total: -1, version: "v" });
  });
  afterAll(() => Promise.all([api.stop(), oidc.stop()]));

  const list = async (changes: Parameters<typeof listEvent>[0] = {}, remainingMs?: number) =>
    api.call(listEvent({ token: await api.issuer.sign(), ...changes }), remainingMs);
  const listOn = async (store: ReturnType<typeof sidesOf>["store"]) => {
    const verifier = { verify: async () => ({ clientID: "demo" }), prefetch: () => {} };
    const clients = {
      find: async () => ({ clientID: "demo", companySerial: "CMP-A", enabled: true, label: "" }),
    };
    const handler = documentedHandler(createListHandler({ verifier, clients, store, log: keepingLog(), docsBaseUrl }));
    return handler(listEvent({ token: "t" }), lambdaContext());
  };

  /** Each code, and a request that provokes it. */
  const provoke: Record<keyof typeof errorDictionary, () => Promise<ApiResult>> = {
    requestNotValid: () => list({ query: "page=0" }),
    tokenMissing: () => api.call(listEvent()),
    tokenNotValid: () => list({ token: "x" }),
    accessNotGranted: async () => list({ token: await api.issuer.sign({ scope: "other" }) }),
    employeeNotFound: () => list({ employeeID: "NOBODY" }),
    endpointNotFound: () => api.call(apiEvent({ rawPath: "/nowhere" })),
    methodNotAllowed: () => api.call(apiEvent({ rawPath: "/oauth/token" })),
    notAcceptable: () => list({ headers: { accept: "text/html" } }),
    formatNotSupported: () => list({ headers: { "content-type": "text/plain" } }),
    tooManyRequests: async () => {
      const wrong = tokenEvent({ ...credentials, clientSecret: "counted" });
      for (let call = 0; call < 300; call += 1) await askToken(structuredClone(wrong));
      return askToken(wrong);
    },
    unavailable: () => listOn(sidesOf(clientFor("http://127.0.0.1:1"), api.storage.tables).store),
    deadlineExceeded: () => list({}, 0),
    storedRecordNotValid: () => list({ employeeID: "BROKEN" }),
    internal: () =>
      listOn(sidesOf(api.storage.dynamodb, { ...api.storage.tables, assignments: "no-such-table" }).store),
    credentialsMismatch: () => askToken(tokenEvent({ ...credentials, clientSecret: "wrong" })),
  };

  describe("every code of the Error Dictionary can be produced, in its one shape, and leads to its help where there is one", () => {
    it.each(Object.entries(provoke))("%s", async (name, request) => {
      const entry = errorDictionary[name as keyof typeof errorDictionary];
      const answer = await request();
      const body = JSON.parse(answer.body ?? "");
      expect(answer.statusCode).toBe(entry.status);
      expect(Object.keys(body)).toEqual(["errorCode", "message", "detail"]);
      expect(body).toEqual({ errorCode: entry.errorCode, message: expect.any(String), detail: expect.any(String) });
      expect(answer.headers).toMatchObject({
        "Content-Type": "application/json; charset=utf-8",
        "Cache-Control": "no-store",
        "X-Request-Id": "request-1",
        ...("headers" in entry ? entry.headers : {}),
      });
      expect(answer.headers?.["Link"]).toBe(docsBaseUrl && `<${docsBaseUrl}/errors#${entry.errorCode}>; rel="help"`);
    });
  });

  describe("nothing outside the Error Dictionary is produced", () => {
    it.each([
      ["an error", new Error("no-such-table: arn:aws:dynamodb:secret")],
      ["an error with a status of its own", Object.assign(new Error("teapot"), { statusCode: 418, expose: true })],
      ["a string", "thrown"],
      ["nothing", undefined],
      ["null", null],
    ])("where %s is thrown, the answer is code 190 and says no more", async (_, thrown) => {
      const fail = () => Promise.reject(thrown);
      const answer = await listOn({ page: fail, search: fail, changes: fail });
      expect(answer.statusCode).toBe(500);
      expect(JSON.parse(answer.body ?? "")).toEqual({
        errorCode: 190,
        message: "rpc error: code = Internal desc = Internal error",
        detail: "rpc error: code = Internal desc = Internal error",
      });
    });
  });
});
