import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../../../infra/local/gateway.ts";
import { type Reply, sendText, sendTo } from "../../support/wire.ts";

let gateway: Gateway;
let result: unknown;

beforeAll(async () => {
  gateway = await startGateway({ functions: () => ({ routes: { $default: async () => result } }) });
});

afterAll(() => gateway.stop());

const answerTo = (returned: unknown): Promise<Reply> => {
  result = returned;
  return sendTo(gateway.url);
};

/** @returns status, headers and body as received over the network */
const wireAnswerTo = (returned: unknown, method = "GET"): Promise<string> => {
  result = returned;
  return sendText(gateway.url, `${method} / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
};

describe("a result with a status code", () => {
  test("is sent unchanged", async () => {
    const headers = {
      "Content-Type": "application/json; charset=utf-8",
      "X-Total-Count": "7",
      "x-page": 1,
      "x-last": true,
    };
    const reply = await answerTo({ statusCode: 401, headers, body: '{"a":"世"}' });
    expect(reply.status).toBe(401);
    expect(reply.body.toString()).toBe('{"a":"世"}');
    expect(reply.headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "content-length": "11",
      "x-total-count": "7",
      "x-page": "1",
      "x-last": "true",
    });
  });

  test("has each cookie in its own header, also the one from `headers`", async () => {
    const reply = await answerTo({
      statusCode: 200,
      cookies: ["a=1; Path=/", "b=2"],
      headers: { "Set-Cookie": "c=3" },
    });
    expect(reply.headers["set-cookie"]).toEqual(["a=1; Path=/", "b=2", "c=3"]);
  });

  test("in base64 is sent as bytes", async () => {
    const reply = await answerTo({ statusCode: 200, body: "/wD+", isBase64Encoded: true });
    expect(reply.body).toEqual(Buffer.from([0xff, 0x00, 0xfe]));
  });

  test("without a content type is text", async () => {
    expect((await answerTo({ statusCode: 200, body: "hello" })).headers["content-type"]).toBe(
      "text/plain; charset=utf-8",
    );
  });

  test("gets the correct Content-Length, whatever its headers say", async () => {
    const headers = { "Content-Length": "1", "Transfer-Encoding": "chunked", Connection: "upgrade" };
    const reply = await answerTo({ statusCode: 200, headers, body: "hello" });
    expect(reply.body.toString()).toBe("hello");
    expect(reply.headers).toMatchObject({ "content-length": "5", connection: "close" });
  });
});

describe("no body", () => {
  test.each([204, 304])("for %i", async (statusCode) => {
    const answer = await wireAnswerTo({ statusCode, headers: { ETag: 'W/"1"' }, body: "ignored" });
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${statusCode} `));
    expect(answer).toContain('etag: W/"1"');
    expect(answer).not.toMatch(/content-length|transfer-encoding/i);
    expect(answer).toMatch(/\r\n\r\n$/);
  });

  test("for HEAD, but with Content-Length", async () => {
    const answer = await wireAnswerTo({ statusCode: 200, body: "hello" }, "HEAD");
    expect(answer).toContain("content-length: 5");
    expect(answer).toMatch(/\r\n\r\n$/);
  });
});

describe("a result without a status code is the JSON body of a 200", () => {
  test.each([
    ["Hello from Lambda!", "Hello from Lambda!"],
    [{ message: "Hello" }, '{"message":"Hello"}'],
    [[1, 2], "[1,2]"],
    [null, "null"],
  ])("%j", async (returned, body) => {
    const reply = await answerTo(returned);
    expect(reply).toMatchObject({ status: 200, headers: { "content-type": "application/json" } });
    expect(reply.body.toString()).toBe(body);
  });
});

describe("a result that is not valid is 500", () => {
  test.each([
    { statusCode: "200" },
    { statusCode: 199 },
    { statusCode: 600 },
    { statusCode: 200.5 },
    { statusCode: null },
    { statusCode: 200, body: { an: "object" } },
    { statusCode: 200, headers: { "x-list": ["a", "b"] } },
    { statusCode: 200, headers: { "x-split": "a\r\nb: c" } },
    { statusCode: 200, headers: { "not a name": "a" } },
    { statusCode: 200, cookies: "a=1" },
    { statusCode: 200, cookies: ["a=1\r\nb: c"] },
    { statusCode: 200, body: "YQ==", isBase64Encoded: "true" },
  ])("%j", async (returned) => {
    const reply = await answerTo(returned);
    expect(reply).toMatchObject({ status: 500, headers: { "content-type": "application/json" } });
    expect(reply.body.toString()).toBe('{"message":"Internal Server Error"}');
  });
});
