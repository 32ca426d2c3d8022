import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../../../infra/local/gateway.ts";
import { sendText, sendTo } from "../../support/wire.ts";

const MEGABYTE = 1024 * 1024;

let gateway: Gateway;
let called = 0;

const measure = async ({ body = "", isBase64Encoded }: APIGatewayProxyEventV2) => {
  called += 1;
  return { length: Buffer.from(body, isBase64Encoded ? "base64" : "utf8").length };
};

beforeAll(async () => {
  gateway = await startGateway({ functions: () => ({ routes: { $default: measure } }) });
});

afterAll(() => gateway.stop());

/** @returns status and body; checks that no function was called */
const refusalOf = async (reply: Promise<{ status: number; body: Buffer }>) => {
  const before = called;
  const { status, body } = await reply;
  expect(called).toBe(before);
  return `${status} ${body}`;
};

describe("the body", () => {
  test("may have 10 MB", async () => {
    const { status, body } = await sendTo(gateway.url, { method: "POST", body: Buffer.alloc(10 * MEGABYTE) });
    expect(`${status} ${body}`).toBe(`200 {"length":${10 * MEGABYTE}}`);
  });

  test.each([
    ["with Content-Length", []],
    ["in chunks", ["Transfer-Encoding", "chunked"]],
    ["on a connection that closes after it", ["Connection", "close"]],
  ])("is refused above 10 MB after it was read %s", async (_name, headers) => {
    const body = Buffer.alloc(10 * MEGABYTE + 1);
    const refusal = await refusalOf(sendTo(gateway.url, { method: "POST", headers, body }));
    expect(refusal).toBe('413 {"message":"Request Entity Too Large"}');
  });
});

test("an unknown Expect header is ignored", async () => {
  expect((await sendTo(gateway.url, { method: "POST", headers: ["Expect", "x"], body: Buffer.from("a") })).status).toBe(
    200,
  );
});

describe("the request line and the headers", () => {
  test("may have nearly 10,240 bytes", async () => {
    expect((await sendTo(gateway.url, { headers: ["X-Long", "a".repeat(10_000)] })).status).toBe(200);
    expect((await sendTo(gateway.url, { target: `/?${"a".repeat(10_000)}` })).status).toBe(200);
  });

  test.each([
    ["a long header", { headers: ["X-Long", "a".repeat(10_240)] }],
    ["a very long header", { headers: ["X-Long", "a".repeat(MEGABYTE)] }],
    ["many headers", { headers: Array.from({ length: 200 }, (_, at) => [`X-Header-${at}`, "a".repeat(50)]).flat() }],
    ["a long target", { target: `/?${"a".repeat(10_240)}` }],
  ])("are refused above that: %s", async (_name, sent) => {
    expect(await refusalOf(sendTo(gateway.url, sent))).toBe('431 {"message":"Request Header Fields Too Large"}');
  });
});

describe("a request that is not valid HTTP is 400", () => {
  test.each([
    ["another protocol", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000"],
    ["a malformed request line", "HELLO\r\n\r\n"],
    ["a header without a name", "GET / HTTP/1.1\r\n: x\r\n\r\n"],
    ["no Host", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"],
    ["two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n"],
    ["two lengths", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"],
    ["CONNECT", "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n"],
  ])("%s", async (_name, text) => {
    const before = called;
    const answer = await sendText(gateway.url, text);
    expect(answer).toMatch(/^HTTP\/1.1 400 Bad Request\r\n/);
    expect(answer).toContain("content-type: application/json\r\n");
    expect(answer).toMatch(/\r\n\r\n\{"message":"Bad Request"\}$/);
    expect(called).toBe(before);
    expect((await sendTo(gateway.url)).status).toBe(200);
  });
});

describe("a client that is still sending gets the complete refusal", () => {
  test.each([
    ["a header of 20 MB", "GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ", "Request Header Fields Too Large"],
    ["20 MB for a CONNECT", "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n", "Bad Request"],
  ])("%s", async (_name, head, message) => {
    const answer = await sendText(gateway.url, head + "a".repeat(20 * MEGABYTE));
    expect(answer).toMatch(new RegExp(`\\r\\n\\r\\n\\{"message":"${message}"\\}$`));
  });
});
