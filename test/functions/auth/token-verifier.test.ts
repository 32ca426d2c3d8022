import { exportSPKI, generateKeyPair } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Api, startApi } from "../../support/api.ts";
import { lambdaContext, listEvent } from "../../support/events.ts";
import { SCOPE } from "../../support/issuer.ts";
import { listOf } from "../../support/storage.ts";

let api: Api;
beforeAll(async () => {
  api = await startApi();
  await api.storage.register(listOf("EMPLY1"));
});
afterAll(() => api.stop());
beforeEach(() => {
  api.log.lines.length = 0;
});

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const now = () => Math.floor(Date.now() / 1_000);

describe("accepted", () => {
  it.each([
    ["bare, as in the published example", (token: string) => token],
    ["as Bearer", (token: string) => `Bearer ${token}`],
    ["as bearer in any case, with more space", (token: string) => `  bEARER \t ${token} `],
  ])("a token %s", async (_, header) => {
    expect((await api.call(listEvent({ token: header(await api.issuer.sign()) }))).statusCode).toBe(200);
  });

  it.each([
    ["a list of audiences with this one", () => ({ aud: ["other", "https://api.ruangkerja.example"] })],
    ["several scopes with this one", () => ({ scope: `openid ${SCOPE} other` })],
    ["azp instead of client_id", () => ({ client_id: undefined, azp: "demo" })],
    ["a clock 29 s ahead", () => ({ nbf: now() + 29, iat: now() + 29 })],
    ["an expiry 28 s ago", () => ({ exp: now() - 28 })],
    ["token_use access beside an audience", () => ({ token_use: "access" })],
  ])("a token with %s", async (_, claims) => {
    expect((await api.call(listEvent({ token: await api.issuer.sign(claims()) }))).statusCode).toBe(200);
  });

  it.each<[string, object, Record<string, unknown>]>([
    ["its scopes in an array", {}, { scope: ["openid", SCOPE] }],
    ["its scopes in an array, of which one is no string", {}, { scope: [5, SCOPE] }],
    ["its scopes in another claim", { scopeClaim: "scp" }, { scope: undefined, scp: ["openid", SCOPE] }],
    ["its scopes in another claim, as a string", { scopeClaim: "scp" }, { scope: undefined, scp: `openid ${SCOPE}` }],
    ["its roles", { scopeClaim: "roles" }, { scope: undefined, roles: [SCOPE] }],
    ["its scopes in another claim, and an array in scope", { scopeClaim: "scp" }, { scope: ["x"], scp: [SCOPE] }],
    ["its client in another claim", { clientClaim: "cid" }, { client_id: undefined, cid: "demo" }],
    ["two clients, of which the configured one counts", { clientClaim: "appid" }, { client_id: "off", appid: "demo" }],
    ["two clients, of which client_id counts", {}, { azp: "off" }],
  ])("a token with %s", async (_, rules, claims) => {
    const token = await api.issuer.sign(claims);
    expect((await api.handlerWith(rules)(listEvent({ token }), lambdaContext())).statusCode).toBe(200);
  });

  it("a token shaped as Cognito's access tokens are: RS256, token_use, no aud", async () => {
    const handler = api.handlerWith({ audience: undefined });
    const token = await api.issuer.sign(
      { aud: undefined, token_use: "access", client_id: "demo", sub: "demo", version: 2, jti: "j", auth_time: now() },
      { alg: "RS256", kid: "rs", header: { typ: undefined } },
    );
    expect((await handler(listEvent({ token }), lambdaContext())).statusCode).toBe(200);
  });
});

describe("missing", () => {
  it.each([undefined, "", "  ", "Bearer", "bearer  "])("is 401 with code 120 for %j", async (token) => {
    const answer = await api.call(listEvent(token === undefined ? {} : { token }));
    expect(answer).toMatchObject({ statusCode: 401, json: { errorCode: 120 } });
    expect(answer.headers).toMatchObject({ "WWW-Authenticate": "Bearer" });
  });
});

describe("refused as 401 with code 123 and invalid_token", () => {
  const refused: [string, string, () => Promise<string> | string][] = [
    ["alg none", "algorithm", () => `${base64({ alg: "none", kid: "es" })}.${base64(api.issuer.claims())}.AA`],
    ["alg none without a signature", "malformed", () => `${base64({ alg: "none" })}.${base64(api.issuer.claims())}.`],
    [
      "HS256 signed with the public key",
      "algorithm",
      async () => api.issuer.sign({}, { alg: "HS256", key: Buffer.from(await exportSPKI(api.issuer.publicKey)) }),
    ],
    [
      "RS256's header over an ES256 key",
      "algorithm",
      async () => {
        const [, payload, signature] = (await api.issuer.sign()).split(".");
        return `${base64({ alg: "RS256", kid: "es" })}.${payload}.${signature}`;
      },
    ],
    ["another issuer", "issuer", () => api.issuer.sign({ iss: "https://issuer.example.org" })],
    ["no issuer", "issuer", () => api.issuer.sign({ iss: undefined })],
    ["another audience", "audience", () => api.issuer.sign({ aud: "https://other.example" })],
    ["no audience", "audience", () => api.issuer.sign({ aud: undefined })],
    ["an expiry 32 s ago", "expired", () => api.issuer.sign({ exp: now() - 32 })],
    ["no expiry", "no expiry", () => api.issuer.sign({ exp: undefined })],
    ["a start in 35 s", "not yet valid", () => api.issuer.sign({ nbf: now() + 35 })],
    ["a wrong key", "signature", async () => api.issuer.sign({}, { key: (await generateKeyPair("ES256")).privateKey })],
    ["an unknown key", "unknown key", () => api.issuer.sign({}, { kid: "unknown" })],
    ["no key ID", "unknown key", () => api.issuer.sign({}, { header: { kid: undefined } })],
    [
      "a changed payload",
      "signature",
      async () => {
        const [header, , signature] = (await api.issuer.sign()).split(".");
        return `${header}.${base64({ ...api.issuer.claims(), client_id: "other" })}.${signature}`;
      },
    ],
    ["the use of an ID token", "token use", () => api.issuer.sign({ token_use: "id" })],
    ["no client", "no client", () => api.issuer.sign({ client_id: undefined })],
    ["an empty client", "no client", () => api.issuer.sign({ client_id: "" })],
    ["a client that is no string", "no client", () => api.issuer.sign({ client_id: ["demo"] })],
    [
      "a client in a claim that is not configured",
      "no client",
      () => api.issuer.sign({ client_id: undefined, cid: "demo" }),
    ],
    [
      "scopes in an array that were changed",
      "signature",
      async () => {
        const [header, , signature] = (await api.issuer.sign({ scope: ["other"] })).split(".");
        return `${header}.${base64({ ...api.issuer.claims(), scope: [SCOPE] })}.${signature}`;
      },
    ],
    [
      "scopes in an array, and a fourth part",
      "malformed",
      async () => `${await api.issuer.sign({ scope: [SCOPE] })}.e30`,
    ],
    [
      "scopes in an array, and an expiry that is a text",
      "malformed",
      () => api.issuer.sign({ scope: [SCOPE], exp: "x" }),
    ],
    ["scopes in an object", "malformed", () => api.issuer.sign({ scope: { [SCOPE]: true } })],
    ["an unknown client", "client unknown", () => api.issuer.sign({ client_id: "nobody" })],
    ["a disabled client", "client disabled", () => api.issuer.sign({ client_id: "off" })],
    ["garbage", "malformed", () => "garbage"],
    ["three parts of garbage", "malformed", () => "a.b.c"],
    ["10 kB of garbage", "malformed", () => `${"A".repeat(10_000)}.${"é".repeat(100)}.x`],
    ["another scheme", "malformed", () => "Basic ZGVtbzpkZW1v"],
    ["a scheme behind the token", "malformed", async () => `${await api.issuer.sign()} Bearer`],
    ["a scheme's name at the token's end", "malformed", async () => `${await api.issuer.sign()}Bearer`],
    ["two tokens", "malformed", async () => `${await api.issuer.sign()},${await api.issuer.sign()}`],
  ];

  it.each(refused)("%s", async (_, reason, make) => {
    const answer = await api.call(listEvent({ token: await make() }));
    expect(answer.statusCode).toBe(401);
    expect(answer.json).toEqual({
      errorCode: 123,
      message: "rpc error: code = PermissionDenied desc = Token is not valid",
      detail: "rpc error: code = PermissionDenied desc = Token is not valid",
    });
    expect(answer.headers).toMatchObject({ "WWW-Authenticate": 'Bearer error="invalid_token"' });
    expect(api.log.lines[0]).toMatchObject({ status: 401, errorCode: 123, reason });
  });

  it("an access token of no stated use, where no audience is pinned", async () => {
    const handler = api.handlerWith({ audience: undefined });
    const answer = await handler(listEvent({ token: await api.issuer.sign({ aud: undefined }) }), lambdaContext());
    expect(answer.statusCode).toBe(401);
    expect(api.log.lines[0]).toMatchObject({ reason: "token use" });
  });

  it("a token without the scope that is wrong in another way too", async () => {
    const token = await api.issuer.sign({ scope: "other", token_use: "id" });
    expect((await api.call(listEvent({ token }))).statusCode).toBe(401);
  });
});

describe("refused as 401, where the claim with the client is configured", () => {
  it.each([
    ["which the token lacks, in spite of the usual ones", { azp: "demo" }],
    ["which has no string", { cid: 5 }],
  ])("%s", async (_, claims) => {
    const token = await api.issuer.sign(claims);
    const answer = await api.handlerWith({ clientClaim: "cid" })(listEvent({ token }), lambdaContext());
    expect(answer.statusCode).toBe(401);
    expect(api.log.lines[0]).toMatchObject({ errorCode: 123, reason: "no client" });
  });
});

describe("refused as 403 with code 124 and insufficient_scope, its reason in the log", () => {
  it.each<[string, object, string, Record<string, unknown>]>([
    ["another scope", {}, "scope", { scope: "other" }],
    ["no scope", {}, "no scope", { scope: undefined }],
    ["a scope that starts alike", {}, "scope", { scope: `${SCOPE}.all` }],
    ["an empty scope", {}, "scope", { scope: "" }],
    ["an array without it", {}, "scope", { scope: ["other", `${SCOPE}.all`] }],
    ["an empty array", {}, "scope", { scope: [] }],
    ["an array whose one text has it among others", {}, "scope", { scope: [`other ${SCOPE}`] }],
    ["an array of arrays", {}, "scope", { scope: [[SCOPE]] }],
    ["the scope in a claim that is not configured", {}, "no scope", { scope: undefined, scp: [SCOPE], roles: [SCOPE] }],
    ["the scope in scope, where another claim is configured", { scopeClaim: "scp" }, "no scope", {}],
    ["that claim as a number", { scopeClaim: "scp" }, "no scope", { scp: 5 }],
    ["that claim as an object", { scopeClaim: "scp" }, "no scope", { scp: { [SCOPE]: true } }],
    ["that claim as an array in an array", { scopeClaim: "scp" }, "scope", { scp: [[SCOPE]] }],
    ["a claim that every object has", { scopeClaim: "constructor" }, "no scope", {}],
  ])("%s", async (_, rules, reason, claims) => {
    const token = await api.issuer.sign(claims);
    const answer = await api.handlerWith(rules)(listEvent({ token }), lambdaContext());
    expect(answer.statusCode).toBe(403);
    expect(JSON.parse(answer.body ?? "")).toMatchObject({ errorCode: 124 });
    expect(answer.headers).toMatchObject({ "WWW-Authenticate": 'Bearer error="insufficient_scope"' });
    expect(api.log.lines[0]).toMatchObject({ errorCode: 124, reason });
  });
});
