import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, startApi } from "../../support/api.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { listEvent } from "../../support/events.ts";
import { listOf } from "../../support/storage.ts";

let api: Api;
let token: string;

beforeAll(async () => {
  api = await startApi();
  token = await api.issuer.sign();
  await api.storage.append(listOf("EMPLY1"), assignmentsOf(25));
});
afterAll(() => api.stop());

describe("If-None-Match", () => {
  const get = (ifNoneMatch: string) =>
    api.call(listEvent({ token, query: "page=1&pageSize=10", headers: { "if-none-match": ifNoneMatch } }));
  let tag: string;
  beforeAll(async () => {
    tag = `${(await api.call(listEvent({ token, query: "page=1&pageSize=10" }))).headers?.["ETag"]}`;
  });

  it.each([
    ["the tag", () => tag],
    ["the tag as a strong one", () => tag.replace("W/", "")],
    ["a list with it", () => `"x", ${tag} , W/"y,z"`],
    ["*", () => "*"],
    ["* and space round it", () => " * "],
  ])("with %s is 304 without a body, with the headers that the 200 would have", async (_, value) => {
    const fresh = await api.call(listEvent({ token, query: "page=1&pageSize=10" }));
    const { "Content-Type": contentType, ...headers } = fresh.headers ?? {};
    expect(contentType).toBe("application/json; charset=utf-8");
    const answer = await get(value());
    expect(answer).toEqual({ statusCode: 304, headers, json: undefined });
  });

  it.each(['"x"', 'W/"x"', "", "garbage", '"'])("with %j is 200", async (value) => {
    expect((await get(value)).statusCode).toBe(200);
  });

  it("is answered only after the token was checked and the page was read", async () => {
    const headers = { "if-none-match": "*" };
    expect((await api.call(listEvent({ headers }))).statusCode).toBe(401);
    expect((await api.call(listEvent({ token, employeeID: "NOBODY", headers }))).statusCode).toBe(404);
  });

  it("notices on an unchanged page that the list grew behind it", async () => {
    const list = listOf("GROWING");
    await api.storage.append(list, assignmentsOf(5));
    const query = "page=1&pageSize=5";
    const before = await api.call(listEvent({ token, employeeID: "GROWING", query }));
    await api.storage.append(list, assignmentsOf(1, "NEW"));
    const headers = { "if-none-match": `${before.headers?.["ETag"]}` };
    const after = await api.call(listEvent({ token, employeeID: "GROWING", query, headers }));
    expect(after.statusCode).toBe(304);
    expect(after.headers).toMatchObject({ "X-Total-Count": "6", Link: expect.stringContaining('rel="next"') });
  });

  it("has the same tag for every token", async () => {
    const another = await api.issuer.sign({ jti: "another" });
    const query = "page=1&pageSize=10";
    expect((await api.call(listEvent({ token: another, query }))).headers?.["ETag"]).toBe(tag);
  });
});
