import { request as httpRequest } from "node:http";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { companyPage, employeePage } from "../../../functions/course-activity/contract.ts";
import { tokenResponse } from "../../../functions/oauth-token/contract.ts";
import { listRoute, partsOf } from "../../../functions/shared/http/routes.ts";
import { type Category, categories } from "../../../functions/shared/store/categories.ts";
import { type Stack, startStack } from "../../../infra/local/stack.ts";
import { readSample } from "../../../infra/reference/sample.ts";
import { exampleAssignment } from "../../support/assignments.ts";
import { documentedFetch, documentedSend } from "../../support/documented-calls.ts";
import { linksIn } from "../../support/links.ts";

let stack: Stack;
const logLines: string[] = [];
beforeAll(async () => {
  stack = await startStack({ log: (line) => logLines.push(line) });
});
afterAll(() => stack.stop());

const errorBody = z.object({ errorCode: z.int(), message: z.string(), detail: z.string() });
const EMPLOYEE = "JOHNILXV3QAJJEL3";
const path = (employeeID = EMPLOYEE, query = "page=1&pageSize=10", category: Category = categories.webinar) =>
  `${partsOf(listRoute(category)).path.replace("{employeeID}", employeeID)}?${query}`;
/** The records of an answer, which must be the contract's to the last field. */
const recordsOf = async ({ owner, record }: Category, answer: Response) => {
  const json = await answer.json();
  return owner === "employee"
    ? z.parse(employeePage(record), json).data
    : z.parse(companyPage(record), json).data.items;
};

const askToken = (clientID: string, clientSecret = `${clientID}-secret`) =>
  documentedFetch(`${stack.url}/oauth/token`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ clientID, clientSecret, grantType: "client_credentials" }),
  });
const tokenOf = async (clientID: string) =>
  z.parse(tokenResponse, await (await askToken(clientID)).json()).data.accessToken;
const get = async (target: string, token?: string, headers: Record<string, string> = {}) =>
  documentedFetch(new URL(target, stack.url), { headers: { ...(token && { Authorization: token }), ...headers } });

describe("the token endpoint", () => {
  it("answers with a provider's token for 12 hours", async () => {
    const answer = await askToken("demo");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const body = await answer.json();
    expect(body).toEqual({
      status: "success",
      message: "success",
      data: { accessToken: expect.stringMatching(/^ey/), expiresIn: "43200", tokenType: "bearer" },
    });
  });

  it("answers a wrong secret with the documented 400", async () => {
    const answer = await askToken("demo", "wrong");
    expect(answer.status).toBe(400);
    expect(await answer.text()).toBe(
      '{"errorCode":400,"message":"BAD_REQUEST","detail":"Credentials does not match in our records"}',
    );
  });
});

describe("the list endpoint", () => {
  it("gives the contract's example first, byte for byte", async () => {
    const answer = await get(path(EMPLOYEE, "page=1&pageSize=1"), await tokenOf("demo"));
    expect(await answer.text()).toBe(
      `{"status":"success","message":"Success","data":[${JSON.stringify(exampleAssignment)}]}`,
    );
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "x-total-count": "137",
      "cache-control": "private, no-cache",
      etag: expect.stringMatching(/^W\//),
      "x-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it.each([1, 10, 37, 50, 100])("leads by Link through all 137 with pageSize %i, and ends", async (pageSize) => {
    const token = `Bearer ${await tokenOf("demo")}`;
    const [sample] = await readSample();
    const walked: object[] = [];
    let next: string | undefined = path(EMPLOYEE, `page=1&pageSize=${pageSize}`);
    while (next) {
      const answer: Response = await get(next, token);
      expect(answer.headers.get("x-total-count")).toBe("137");
      walked.push(...(await recordsOf(categories.webinar, answer)));
      next = linksIn(answer.headers.get("link") ?? "")["next"];
    }
    expect(walked).toEqual(sample?.records);
  });

  it("has each list of the sample, of every category, for its own company alone", async () => {
    const lists = await readSample();
    expect(new Set(lists.map(({ category }) => category))).toEqual(new Set(Object.keys(categories)));
    const tokens: Record<string, string> = {
      "CMP-RUANGGURU": await tokenOf("demo"),
      "CMP-OTHER": await tokenOf("other"),
    };
    for (const { companySerial, employeeID, category: name, records } of lists) {
      const category: Category = categories[name];
      const walked: object[] = [];
      let next: string | undefined = path(employeeID, "page=1&pageSize=7", category);
      while (next) {
        const answer: Response = await get(next, tokens[companySerial]);
        walked.push(...(await recordsOf(category, answer)));
        next = linksIn(answer.headers.get("link") ?? "")["next"];
      }
      expect({ employeeID, name, walked }).toEqual({ employeeID, name, walked: records });
    }
  });

  it("finds courses of the catalogue by a part of their name", async () => {
    const category = categories.courses;
    const token = await tokenOf("demo");
    const all = await recordsOf(category, await get(path("", "page=1&pageSize=100", category), token));
    const wanted = z.parse(category.stored, all[0]).name.slice(3, 12);
    const found = await recordsOf(
      category,
      await get(path("", `page=1&pageSize=100&name=${encodeURIComponent(wanted.toUpperCase())}`, category), token),
    );
    expect(found.length).toBeGreaterThan(0);
    expect(found).toEqual(
      all.filter((course) => z.parse(category.stored, course).name.toLowerCase().includes(wanted.toLowerCase())),
    );
  });

  it("has an empty list for an employee without courses, and for each company only its own employees", async () => {
    const [demo, other] = [await tokenOf("demo"), await tokenOf("other")];
    expect(await (await get(path("EMPLY002"), demo)).json()).toMatchObject({ data: [] });
    expect((await get(path("EMPLY001"), demo)).status).toBe(404);
    expect((await recordsOf(categories.webinar, await get(path("EMPLY001"), other))).length).toBeGreaterThan(0);
    expect((await get(path(), other)).status).toBe(404);
  });

  it("answers 304 without a body", async () => {
    const token = await tokenOf("demo");
    const fresh = await get(path(), token);
    const answer = await get(path(), token, { "If-None-Match": fresh.headers.get("etag") ?? "" });
    expect(answer.status).toBe(304);
    expect(await answer.text()).toBe("");
    for (const header of ["etag", "link", "x-total-count", "cache-control"]) {
      expect(answer.headers.get(header)).toBe(fresh.headers.get(header));
    }
  });
});

describe("a page in a content coding", () => {
  const ask = (token: string, ...headers: string[]) =>
    documentedSend(stack.url, { target: path(), headers: ["Authorization", token, ...headers] });

  it.each([
    ["br", ["Accept-Encoding", "gzip, deflate, br"], brotliDecompressSync],
    ["gzip", ["Accept-Encoding", "gzip;q=0.9", "accept-encoding", "br;q=0.5"], gunzipSync],
  ])("has the same content in %s, in fewer bytes, with the same headers", async (coding, asked, decode) => {
    const token = await tokenOf("demo");
    const plain = await ask(token);
    const answer = await ask(token, ...asked);
    expect(answer.status).toBe(200);
    expect(decode(answer.body)).toEqual(plain.body);
    expect(answer.body.length).toBeLessThan(plain.body.length / 2);
    expect(plain.headers).not.toHaveProperty("content-encoding");
    expect(answer.headers).toEqual({
      ...plain.headers,
      "content-encoding": coding,
      "content-length": `${answer.body.length}`,
      date: expect.any(String),
      vary: "Accept-Encoding",
      "x-request-id": expect.any(String),
    });
  });

  it("has the same ETag as without, which gets a 304", async () => {
    const token = await tokenOf("demo");
    const { headers } = await ask(token, "Accept-Encoding", "br");
    const answer = await ask(token, "If-None-Match", `${headers.etag}`);
    expect(answer).toMatchObject({ status: 304, headers: { etag: headers.etag, vary: "Accept-Encoding" } });
    expect(answer.body).toHaveLength(0);
  });
});

describe("each error that can be provoked from outside", () => {
  const list = (changes: { query?: string; token?: string; headers?: Record<string, string> } = {}) =>
    get(path(EMPLOYEE, changes.query), changes.token, changes.headers);
  const send = (method: string, target: string) => documentedFetch(`${stack.url}${target}`, { method });

  const provoked: [number, number, () => Promise<Response>, Record<string, string>?][] = [
    [110, 400, async () => list({ token: await tokenOf("demo"), query: "page=0&pageSize=101" })],
    [110, 400, () => send("POST", "/oauth/token")],
    [120, 401, () => list(), { "www-authenticate": "Bearer" }],
    [123, 401, () => list({ token: "garbage" }), { "www-authenticate": 'Bearer error="invalid_token"' }],
    [
      123,
      401,
      async () => list({ token: await tokenOf("disabled") }),
      { "www-authenticate": 'Bearer error="invalid_token"' },
    ],
    [130, 404, async () => get(path("NOBODY"), await tokenOf("demo"))],
    [131, 404, () => send("GET", "/nowhere")],
    [132, 405, () => send("DELETE", path()), { allow: "GET" }],
    [132, 405, () => send("GET", "/oauth/token"), { allow: "POST" }],
    [140, 406, () => list({ headers: { Accept: "text/html" } })],
    [141, 415, () => list({ headers: { "Content-Type": "text/plain" } })],
    [400, 400, () => askToken("nobody")],
  ];

  it.each(provoked)(
    "%i is %i with the dictionary's body and headers",
    async (errorCode, status, request, headers = {}) => {
      const answer = await request();
      expect(answer.status).toBe(status);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        "content-type": "application/json; charset=utf-8",
        "x-request-id": expect.any(String),
        ...headers,
      });
      const text = await answer.text();
      const body = z.parse(errorBody, JSON.parse(text));
      expect(text).toBe(JSON.stringify(body));
      expect(body.errorCode).toBe(errorCode);
    },
  );

  it("150 is 429 with Retry-After for a loop that requests tokens", async () => {
    let answer: Response;
    let calls = 0;
    do {
      answer = await askToken("loop", "loop");
      calls += 1;
    } while (answer.status === 400);
    expect(answer.status).toBe(429);
    expect(await answer.json()).toMatchObject({ errorCode: 150 });
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(calls).toBeGreaterThanOrEqual(301);
  });
});

describe("raw paths", () => {
  /** Not `fetch`, which normalizes the path. */
  const status = (target: string, token: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const options = { path: target, headers: { authorization: token } };
      httpRequest(stack.url, options, (response) => resolve(response.resume().statusCode))
        .on("error", reject)
        .end();
    });

  it.each([
    ["CMP-OTHER%23webinar%23EMPLY001", 404],
    ["a%2Fb", 404],
    // A broken encoding: API Gateway answers itself, no function is called.
    ["%zz", 400],
    ["%ff", 400],
    ["..", 404],
    ["%00", 400],
    ["%0d%0aX-Injected:%20yes", 400],
    ["x".repeat(128), 404],
    ["x".repeat(129), 400],
    ["%F0%9F%98%80".repeat(128), 404],
    ["", 404],
  ])("an employee ID of %s is %i", async (employeeID, expected) => {
    expect(await status(path(employeeID), await tokenOf("demo"))).toBe(expected);
  });
});

it("the built functions log one JSON line per request, without the employee's ID or a token", async () => {
  logLines.length = 0;
  const token = await tokenOf("demo");
  await get(path(EMPLOYEE, "page=2&pageSize=10"), token);
  const [tokenLine, listLine] = logLines.map((line) => JSON.parse(line));
  expect(tokenLine).toMatchObject({
    level: "INFO",
    message: { route: "POST /oauth/token", status: 200, client: "demo" },
  });
  expect(listLine).toMatchObject({
    level: "INFO",
    message: { status: 200, client: "demo", company: "CMP-RUANGGURU", page: 2, returned: 10, total: 137, readUnits: 1 },
  });
  expect(logLines).toHaveLength(2);
  expect(logLines.join()).not.toContain(EMPLOYEE);
  expect(logLines.join()).not.toContain(token);
});
