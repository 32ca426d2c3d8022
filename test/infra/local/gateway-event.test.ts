import { describe, expect, test } from "vitest";
import { capturedEvents, LIST_ROUTE, listPath } from "../../support/captured-events.ts";
import { hasIPv6 } from "../../support/wire.ts";

const { url, eventOf } = capturedEvents();

test("a request becomes an event in payload format 2.0", async () => {
  const { port } = url();
  const target = `${listPath("JOHNILXV3QAJJEL3")}?page=1&pageSize=10`;
  const before = Date.now();
  const event = await eventOf({ target, headers: ["User-Agent", "curl/8.7.1", "Authorization", "Bearer abc"] });
  const { timeEpoch, requestId } = event.requestContext;
  expect(event).toEqual({
    version: "2.0",
    routeKey: LIST_ROUTE,
    rawPath: listPath("JOHNILXV3QAJJEL3"),
    rawQueryString: "page=1&pageSize=10",
    headers: {
      host: `localhost:${port}`,
      "user-agent": "curl/8.7.1",
      authorization: "Bearer abc",
      "content-length": "0",
      "x-amzn-trace-id": expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-port": port,
      "x-forwarded-proto": "http",
    },
    queryStringParameters: { page: "1", pageSize: "10" },
    pathParameters: { employeeID: "JOHNILXV3QAJJEL3" },
    requestContext: {
      accountId: "000000000000",
      apiId: "local",
      domainName: "localhost",
      domainPrefix: "localhost",
      http: {
        method: "GET",
        path: listPath("JOHNILXV3QAJJEL3"),
        protocol: "HTTP/1.1",
        sourceIp: "127.0.0.1",
        userAgent: "curl/8.7.1",
      },
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      routeKey: LIST_ROUTE,
      stage: "$default",
      time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      timeEpoch: expect.any(Number),
    },
    isBase64Encoded: false,
  });
  expect(timeEpoch).toBeGreaterThanOrEqual(before);
  expect(timeEpoch).toBeLessThanOrEqual(Date.now());
  expect(new Date(event.requestContext.time.replace(":", " ")).getTime()).toBe(Math.floor(timeEpoch / 1000) * 1000);
  expect((await eventOf({})).requestContext.requestId).not.toBe(requestId);
});

test.each([
  ["api.example.com:8443", "api.example.com", "api"],
  ["localhost", "localhost", "localhost"],
  ["[::1]:3000", "[::1]", "[::1]"],
])("the domain is the host without its port: %s", async (authority, domainName, domainPrefix) => {
  const event = await eventOf({ authority });
  expect(event).toMatchObject({ headers: { host: authority }, requestContext: { domainName, domainPrefix } });
});

test("a question mark at the start of the query is part of the name", async () => {
  const { rawQueryString, queryStringParameters } = await eventOf({ target: "/??a=b" });
  expect({ rawQueryString, queryStringParameters }).toEqual({
    rawQueryString: "?a=b",
    queryStringParameters: { "?a": "b" },
  });
});

describe("headers", () => {
  test("have lower-case names, and repeated ones are joined by commas", async () => {
    const { headers } = await eventOf({ headers: ["X-Probe", "first", "x-probe", "second, third"] });
    expect(headers["x-probe"]).toBe("first,second, third");
  });

  test("cookies have their own field", async () => {
    const { cookies, headers } = await eventOf({ headers: ["Cookie", "session=abc; theme=dark", "Cookie", "a=1,2"] });
    expect(cookies).toEqual(["session=abc", "theme=dark", "a=1,2"]);
    expect(headers).not.toHaveProperty("cookie");
  });

  test("about the connection are not forwarded, and an upgrade is ignored", async () => {
    const sent = [
      "Connection",
      "keep-alive, upgrade",
      "Upgrade",
      "websocket",
      "Keep-Alive",
      "timeout=5",
      "TE",
      "trailers",
    ];
    const { headers } = await eventOf({ headers: sent });
    for (const name of ["connection", "upgrade", "keep-alive", "te"]) expect(headers).not.toHaveProperty(name);
  });

  test("x-forwarded-for gets the address appended, a trace ID is kept, forwarded port and scheme are replaced", async () => {
    const trace = "Root=1-5759e988-bd862e3fe1be46a994272793";
    const sent = ["X-Forwarded-For", "203.0.113.7", "X-Forwarded-Port", "9", "X-Amzn-Trace-Id", trace];
    expect((await eventOf({ headers: [...sent, "X-Forwarded-Proto", "gopher"] })).headers).toMatchObject({
      "x-forwarded-for": "203.0.113.7, 127.0.0.1",
      "x-forwarded-port": url().port,
      "x-forwarded-proto": "http",
      "x-amzn-trace-id": trace,
    });
  });
});

describe("body", () => {
  test.each([
    "application/json",
    "Application/JSON; charset=utf-8",
    "text/csv",
    "application/xml",
    "application/javascript",
  ])("%s is text", async (type) => {
    const event = await eventOf({
      method: "POST",
      target: "/oauth/token",
      headers: ["Content-Type", type],
      body: '"世"',
    });
    expect(event).toMatchObject({ body: '"世"', isBase64Encoded: false, headers: { "content-length": "5" } });
  });

  test.each([
    ["a binary type", ["Content-Type", "application/octet-stream"]],
    ["a form", ["Content-Type", "application/x-www-form-urlencoded"]],
    ["a vendor type", ["Content-Type", "application/vnd.api+json"]],
    ["no type", []],
  ])("%s is base64", async (_name, headers) => {
    const event = await eventOf({ method: "POST", headers, body: "a=1" });
    expect(event).toMatchObject({ body: "YT0x", isBase64Encoded: true });
  });

  test("bytes that are not UTF-8 are base64 with any content type", async () => {
    const body = Buffer.from([0x7b, 0xff, 0x00, 0x7d]);
    const event = await eventOf({ method: "POST", headers: ["Content-Type", "application/json"], body });
    expect(event).toMatchObject({ body: body.toString("base64"), isBase64Encoded: true });
  });

  test("a chunked one has its length too", async () => {
    const headers = ["Content-Type", "text/plain", "Transfer-Encoding", "chunked"];
    const event = await eventOf({ method: "POST", headers, body: "in chunks" });
    expect(event).toMatchObject({ body: "in chunks", headers: { "content-length": "9" } });
    expect(event.headers).not.toHaveProperty("transfer-encoding");
  });

  test("an empty one has no field", async () => {
    expect(await eventOf({ method: "POST" })).not.toHaveProperty("body");
  });
});

test.runIf(hasIPv6)("a client on ::1 has that address", async () => {
  expect(await eventOf({ host: "::1" })).toMatchObject({ requestContext: { http: { sourceIp: "::1" } } });
});
