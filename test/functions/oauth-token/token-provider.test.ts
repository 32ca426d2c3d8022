import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createTokenProvider } from "../../../functions/oauth-token/provider.ts";
import { tokenEvent } from "../../support/events.ts";
import { SCOPE } from "../../support/issuer.ts";
import {
  answers,
  type Behaviour,
  breaksOff,
  delayed,
  providerStubs,
  resets,
  stalls,
} from "../../support/provider-stub.ts";
import { CLIENT, openTokenEndpoint, TOKEN_HEADERS, TOKEN_REQUEST } from "../../support/token-endpoint.ts";

const { start, unusedUrl } = providerStubs();

const GRANT = { access_token: "a token that nobody may see", expires_in: 43_199, token_type: "Bearer" };

/** Asks a new instance for a token, over a provider that behaves so. */
const callOver = async (...behaviours: Behaviour[]) => {
  const { url } = await start(...behaviours);
  return openTokenEndpoint(url).call(tokenEvent(TOKEN_REQUEST));
};

describe("what the provider is sent", () => {
  test("is a client-credentials grant with the scope, as a form", async () => {
    const { url, requests } = await start(answers(200, GRANT));
    await openTokenEndpoint(url).call(tokenEvent(TOKEN_REQUEST));
    const body = "grant_type=client_credentials&scope=ruangkerja%2Fwebinar.read";
    expect(requests).toMatchObject([
      {
        method: "POST",
        target: "/token?a=b",
        headers: {
          accept: "application/json",
          "content-type": "application/x-www-form-urlencoded",
          "content-length": `${body.length}`,
        },
        body,
      },
    ]);
  });

  // RFC 6749, section 2.3.1: each is form-encoded, then they are joined for HTTP Basic.
  test.each([
    ["a colon", { clientID: "a:b", clientSecret: "c:d" }, "a%3Ab:c%3Ad"],
    ["a plus", { clientID: "a+b", clientSecret: "c+d" }, "a%2Bb:c%2Bd"],
    ["a percent sign", { clientID: "a%3Ab", clientSecret: "100%" }, "a%253Ab:100%25"],
    ["a space", { clientID: "a b", clientSecret: " " }, "a+b:+"],
    ["an ampersand", { clientID: "a&b=c", clientSecret: "&" }, "a%26b%3Dc:%26"],
  ])("has the credentials form-encoded in HTTP Basic, with %s", async (_, credentials, encoded) => {
    const { url, requests } = await start(answers(200, GRANT));
    await openTokenEndpoint(url).call(tokenEvent({ ...TOKEN_REQUEST, ...credentials }));
    const [scheme, token = ""] = requests[0]?.headers.authorization?.split(" ") ?? [];
    expect([scheme, Buffer.from(token, "base64").toString()]).toEqual(["Basic", encoded]);
  });

  test("goes nowhere else, not even where the provider redirects to", async () => {
    const elsewhere = await start(answers(200, GRANT));
    const answer = await callOver(answers(307, "", { Location: elsewhere.url.href }));
    expect(answer).toMatchObject({ statusCode: 503, json: { errorCode: 160 } });
    expect(elsewhere.requests).toEqual([]);
  });

  test("goes to no URL that is neither https nor on loopback", () => {
    expect(() => createTokenProvider("http://login.example.com/token", SCOPE)).toThrow(/must be https/);
  });
});

test.each(["bearer", "Bearer", "BEARER"])("a token of the type %s is a bearer token", async (token_type) => {
  const { json } = await callOver(answers(200, { ...GRANT, token_type, scope: SCOPE }));
  expect(json.data).toEqual({ accessToken: GRANT.access_token, expiresIn: "43199", tokenType: "bearer" });
});

describe("a provider that refuses the client: the documented 400", () => {
  test.each([
    [400, "invalid_client"],
    [401, "invalid_client"],
    [400, "unauthorized_client"],
    [400, "invalid_grant"],
    [400, "invalid_scope"],
    [403, "access_denied"],
  ])("%i, %s", async (status, error) => {
    const { statusCode, text, line } = await callOver(answers(status, { error, error_description: "no such client" }));
    expect(statusCode).toBe(400);
    expect(text).toBe('{"errorCode":400,"message":"BAD_REQUEST","detail":"Credentials does not match in our records"}');
    expect(line).toMatchObject({ reason: `identity provider: ${error}` });
    expect(line).not.toHaveProperty("client");
  });
});

describe("a provider that refuses this deployment's request: 500, code 190, to be found in the log", () => {
  test.each([
    [400, "invalid_request"],
    [400, "unsupported_grant_type"],
    [403, "invalid_target"],
  ])("%i, %s", async (status, error) => {
    const { url } = await start(answers(status, { error, error_description: CLIENT.clientSecret }));
    const { call, log } = openTokenEndpoint(url);
    const { statusCode, headers, json, line } = await call(tokenEvent(TOKEN_REQUEST));
    expect(statusCode).toBe(500);
    expect(headers).toEqual(TOKEN_HEADERS);
    const message = "rpc error: code = Internal desc = Internal error";
    expect(json).toEqual({ errorCode: 190, message, detail: message });
    expect(line).toMatchObject({ errorCode: 190, reason: `identity provider: status ${status}` });
    expect(line).not.toHaveProperty("client");
    expect(log.errors).toEqual([line]);
  });
});

describe("a provider that cannot be had or does not keep to the protocol: 503, code 160", () => {
  const expectUnavailable = async (call: ReturnType<typeof callOver>, logged: object) => {
    const { statusCode, headers, json, line } = await call;
    expect(statusCode).toBe(503);
    expect(headers).toEqual({ ...TOKEN_HEADERS, "Retry-After": "1" });
    const message = "rpc error: code = Unavailable desc = Service is not available";
    expect(json).toEqual({ errorCode: 160, message, detail: message });
    expect(line).toMatchObject({ status: 503, errorCode: 160, ...logged });
    expect(line).not.toHaveProperty("client");
    expect(JSON.stringify(line)).not.toContain(GRANT.access_token);
  };

  test.each<[string, number, unknown]>([
    ["a page", 500, "<h1>Internal error</h1>"],
    ["an error of its own", 500, { error: "server_error" }],
    ["nothing", 503, ""],
    ["its throttle", 429, { error: "slow_down" }],
    ["a page for an unknown path", 404, "<h1>Not found</h1>"],
    ["JSON of another shape", 401, { error: 401 }],
    ["nothing", 200, ""],
    ["a page", 200, "<h1>Log in</h1>"],
    ["an error", 200, { error: "server_error" }],
    ["a refusal with the status of a success", 200, { error: "invalid_client" }],
    ["a refusal with a status of its own trouble", 503, { error: "invalid_client" }],
    ["a refusal for haste", 429, { error: "invalid_client" }],
    ["null", 200, null],
    ["a list", 200, [GRANT]],
    ["no token", 200, { ...GRANT, access_token: undefined }],
    ["an empty token", 200, { ...GRANT, access_token: "" }],
    ["a token that is no string", 200, { ...GRANT, access_token: { secret: GRANT.access_token } }],
    ["no lifetime", 200, { ...GRANT, expires_in: undefined }],
    ["a lifetime that is a string", 200, { ...GRANT, expires_in: "43199" }],
    ["a lifetime of 0", 200, { ...GRANT, expires_in: 0 }],
    ["a lifetime of half a second", 200, { ...GRANT, expires_in: 0.5 }],
    ["no token type", 200, { ...GRANT, token_type: undefined }],
    ["a token bound to a key", 200, { ...GRANT, token_type: "DPoP" }],
    ["a token type that ends like the right one", 200, { ...GRANT, token_type: "Not-Bearer" }],
    ["a token type that begins like the right one", 200, { ...GRANT, token_type: "Bearer2" }],
    ["a grant without saying OK", 201, GRANT],
  ])("%s with status %i", async (_, status, body) => {
    await expectUnavailable(callOver(answers(status, body)), { reason: `identity provider: status ${status}` });
  });

  test("a connection that is refused, and the line says so", async () => {
    const call = openTokenEndpoint(await unusedUrl()).call(tokenEvent(TOKEN_REQUEST));
    await expectUnavailable(call, { reason: "identity provider", cause: "ConnectionError", code: "ECONNREFUSED" });
  });

  test("an answer that breaks off", async () => {
    await expectUnavailable(callOver(breaksOff), { reason: "identity provider", code: "ECONNRESET" });
  });
});

describe("an invocation that is out of time", () => {
  afterEach(() => void vi.useRealTimers());

  test("gets 504, code 161, half a second before its end", async () => {
    const { url } = await start(stalls);
    const { call, log } = openTokenEndpoint(url);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const over = vi.fn();
    const called = call(tokenEvent(TOKEN_REQUEST), 800).finally(over);
    await vi.advanceTimersByTimeAsync(299);
    expect(over).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(over).toHaveBeenCalled();
    const { statusCode, headers, json, line } = await called;
    expect(statusCode).toBe(504);
    expect(headers).toEqual(TOKEN_HEADERS);
    expect(json).toMatchObject({ errorCode: 161 });
    expect(line).toMatchObject({ status: 504, errorCode: 161 });
    expect(log.errors).toEqual([line]);
  });

  test("gets it once, whatever becomes of the provider's answer", async () => {
    const { url, requests } = await start(delayed(400, resets), answers(500));
    const { call, log } = openTokenEndpoint(url);
    expect(await call(tokenEvent(TOKEN_REQUEST), 600)).toMatchObject({ statusCode: 504 });
    await expect.poll(() => requests).toHaveLength(2);
    await pause(50);
    expect(log.lines).toHaveLength(1);
  });
});
