import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ApiEvent } from "../../../functions/shared/http/chain.ts";
import { tokenEvent } from "../../support/events.ts";
import { answers, type ProviderStub, providerStubs } from "../../support/provider-stub.ts";
import { CLIENT, openTokenEndpoint, TOKEN_HEADERS, TOKEN_REQUEST } from "../../support/token-endpoint.ts";

const { start } = providerStubs();
let provider: ProviderStub;
beforeEach(async () => {
  provider = await start(answers(200, { access_token: "token", expires_in: 43_199, token_type: "Bearer" }));
});

const call = (event: ApiEvent) => openTokenEndpoint(provider.url).call(event);
const callWith = (changes: Record<string, unknown>) => call(tokenEvent({ ...TOKEN_REQUEST, ...changes }));

const ID_RULE = "must be 1 to 256 printable ASCII characters";
const SECRET_RULE = "must be 1 to 1024 printable ASCII characters";
const GRANT_RULE = 'body grantType: must be "client_credentials"';
const BODY_RULE = "body: must be a JSON object with clientID, clientSecret and grantType";
const JSON_RULE = "body: must be JSON in UTF-8";

describe("credentials of the greatest length and of the least are passed on", () => {
  test.each([
    { clientID: "i".repeat(256) },
    { clientID: "i" },
    { clientSecret: "s".repeat(1_024) },
    { clientSecret: "s" },
    { clientID: " ", clientSecret: "~" },
  ])("%#", async (changes) => {
    expect(await callWith(changes)).toMatchObject({ statusCode: 200, json: { data: { expiresIn: "43199" } } });
    expect(provider.requests).toHaveLength(1);
  });
});

describe("a request that is not valid", () => {
  afterEach(() => expect(provider.requests).toEqual([]));

  const expectDetail = async (answer: ReturnType<typeof call>, detail: string) => {
    expect(await answer).toMatchObject({
      statusCode: 400,
      headers: TOKEN_HEADERS,
      json: { errorCode: 110, message: "rpc error: code = InvalidArgument desc = Request is not valid", detail },
      line: { status: 400, errorCode: 110 },
    });
  };

  test.each<[string, Record<string, unknown>, string]>([
    ["clientID that is missing", { clientID: undefined }, `body clientID: is required, ${ID_RULE}`],
    ["clientID that is null", { clientID: null }, `body clientID: must be a string, ${ID_RULE}`],
    ["clientID that is a number", { clientID: 1 }, `body clientID: must be a string, ${ID_RULE}`],
    ["clientID that is empty", { clientID: "" }, `body clientID: ${ID_RULE}`],
    ["clientID of 257 characters", { clientID: "i".repeat(257) }, `body clientID: ${ID_RULE}`],
    ["clientID both too long and outside ASCII", { clientID: "é".repeat(257) }, `body clientID: ${ID_RULE}`],
    ["clientID with a control character", { clientID: "demo\n" }, `body clientID: ${ID_RULE}`],
    ["clientID with DEL", { clientID: "demo\u007f" }, `body clientID: ${ID_RULE}`],
    ["clientID with a letter outside ASCII", { clientID: "démo" }, `body clientID: ${ID_RULE}`],
    ["clientID with half an emoji", { clientID: "\ud83d" }, `body clientID: ${ID_RULE}`],
    ["clientSecret that is missing", { clientSecret: undefined }, `body clientSecret: is required, ${SECRET_RULE}`],
    [
      "clientSecret in a list",
      { clientSecret: [CLIENT.clientSecret] },
      `body clientSecret: must be a string, ${SECRET_RULE}`,
    ],
    ["clientSecret that is empty", { clientSecret: "" }, `body clientSecret: ${SECRET_RULE}`],
    [
      "clientSecret of 1,025 characters",
      { clientSecret: CLIENT.clientSecret.padEnd(1_025) },
      `body clientSecret: ${SECRET_RULE}`,
    ],
    ["clientSecret with a NUL", { clientSecret: `${CLIENT.clientSecret}\0` }, `body clientSecret: ${SECRET_RULE}`],
    [
      "clientSecret with a no-break space",
      { clientSecret: `${CLIENT.clientSecret}\u00a0` },
      `body clientSecret: ${SECRET_RULE}`,
    ],
    ["grantType that is missing", { grantType: undefined }, GRANT_RULE],
    ["grantType of another grant", { grantType: "password" }, GRANT_RULE],
    ["grantType that has the secret", { grantType: CLIENT.clientSecret }, GRANT_RULE],
    ["grantType in another case", { grantType: "Client_Credentials" }, GRANT_RULE],
    ["grantType that is a number", { grantType: 1 }, GRANT_RULE],
  ])("gets code 110 for a %s", async (_, changes, detail) => {
    await expectDetail(callWith(changes), detail);
  });

  test.each<[string, unknown]>([
    ["has no fields", {}],
    ["spells the fields in another way", { client_id: "demo", client_secret: CLIENT.clientSecret, grant_type: "" }],
  ])("gets every problem at once, in the fields' order, where it %s", async (_, body) => {
    const missing = [`body clientID: is required, ${ID_RULE}`, `body clientSecret: is required, ${SECRET_RULE}`];
    await expectDetail(call(tokenEvent(body)), [...missing, GRANT_RULE].join("; "));
  });

  test("gets every problem at once, in the fields' order, whatever the order of the request", async () => {
    const body = { grantType: "", clientSecret: 1, clientID: "" };
    const problems = [`body clientID: ${ID_RULE}`, `body clientSecret: must be a string, ${SECRET_RULE}`, GRANT_RULE];
    await expectDetail(call(tokenEvent(body)), problems.join("; "));
  });

  const form = `clientID=demo&clientSecret=${CLIENT.clientSecret}&grantType=client_credentials`;
  test.each<[string, unknown, string]>([
    ["no body", undefined, BODY_RULE],
    ["an empty body", "", BODY_RULE],
    ["a list", [TOKEN_REQUEST], BODY_RULE],
    ["a JSON string", JSON.stringify(CLIENT.clientSecret), BODY_RULE],
    ["a number", "1", BODY_RULE],
    ["null", "null", BODY_RULE],
    ["a form in spite of its Content-Type", form, JSON_RULE],
    ["JSON that is cut off", JSON.stringify(TOKEN_REQUEST).slice(0, -1), JSON_RULE],
    ["the bare secret", CLIENT.clientSecret, JSON_RULE],
  ])("gets code 110 for %s", async (_, body, detail) => {
    await expectDetail(call(tokenEvent(body)), detail);
  });

  test.each([
    ["bytes that are not UTF-8", Buffer.from(JSON.stringify(TOKEN_REQUEST).replace("demo", "dém"), "latin1")],
    ["a byte order mark before the JSON", Buffer.from(`\ufeff${JSON.stringify(TOKEN_REQUEST)}`)],
    ["bytes that are not JSON", Buffer.from(CLIENT.clientSecret)],
  ])("gets code 110 for %s, in base64", async (_, bytes) => {
    const event = { ...tokenEvent(bytes.toString("base64")), isBase64Encoded: true };
    await expectDetail(call(event), JSON_RULE);
  });
});

describe("another format", () => {
  afterEach(() => expect(provider.requests).toEqual([]));

  const CONTENT_TYPE_RULE = "header Content-Type: must be application/json";
  const ACCEPT_RULE = "header Accept: must allow application/json; charset=utf-8";
  test.each([
    [415, 141, { "content-type": "application/x-www-form-urlencoded" }, CONTENT_TYPE_RULE],
    [415, 141, { "content-type": "text/plain; charset=application/json" }, CONTENT_TYPE_RULE],
    [415, 141, { "content-type": "application/jsonp" }, CONTENT_TYPE_RULE],
    [406, 140, { accept: "text/html" }, ACCEPT_RULE],
    [406, 140, { accept: "application/json;q=0, */*" }, ACCEPT_RULE],
  ])("gets %i, code %i, for %j", async (status, errorCode, headers, detail) => {
    expect(await call(tokenEvent(TOKEN_REQUEST, headers))).toMatchObject({
      statusCode: status,
      headers: TOKEN_HEADERS,
      json: { errorCode, detail },
      line: { status, errorCode },
    });
  });
});
