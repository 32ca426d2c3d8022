import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTokenVerifier } from "../../../functions/shared/auth/token-verifier.ts";
import type { ApiEvent } from "../../../functions/shared/http/chain.ts";
import { type OidcProvider, startOidc } from "../../../infra/local/oidc.ts";
import { apiEvent, tokenEvent } from "../../support/events.ts";
import { AUDIENCE, SCOPE } from "../../support/issuer.ts";
import { CLIENT, openTokenEndpoint, TOKEN_HEADERS, TOKEN_REQUEST } from "../../support/token-endpoint.ts";

/** Whatever separates, escapes or quotes in a form, a header or a URL is among the printable characters. */
const PRINTABLE = Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCharCode(0x20 + index)).join("");
const AWKWARD = { clientID: PRINTABLE, clientSecret: [...PRINTABLE].reverse().join("") };

let oidc: OidcProvider;
beforeAll(async () => {
  oidc = await startOidc({ clients: [CLIENT, AWKWARD], scope: SCOPE, audience: AUDIENCE });
});
afterAll(() => oidc.stop());

const call = (event: ApiEvent) => openTokenEndpoint(oidc.tokenEndpoint).call(event);

describe("the right credentials", () => {
  test("get 200 with a token, not to be stored", async () => {
    const { statusCode, headers, text, json } = await call(tokenEvent(TOKEN_REQUEST));
    expect(statusCode).toBe(200);
    expect(headers).toEqual(TOKEN_HEADERS);
    expect(json.data.accessToken).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(text).toBe(
      `{"status":"success","message":"success","data":{"accessToken":"${json.data.accessToken}","expiresIn":"43200","tokenType":"bearer"}}`,
    );
  });

  test("get a token that the API accepts as this client's", async () => {
    const { json } = await call(tokenEvent(TOKEN_REQUEST));
    const verifier = createTokenVerifier({ ...oidc, scope: SCOPE, audience: AUDIENCE });
    expect(await verifier.verify(json.data.accessToken)).toEqual({ clientID: CLIENT.clientID });
  });

  test("may have every printable ASCII character", async () => {
    const { statusCode, line } = await call(tokenEvent({ ...TOKEN_REQUEST, ...AWKWARD }));
    expect(statusCode).toBe(200);
    expect(line).toMatchObject({ client: AWKWARD.clientID });
  });

  const inBase64 = Buffer.from(JSON.stringify(TOKEN_REQUEST)).toString("base64");
  test.each([
    ["without a Content-Type", tokenEvent(TOKEN_REQUEST, {})],
    ["as a kind of JSON", tokenEvent(TOKEN_REQUEST, { "content-type": "application/vnd.api+json" })],
    ["as JSON with a charset", tokenEvent(TOKEN_REQUEST, { "content-type": "Application/JSON; Charset=UTF-8" })],
    ["by a client that accepts anything", tokenEvent(TOKEN_REQUEST, { accept: "*/*" })],
    ["by one that accepts JSON in UTF-8", tokenEvent(TOKEN_REQUEST, { accept: "application/json; charset=utf-8" })],
    ["by one that likes JSON best", tokenEvent(TOKEN_REQUEST, { accept: "text/html;q=0.1, application/json" })],
    ["in base64", { ...tokenEvent(inBase64), isBase64Encoded: true }],
    ["with fields that mean nothing", tokenEvent({ scope: "everything", ...TOKEN_REQUEST })],
  ])("are taken %s", async (_, event) => {
    expect(await call(event)).toMatchObject({ statusCode: 200 });
  });

  test("leave a line with the client and nothing of the token", async () => {
    const instance = openTokenEndpoint(oidc.tokenEndpoint);
    const { json, line } = await instance.call(tokenEvent(TOKEN_REQUEST));
    expect(line).toEqual({
      route: "POST /oauth/token",
      requestId: "request-1",
      start: "cold",
      status: 200,
      ms: expect.any(Number),
      client: CLIENT.clientID,
      grant: "issued",
    });
    for (const part of json.data.accessToken.split(".")) expect(JSON.stringify(line)).not.toContain(part);
    expect((await instance.call(tokenEvent(TOKEN_REQUEST))).line).toMatchObject({ start: "warm", grant: "kept" });
    expect(instance.log.errors).toEqual([]);
  });
});

describe("other credentials", () => {
  test.each([
    ["a wrong secret", { clientSecret: `${CLIENT.clientSecret}.` }],
    ["another client's secret", { clientSecret: AWKWARD.clientSecret }],
    ["a client that is unknown", { clientID: "nobody" }],
    ["a client in another case", { clientID: "Demo" }],
  ])("get the documented 400 for %s", async (_, changes) => {
    const { statusCode, headers, text } = await openTokenEndpoint(oidc.tokenEndpoint).call(
      tokenEvent({ ...TOKEN_REQUEST, ...changes }),
    );
    expect(statusCode).toBe(400);
    expect(headers).toEqual(TOKEN_HEADERS);
    expect(text).toBe('{"errorCode":400,"message":"BAD_REQUEST","detail":"Credentials does not match in our records"}');
  });

  test("leave a line without the client, which may be a secret in the wrong field", async () => {
    const { line } = await call(tokenEvent({ ...TOKEN_REQUEST, clientID: CLIENT.clientSecret }));
    expect(line).toEqual({
      route: "POST /oauth/token",
      requestId: "request-1",
      start: "cold",
      status: 400,
      ms: expect.any(Number),
      errorCode: 400,
      reason: "identity provider: invalid_client",
    });
  });
});

test("another method gets 405 with Allow, code 132", async () => {
  expect(await call(apiEvent({ method: "GET", rawPath: "/oauth/token" }))).toMatchObject({
    statusCode: 405,
    headers: { ...TOKEN_HEADERS, Allow: "POST" },
    json: { errorCode: 132 },
  });
});
