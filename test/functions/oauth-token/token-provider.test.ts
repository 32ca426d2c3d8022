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

  test("has the audience if one is configured", async () => {
    const { url, requests } = await start(answers(200, GRANT));
    await openTokenEndpoint(url, "https://api.example.com").call(tokenEvent(TOKEN_REQUEST));
    expect(requests[0]?.body).toBe(
      "grant_type=client_credentials&scope=ruangkerja%2Fwebinar.read&audience=https%3A%2F%2Fapi.example.com",
    );
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
    expect(() => createTokenProvider("http://login.example.com/token", { scope: SCOPE })).toThrow(/must be https/);
  });
});

test.each(["bearer", "Bearer", "BEARER"])("a token of the type %s is a bearer token", async (token_type) => {
  const { json } = await callOver(answers(200, { ...GRANT, token_type, scope: SCOPE }));
  expect(json.data).toEqual({ accessToken: GRANT.access_token, expiresIn: "43199", tokenType: "bearer" });
});

describe("the token's lifetime", () => {
  const jwt = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.c2ln`;
  const in90Seconds = () => Math.floor(Date.now() / 1_000) + 90;

  test.each([3_599, "3599"])("may be %j", async (expires_in) => {
    const { json, statusCode } = await callOver(answers(200, { ...GRANT, expires_in }));
    expect([statusCode, json.data.expiresIn]).toEqual([200, "3599"]);
  });

  test("is what is left until the token's own exp if the provider does not give it", async () => {
    const access_token = jwt({ exp: in90Seconds() });
    const { json, statusCode } = await callOver(answers(200, { access_token, token_type: "Bearer" }));
    expect(statusCode).toBe(200);
    expect(Number(json.data.expiresIn)).toBeGreaterThan(80);
    expect(Number(json.data.expiresIn)).toBeLessThanOrEqual(90);
  });

  test("is the given one if the token's exp is another", async () => {
    const { json } = await callOver(answers(200, { ...GRANT, access_token: jwt({ exp: in90Seconds() }) }));
    expect(json.data.expiresIn).toBe("43199");
  });

  test.each([
    ["without exp", jwt({})],
    ["that is over", jwt({ exp: 1 })],
    ["whose exp is a text", jwt({ exp: "tomorrow" })],
    ["of null", jwt(null as unknown as object)],
    ["that is no JWT", "opaque"],
  ])("is unknown with neither, in a token %s: 503", async (_, access_token) => {
    const { statusCode, line } = await callOver(answers(200, { access_token, token_type: "Bearer" }));
    expect(statusCode).toBe(503);
    expect(line).toMatchObject({ fields: ["expires_in"] });
  });
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
    ["a lifetime that is no number", 200, { ...GRANT, expires_in: "soon" }],
    ["a lifetime in hexadecimal", 200, { ...GRANT, expires_in: "0x10" }],
    ["a lifetime of null", 200, { ...GRANT, expires_in: null }],
    ["a lifetime of 0", 200, { ...GRANT, expires_in: 0 }],
    ["a lifetime below 0", 200, { ...GRANT, expires_in: -5 }],
    ["a lifetime of half a second", 200, { ...GRANT, expires_in: 0.5 }],
    ["no token type", 200, { ...GRANT, token_type: undefined }],
    ["a token bound to a key", 200, { ...GRANT, token_type: "DPoP" }],
    ["a token type that ends like the right one", 200, { ...GRANT, token_type: "Not-Bearer" }],
    ["a token type that begins like the right one", 200, { ...GRANT, token_type: "Bearer2" }],
    ["a grant without saying OK", 201, GRANT],
  ])("%s with status %i", async (_, status, body) => {
    await expectUnavailable(callOver(answers(status, body)), { reason: `identity provider: status ${status}` });
  });

  test.each<[unknown, string[]]>([
    ["a page", [""]],
    [{ ...GRANT, access_token: "" }, ["access_token"]],
    [{ expires_in: 5 }, ["access_token", "token_type"]],
    [{ ...GRANT, expires_in: undefined }, ["expires_in"]],
    [{ ...GRANT, expires_in: 0.5 }, ["expires_in"]],
  ])("%j with status 200, and the line names the fields", async (body, fields) => {
    await expectUnavailable(callOver(answers(200, body)), { reason: "identity provider: status 200", fields });
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
