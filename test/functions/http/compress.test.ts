import { brotliCompressSync, brotliDecompressSync, constants, gunzipSync, gzipSync } from "node:zlib";
import middy from "@middy/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ApiEvent, ApiHandler, ApiResult } from "../../../functions/shared/http/chain.ts";
import { compress } from "../../../functions/shared/http/compress.ts";
import { type Api, startApi } from "../../support/api.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { apiEvent, lambdaContext, listEvent } from "../../support/events.ts";
import { listOf } from "../../support/storage.ts";

const bytesOf = ({ body = "", isBase64Encoded }: ApiResult) => Buffer.from(body, isBase64Encoded ? "base64" : "utf8");

/** The body as the client has it in the end. */
const decoded = (answer: ApiResult): string => {
  const bytes = bytesOf(answer);
  const coding = answer.headers?.["Content-Encoding"];
  if (coding === "br") return brotliDecompressSync(bytes).toString();
  return (coding === "gzip" ? gunzipSync(bytes) : bytes).toString();
};

const headersOf = (acceptEncoding: string | undefined): Record<string, string> =>
  acceptEncoding === undefined ? {} : { "accept-encoding": acceptEncoding };

describe("a body", () => {
  const answerWith = (body: string, acceptEncoding?: string): Promise<ApiResult> =>
    middy<ApiEvent, ApiResult>()
      .use(compress())
      .handler(async () => ({ statusCode: 200, headers: { "X-Own": "1" }, body }))(
      apiEvent({ headers: headersOf(acceptEncoding) }),
      lambdaContext(),
    );
  const PAGE = JSON.stringify(assignmentsOf(100));

  it.each([
    ["br", "br"],
    ["gzip", "gzip"],
    ["GZip", "gzip"],
    ["x-gzip", "gzip"],
    ["X-GZIP;q=0.5, br;q=0.4", "gzip"],
    // Weighed alike, whatever their order.
    ["gzip, deflate, br, zstd", "br"],
    ["br, gzip", "br"],
    ["gzip;q=0.7,br;q=0.7", "br"],
    // By weight.
    ["br;q=0.2, gzip;q=0.8", "gzip"],
    ["br;q=0.999, gzip", "gzip"],
    ["gzip;q=0.001", "gzip"],
    ["gzip ; q = 0.5, br; q=0.4", "gzip"],
    ["gzip;Q=0.1, br;q=0.2", "br"],
    ["br;q=0, gzip", "gzip"],
    // `*` is whatever is not named.
    ["*", "br"],
    ["br;q=0, *", "gzip"],
    ["gzip, *;q=0.5", "gzip"],
    ["gzip, *;q=0", "gzip"],
    ["*;q=0.5, br;q=0.1", "gzip"],
    // Without any coding only where that weighs more.
    ["identity, br", "br"],
    ["identity;q=0.5, gzip;q=0.5", "gzip"],
    ["gzip, identity;q=0", "gzip"],
    ["identity;q=0, *", "br"],
    // Several headers, as the gateway joins them.
    ["gzip;q=0.5,br;q=0.6", "br"],
    ["deflate,,gzip", "gzip"],
  ])("is coded for Accept-Encoding: %s by %s", async (acceptEncoding, coding) => {
    const answer = await answerWith(PAGE, acceptEncoding);
    expect(answer.headers).toEqual({ "X-Own": "1", "Content-Encoding": coding, Vary: "Accept-Encoding" });
    expect(answer).toMatchObject({ statusCode: 200, isBase64Encoded: true });
    expect(decoded(answer)).toBe(PAGE);
    expect(bytesOf(answer).length).toBeLessThan(PAGE.length / 5);
  });

  it.each([
    undefined,
    "",
    " ",
    "identity",
    "identity, gzip;q=0.5",
    "*;q=0.5, identity",
    "deflate",
    "zstd, compress",
    "gzip;q=0",
    "br;q=0, gzip;q=0.000",
    "gzip;q=0, br;q=0, *",
    // Nothing that can be sent is allowed: RFC 9110, section 12.4.1, lets the header be disregarded.
    "identity;q=0",
    "*;q=0",
    "br;q=0, gzip;q=0, identity;q=0",
    // Not of the header's grammar.
    "gzip;q=one",
    "gzip br",
    "gzip/2",
    "my-gzip",
    '"',
    ";",
  ])("goes as it is for Accept-Encoding: %j", async (acceptEncoding) => {
    expect(await answerWith(PAGE, acceptEncoding)).toEqual({
      statusCode: 200,
      headers: { "X-Own": "1", Vary: "Accept-Encoding" },
      body: PAGE,
    });
  });

  it.each(["br", "gzip", "gzip, identity;q=0"])("of 999 bytes goes as it is for %s", async (acceptEncoding) => {
    const body = "x".repeat(999);
    const headers = { "X-Own": "1", Vary: "Accept-Encoding" };
    expect(await answerWith(body, acceptEncoding)).toEqual({ statusCode: 200, headers, body });
  });

  it.each([1_000, 1_024])("of %i bytes is compressed", async (length) => {
    const answer = await answerWith("x".repeat(length), "br");
    expect(answer.headers).toMatchObject({ "Content-Encoding": "br" });
    expect(decoded(answer)).toBe("x".repeat(length));
  });

  it("is measured in bytes, not in characters", async () => {
    expect((await answerWith("世".repeat(333), "br")).isBase64Encoded).toBeUndefined();
    const answer = await answerWith("世".repeat(334), "br");
    expect(decoded(answer)).toBe("世".repeat(334));
    expect(answer.isBase64Encoded).toBe(true);
  });

  it("is compressed at the level that was chosen by measurement", async () => {
    const brotli = brotliCompressSync(PAGE, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
    expect(bytesOf(await answerWith(PAGE, "br"))).toEqual(brotli);
    expect(bytesOf(await answerWith(PAGE, "gzip"))).toEqual(gzipSync(PAGE, { level: 6 }));
  });

  it.each(["br", "gzip"])("of the largest page fits what Lambda can answer in base64, by %s", async (coding) => {
    /** Four bytes each, by chance: little can be saved of them. */
    const characters = (length: number) =>
      Array.from({ length }, () => String.fromCodePoint(0x10000 + Math.floor(Math.random() * 0x100000))).join("");
    const named = () => ({ serial: characters(128), name: characters(300) });
    const data = assignmentsOf(100).map((record) => ({
      ...record,
      course: named(),
      batch: named(),
      absentReason: characters(5_000),
      assignedCourseSerial: characters(128),
      feedback: characters(5_000),
      postTestScore: Number.MAX_VALUE,
    }));
    const body = JSON.stringify({ status: "success", message: "Success", data });
    const answer = await answerWith(body, coding);
    expect(decoded(answer)).toBe(body);
    expect(Buffer.byteLength(body)).toBeGreaterThan(4_420_000);
    // https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: bytes of the whole result as JSON.
    expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThan(6_291_556);
    expect(Math.ceil(Buffer.byteLength(body) / 3) * 4 + 10_000).toBeLessThan(6_291_556);
  });
});

it("a chain without an answer stays without one", async () => {
  const handler = middy<ApiEvent, ApiResult>().use(compress());
  expect(await handler(apiEvent({ headers: { "accept-encoding": "br" } }), lambdaContext())).toBeUndefined();
});

describe("the list endpoint", () => {
  let api: Api;
  let token: string;
  let handler: ApiHandler;
  beforeAll(async () => {
    api = await startApi();
    handler = api.handlerWith();
    token = await api.issuer.sign();
    await api.storage.append(listOf("EMPLY1"), assignmentsOf(25));
  });
  afterAll(() => api.stop());

  type Asked = { acceptEncoding?: string; headers?: Record<string, string>; employeeID?: string; query?: string };
  const ask = ({ acceptEncoding, headers, ...asked }: Asked = {}) =>
    handler(listEvent({ token, ...asked, headers: { ...headersOf(acceptEncoding), ...headers } }), lambdaContext());

  it.each(["br", "gzip"])("answers the same in %s, but for the coding", async (coding) => {
    const plain = await ask();
    const answer = await ask({ acceptEncoding: coding });
    expect(plain).not.toHaveProperty("isBase64Encoded");
    expect(answer).toEqual({
      statusCode: 200,
      headers: { ...plain.headers, "Content-Encoding": coding },
      body: expect.stringMatching(/^[\w+/]+=*$/),
      isBase64Encoded: true,
    });
    expect(answer.headers).toMatchObject({
      "Content-Type": "application/json; charset=utf-8",
      "X-Total-Count": "25",
      Link: expect.stringContaining('rel="next"'),
      ETag: expect.stringMatching(/^W\/"[\w-]{22}"$/),
      "Cache-Control": "private, no-cache",
      "X-Request-Id": "request-1",
    });
    expect(decoded(answer)).toBe(plain.body);
  });

  it("leaves a small page as it is, and says Vary of it too", async () => {
    const answer = await ask({ acceptEncoding: "br", query: "page=1&pageSize=2" });
    expect(JSON.parse(`${answer.body}`).data).toHaveLength(2);
    expect(answer.headers).toMatchObject({ Vary: "Accept-Encoding" });
    expect(answer.headers).not.toHaveProperty("Content-Encoding");
  });

  it.each([
    ["a compressed 200", { acceptEncoding: "br" }],
    ["a plain 200", {}],
    ["a small 200", { acceptEncoding: "br", query: "page=1&pageSize=1" }],
  ])("answers 304 to the tag of %s, in any coding, with the Vary of the 200", async (_, asked) => {
    const { headers: { "Content-Type": _type, "Content-Encoding": _coding, ...fresh } = {} } = await ask(asked);
    for (const acceptEncoding of ["br", "gzip", "identity"]) {
      const answer = await ask({ ...asked, acceptEncoding, headers: { "if-none-match": `${fresh["ETag"]}` } });
      expect(answer).toEqual({ statusCode: 304, headers: fresh });
    }
    expect(fresh).toMatchObject({ Vary: "Accept-Encoding" });
  });

  it.each([
    [
      "every problem of a request",
      400,
      { employeeID: "x".repeat(129), query: `page=${"9".repeat(400)}&pageSize=${"x".repeat(400)}` },
    ],
    ["no token", 401, { headers: { authorization: "" } }],
    ["an unknown employee", 404, { employeeID: "NOBODY" }],
    ["a type that is not JSON", 406, { headers: { accept: "text/html" } }],
  ])("leaves an error as it is, for %s: it is %i, below 1 kB and varies with nothing", async (_, status, asked) => {
    const answer = await ask({ acceptEncoding: "br, identity;q=0", ...asked });
    expect(answer).toMatchObject({ statusCode: status, body: expect.stringMatching(/^\{"errorCode":/) });
    expect(answer).not.toHaveProperty("isBase64Encoded");
    expect(Buffer.byteLength(`${answer.body}`)).toBeLessThan(1_000);
    expect(answer.headers).not.toHaveProperty("Vary");
    expect(answer.headers).not.toHaveProperty("Content-Encoding");
    expect(answer.headers).toMatchObject({ "X-Request-Id": "request-1" });
  });

  it("logs the same line for a compressed answer", async () => {
    api.log.lines.length = 0;
    await ask();
    await ask({ acceptEncoding: "br" });
    const [plain, compressed] = api.log.lines.map(({ ms: _, start: __, ...line }) => line);
    expect(compressed).toMatchObject({ status: 200, returned: 10 });
    expect(compressed).toEqual(plain);
  });

  it("answers 500 with code 190 where coding fails, and logs that alone", async () => {
    api.log.lines.length = 0;
    // No text, as no gateway sends it: reading it fails.
    const event = listEvent({ token, headers: { "accept-encoding": 7 as unknown as string } });
    const answer = await handler(event, lambdaContext());
    expect(answer).toMatchObject({ statusCode: 500, headers: { "X-Request-Id": "request-1" } });
    expect(JSON.parse(`${answer.body}`)).toMatchObject({ errorCode: 190 });
    expect(api.log.lines).toEqual([expect.objectContaining({ status: 500, errorCode: 190 })]);
  });
});
