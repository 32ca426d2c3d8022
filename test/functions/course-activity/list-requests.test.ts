import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listRoute, partsOf } from "../../../functions/shared/http/routes.ts";
import { categories } from "../../../functions/shared/store/categories.ts";
import { type Api, startApi } from "../../support/api.ts";
import { apiEvent, listEvent } from "../../support/events.ts";
import { allCategories } from "../../support/records.ts";
import { listOf } from "../../support/storage.ts";

let api: Api;
let token: string;

beforeAll(async () => {
  api = await startApi();
  token = await api.issuer.sign();
  await api.storage.register(listOf("EMPLY1"));
});
afterAll(() => api.stop());

describe("a request that breaks a rule", () => {
  it("is 400 with every problem at once, each with its place and field", async () => {
    const answer = await api.call(listEvent({ token, employeeID: "a\u0000", query: "page=0&pageSize=101" }));
    expect(answer.statusCode).toBe(400);
    expect(answer.json).toEqual({
      errorCode: 110,
      message: "rpc error: code = InvalidArgument desc = Request is not valid",
      detail:
        "path employeeID: must be 1 to 128 characters, none of them a control character; " +
        "query page: must be one integer from 1 to 90071992547409, in plain decimal digits; " +
        "query pageSize: must be one integer from 1 to 100, in plain decimal digits",
    });
  });

  it("is 400 where query parameters are missing altogether, or repeated", async () => {
    const missing = await api.call(listEvent({ token, query: "" }));
    expect(missing.json.detail).toMatch(/^query page: is required.*; query pageSize: is required/);
    const repeated = await api.call(listEvent({ token, query: "page=1&page=1&pageSize=10" }));
    expect(repeated.json.detail).toMatch(/^query page: must be one integer/);
  });

  it.each([
    ["a", "name=a&name=b", "must be given once"],
    ["an empty", "name=", "must be 1 to 300 characters, none of them a control character"],
    ["a long", `name=${"n".repeat(301)}`, "must be 1 to 300 characters, none of them a control character"],
  ])("is 400 for %s name that is repeated, empty or too long, beside every other problem", async (_, name, rule) => {
    const answer = await api.call(
      listEvent({ category: categories.courses, token, query: `page=0&pageSize=10&${name}` }),
    );
    expect(answer).toMatchObject({ statusCode: 400, json: { errorCode: 110 } });
    expect(answer.json.detail).toBe(
      `query page: must be one integer from 1 to 90071992547409, in plain decimal digits; query name: ${rule}`,
    );
  });

  it("takes a comma in a name for what it is, and ignores a name where no list is searched", async () => {
    const query = "page=1&pageSize=10&name=a,b";
    expect((await api.call(listEvent({ category: categories.courses, token, query }))).statusCode).toBe(200);
    expect((await api.call(listEvent({ token, query: `${query}&name=` }))).statusCode).toBe(200);
  });

  it("is refused for its token first", async () => {
    expect((await api.call(listEvent({ query: "page=0" }))).statusCode).toBe(401);
  });
});

describe("content negotiation", () => {
  const status = async (headers: Record<string, string>) => (await api.call(listEvent({ token, headers }))).statusCode;

  it.each([
    "application/json",
    "*/*",
    "application/*",
    "text/html, */*;q=0.1",
    "APPLICATION/JSON",
    "application/json; charset=utf-8",
    "application/json;version=1",
    "*/*;charset=utf-8",
    "text/html, application/*;q=0.5;x=1",
    "text/html, application/json; indent=4; q=0.2",
    "application/json;q=0.5, text/html",
    "",
    "  ",
  ])("takes Accept: %s", async (accept) => {
    expect(await status({ accept })).toBe(200);
  });

  it.each([
    "text/html",
    "application/xml",
    "application/json;q=0",
    "application/json; q=0",
    "*/* ;\tQ = 0",
    "text/html, application/json ; indent=4 ; q=0",
    "*/*, application/json;q=0",
    "application/json;charset=utf-8;q=0, */*",
    "application/json;q=0.0, text/*",
  ])("answers 406 to Accept: %s", async (accept) => {
    const answer = await api.call(listEvent({ token, headers: { accept } }));
    expect(answer).toMatchObject({ statusCode: 406, json: { errorCode: 140 } });
    expect(answer.headers?.["Content-Type"]).toBe("application/json; charset=utf-8");
  });

  it.each([
    "application/json",
    "application/json; charset=utf-8",
    "Application/JSON",
    "application/vnd.api+json",
    "",
    "  ",
  ])("takes Content-Type: %s", async (contentType) => {
    expect(await status({ "content-type": contentType })).toBe(200);
  });

  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "application/jsonp",
    "x-application/json",
    "application/xml",
    "json",
    "application/json,text/plain",
    "application/a b+json",
    "application/(x)+json",
  ])("answers 415 to Content-Type: %s", async (contentType) => {
    const answer = await api.call(listEvent({ token, headers: { "content-type": contentType } }));
    expect(answer).toMatchObject({ statusCode: 415, json: { errorCode: 141 } });
  });

  it("ignores a body that came with the GET", async () => {
    const answer = await api.call({ ...listEvent({ token }), body: "not JSON" });
    expect(answer.statusCode).toBe(200);
  });
});

describe("the $default route", () => {
  const fallback = (method: string, rawPath: string) => api.call(apiEvent({ method, rawPath }));

  it.each([
    "/",
    "/x",
    "/oauth",
    "/oauth/token/",
    "/ruangkerja/dashboard/users//courses/webinar",
    "/ruangkerja/dashboard/users/a/b/courses/webinar",
    "/ruangkerja/dashboard/users/a/courses/hybrid",
    "/ruangkerja/dashboard/users/a/courses/courses",
    "/ruangkerja/dashboard/users/a/courses",
    "/ruangkerja/dashboard/users/a/courses/Webinar",
    "/ruangkerja/dashboard/webinar",
    "/ruangkerja/dashboard/courses/",
    "/ruangkerja/dashboard/courses/COURSE-1",
  ])("answers 404 for %s", async (path) => {
    expect(await fallback("GET", path)).toMatchObject({ statusCode: 404, json: { errorCode: 131 } });
  });

  it.each([
    ...allCategories.map((category) => [
      "POST",
      partsOf(listRoute(category)).path.replace("{employeeID}", "E1"),
      "GET",
    ]),
    ["HEAD", "/ruangkerja/dashboard/users/E1/courses/webinar", "GET"],
    ["OPTIONS", "/ruangkerja/dashboard/users/E1/courses/webinar", "GET"],
    ["GET", "/oauth/token", "POST"],
    ["DELETE", "/oauth/token", "POST"],
  ])("answers 405 for %s %s, with Allow: %s", async (method = "", path = "", allow = "") => {
    const answer = await fallback(method, path);
    expect(answer).toMatchObject({ statusCode: 405, json: { errorCode: 132 } });
    expect(answer.headers).toMatchObject({ Allow: allow, "X-Request-Id": "request-1" });
  });

  it("answers 404 where the gateway did not take an allowed method for the endpoint's", async () => {
    expect((await fallback("GET", "/ruangkerja/dashboard/users/E1/courses/webinar")).statusCode).toBe(404);
  });
});
