import { describe, expect, test } from "vitest";
import { compileRoutes } from "../../../infra/local/gateway/route.ts";
import { capturedEvents, listPath } from "../../support/captured-events.ts";
import { sendTo } from "../../support/wire.ts";

const { url, eventOf } = capturedEvents();

describe("route", () => {
  test.each([
    ["a method without a route", { method: "DELETE", target: "/oauth/token" }],
    ["HEAD", { method: "HEAD", target: listPath("A") }],
    ["OPTIONS", { method: "OPTIONS", target: listPath("A") }],
    ["another path", { target: "/nowhere" }],
    ["a longer path", { target: `${listPath("A")}/more` }],
    ["a trailing slash", { target: `${listPath("A")}/` }],
    ["an empty segment for the variable", { target: listPath("") }],
    ["a path in other case", { target: listPath("A").toUpperCase() }],
  ])("%s is $default", async (_name, sent) => {
    expect(await eventOf(sent)).toMatchObject({ routeKey: "$default", requestContext: { routeKey: "$default" } });
  });

  test("one without a variable is preferred to one with a variable", async () => {
    const event = await eventOf({ target: listPath("me") });
    expect(event.routeKey).toBe(`GET ${listPath("me")}`);
    expect(event).not.toHaveProperty("pathParameters");
  });
});

describe("path", () => {
  test.each([
    ["a%20b", "a b"],
    ["a+b", "a+b"],
    ["%E4%B8%96", "世"],
    ["a%2Fb", "a/b"],
    ["100%2525", "100%25"],
    ["a%3Fb%23", "a?b#"],
    ["..", ".."],
    ["a%00b", "a\u0000b"],
  ])("%s is decoded once, to %j, and kept as sent in rawPath", async (segment, employeeID) => {
    const event = await eventOf({ target: listPath(segment) });
    expect(event.pathParameters).toEqual({ employeeID });
    expect(event.rawPath).toBe(listPath(segment));
    expect(event.requestContext.http.path).toBe(listPath(segment));
  });

  test.each(["%", "%zz", "a%2", "%FF"])("a broken percent-encoding is refused: %s", async (segment) => {
    for (const target of [listPath(segment), `/nowhere/${segment}`]) {
      const { status, body } = await sendTo(url().href, { target });
      expect({ status, body: body.toString() }).toEqual({ status: 400, body: '{"message":"Bad Request"}' });
    }
  });

  test("of an absolute URL, as proxies send it, is used", async () => {
    const event = await eventOf({ target: `http://localhost${listPath("A")}?page=2` });
    expect(event).toMatchObject({
      rawPath: listPath("A"),
      rawQueryString: "page=2",
      pathParameters: { employeeID: "A" },
    });
  });
});

describe("query", () => {
  test.each([
    ["?page=1&page=2&pageSize=3", { page: "1,2", pageSize: "3" }],
    ["?q=a+b&plus=a%2Bb", { q: "a b", plus: "a+b" }],
    ["?flag&empty=", { flag: "", empty: "" }],
    ["?na%6De=%E4%B8%96", { name: "世" }],
    ["?broken=%zz", { broken: "%zz" }],
    ["?a=1?b=2", { a: "1?b=2" }],
  ])("%s", async (query, parameters) => {
    const event = await eventOf({ target: `/search${query}` });
    expect(event.rawQueryString).toBe(query.slice(1));
    expect(event.queryStringParameters).toEqual(parameters);
  });

  test.each(["/search", "/search?"])("without parameters has no field: %s", async (target) => {
    const event = await eventOf({ target });
    expect(event.rawQueryString).toBe("");
    expect(event).not.toHaveProperty("queryStringParameters");
  });
});

test.each(["GET", "/oauth/token", "get /x", "GET x", "ANY /x", "GET /{proxy+}", ""])(
  "an invalid route key is refused: %j",
  (routeKey) => {
    expect(() => compileRoutes({ [routeKey]: async () => ({}) })).toThrow(`Not a route key: ${routeKey}`);
  },
);
