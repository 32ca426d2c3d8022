import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, startApi } from "../../support/api.ts";
import { listEvent } from "../../support/events.ts";
import { allCategories, categoryList, recordsOf } from "../../support/records.ts";

let api: Api;
let token: string;

beforeAll(async () => {
  api = await startApi();
  token = await api.issuer.sign();
  for (const category of allCategories) await api.storage.append(categoryList(category), recordsOf(category, 25));
});
afterAll(() => api.stop());

describe.each(allCategories)("If-None-Match of $name", (category) => {
  const get = (ifNoneMatch: string) =>
    api.call(listEvent({ category, token, query: "page=1&pageSize=10", headers: { "if-none-match": ifNoneMatch } }));
  let tag: string;
  beforeAll(async () => {
    tag = `${(await api.call(listEvent({ category, token, query: "page=1&pageSize=10" }))).headers?.["ETag"]}`;
  });

  it.each([
    ["the tag", () => tag],
    ["the tag as a strong one", () => tag.replace("W/", "")],
    ["a list with it", () => `"x", ${tag} , W/"y,z"`],
    ["*", () => "*"],
    ["* and space round it", () => " * "],
  ])("with %s is 304 without a body, with the headers that the 200 would have", async (_, value) => {
    const fresh = await api.call(listEvent({ category, token, query: "page=1&pageSize=10" }));
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
    expect((await api.call(listEvent({ category, headers }))).statusCode).toBe(401);
    const query = "page=0&pageSize=10";
    expect((await api.call(listEvent({ category, token, query, headers }))).statusCode).toBe(400);
  });

  it("notices on an unchanged page that the list grew behind it", async () => {
    const list = categoryList(category, "GROWING", "CMP-B");
    const token = await api.issuer.sign({ client_id: "other" });
    await api.storage.append(list, recordsOf(category, 5));
    const query = "page=1&pageSize=5";
    const before = await api.call(listEvent({ category, token, employeeID: "GROWING", query }));
    await api.storage.append(list, recordsOf(category, 1, "NEW"));
    const headers = { "if-none-match": `${before.headers?.["ETag"]}` };
    const after = await api.call(listEvent({ category, token, employeeID: "GROWING", query, headers }));
    // A company's page has the total in its body.
    expect(after.statusCode).toBe(category.owner === "employee" ? 304 : 200);
    expect(after.headers).toMatchObject({ "X-Total-Count": "6", Link: expect.stringContaining('rel="next"') });
  });

  it("has the same tag for every token", async () => {
    const another = await api.issuer.sign({ jti: "another" });
    const query = "page=1&pageSize=10";
    expect((await api.call(listEvent({ category, token: another, query }))).headers?.["ETag"]).toBe(tag);
  });
});
