import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { exampleAssignment } from "../support/assignments.ts";
import { judge } from "./oracle.ts";
import { listPath, requestOf, TOKEN_PATH } from "./request.ts";
import type { Answer } from "./wire.ts";

const url = "http://localhost:8080";
const list = { companySerial: "CMP-A", employeeID: "E1", assignments: [exampleAssignment] };
const world = {
  url,
  list: (token: string, employeeID: string) => (token + employeeID === "demoE1" ? list : undefined),
};

const REQUEST_ID = ["x-request-id", "bbed5ef9-a7e8-492d-a945-15f767220b46"] as const;
const BODY = JSON.stringify({ status: "success", message: "Success", data: [exampleAssignment] });
const links = ["first", "last"]
  .map((to) => `<${url}${listPath("E1")}?pageSize=1&page=1&x=a%0Ab>; rel="${to}"`)
  .join(", ");
const answerOf = (status: number, headers: Answer["headers"], body: string | Buffer): Answer => ({
  status,
  headers: [["connection", "close"], ["content-length", `${Buffer.byteLength(body)}`], ...headers],
  body: Buffer.from(body),
});
const pageHeaders: Answer["headers"] = [
  ["content-type", "application/json; charset=utf-8"],
  ["x-total-count", "1"],
  ["link", links],
  ["etag", 'W/"AAAAAAAAAAAAAAAAAAAAAA"'],
  ["cache-control", "private, no-cache"],
  ["vary", "Accept-Encoding"],
  REQUEST_ID,
];
const page = answerOf(200, pageHeaders, BODY);

const errorHeaders: Answer["headers"] = [
  ["content-type", "application/json; charset=utf-8"],
  ["cache-control", "no-store"],
  REQUEST_ID,
];
const error = (status: number, errorCode: number, said: string, detail?: string) => {
  const message = `rpc error: code = ${said}`;
  const help = ["link", `<${url}/errors#${errorCode}>; rel="help"`] as const;
  return answerOf(status, [...errorHeaders, help], JSON.stringify({ errorCode, message, detail: detail ?? message }));
};

const asList = requestOf({
  target: `${listPath("E1")}?pageSize=1&page=1&x=a%0ab`,
  headers: [["Authorization", "{{demo}}"]],
});
const asToken = requestOf({ method: "POST", target: TOKEN_PATH, body: "{}" });
const elsewhere = requestOf({ target: "/" });
const judgementOf = (sent: typeof asList, ...answers: Answer[]) =>
  judge(world, sent, { answers, rest: "", ms: 5, outOfTime: false }, [400]);

const without = (name: string) => ({ ...page, headers: page.headers.filter(([known]) => known !== name) });
const changed = (name: string, value: string) => ({
  ...page,
  headers: page.headers.map(([known, was]) => [known, known === name ? value : was] as const),
});
const notFound = error(404, 130, "NotFound desc = Employee is not found");
const withoutHelp = { ...notFound, headers: notFound.headers.filter(([name]) => name !== "link") };
const refusal = answerOf(400, [["content-type", "application/json"]], '{"message":"Bad Request"}');
const rule = "must be 1 to 128 characters, none of them a control character";

describe("the oracle finds nothing wrong with", () => {
  it.each([
    ["a page", asList, page, "200"],
    ["a page in gzip", asList, answerOf(200, [...pageHeaders, ["content-encoding", "gzip"]], gzipSync(BODY)), "200"],
    ["an unknown employee", asList, notFound, "130"],
    [
      "a bad request",
      asList,
      error(400, 110, "InvalidArgument desc = Request is not valid", `path employeeID: ${rule}`),
      "110",
    ],
    ["an unknown path", elsewhere, error(404, 131, "NotFound desc = Endpoint is not found"), "131"],
    ["a refusal of the gateway", asList, refusal, "gateway 400"],
  ])("%s", (_, sent, answer, outcome) => {
    expect(judgementOf(sent, answer)).toMatchObject({ verdicts: [{ outcome }], problems: [] });
  });
});

describe("the oracle notices", () => {
  it.each([
    ["a header that is missing", asList, without("etag"), "header etag is missing"],
    ["an answer without its request's id", asList, without("x-request-id"), "the gateway refused with 200"],
    [
      "a header too much",
      asList,
      { ...page, headers: [...page.headers, ["x-powered-by", "x"]] as const },
      "x-powered-by: x",
    ],
    [
      "a header that comes twice",
      asList,
      { ...page, headers: [...page.headers, REQUEST_ID] },
      "header x-request-id comes twice",
    ],
    ["a request id that the caller chose", asList, changed("x-request-id", "mine"), "x-request-id: mine"],
    ["an input that stands in Link as it came", asList, changed("link", links.replaceAll("%0A", "\n")), /^link: /],
    ["a link that drops what it should keep", asList, changed("link", links.replace("&x=a%0Ab", "")), /^Link: /],
    ["a total of another list", asList, changed("x-total-count", "2"), "X-Total-Count is another list's"],
    [
      "a page of another list",
      asList,
      { ...page, body: Buffer.from(BODY.replace("ASGC", "OTHER")) },
      /^not page 1 of size 1/,
    ],
    [
      "a field too much",
      asList,
      { ...page, body: Buffer.from(BODY.replace('"course"', '"key":"x","course"')) },
      /^not page 1/,
    ],
    [
      "records without a token",
      requestOf({ target: `${listPath("E1")}?page=1&pageSize=1` }),
      page,
      /^records of nobody/,
    ],
    ["a 5xx", asList, error(500, 190, "Internal desc = Internal error"), /^not documented for list: 500/],
    [
      "an answer of another endpoint",
      asToken,
      error(404, 130, "NotFound desc = Employee is not found"),
      /^not documented/,
    ],
    ["what the dictionary does not have", asList, error(400, 99, "Unknown desc = Unknown"), /^not documented/],
    [
      "a code with another status",
      asList,
      error(400, 130, "NotFound desc = Employee is not found"),
      "code 130 with status 400",
    ],
    ["another text of a message", asList, error(404, 130, "NotFound desc = No such employee"), /^the body is /],
    [
      "a detail that echoes",
      asList,
      error(400, 110, "InvalidArgument desc = Request is not valid", "query page: x"),
      "unknown: query page: x",
    ],
    [
      "a challenge that is missing",
      asList,
      error(401, 120, "Unauthenticated desc = Token is missing"),
      "header www-authenticate is missing",
    ],
    ["an error without its help", asList, withoutHelp, "header link is missing"],
    [
      "an error that leads to another's help",
      asList,
      { ...withoutHelp, headers: [...withoutHelp.headers, ["link", `<${url}/errors#131>; rel="help"`]] as const },
      `link: <${url}/errors#131>; rel="help"`,
    ],
    [
      "a refusal that is not this gateway's",
      asList,
      { ...refusal, body: Buffer.from("<html>") },
      "the gateway's body is <html>",
    ],
    ["a refusal with another status", asList, { ...refusal, status: 413 }, "the gateway refused with 413"],
  ])("%s", (_, sent, answer, problem) => {
    expect(judgementOf(sent, answer).problems).toContainEqual(
      typeof problem === "string" ? problem : expect.stringMatching(problem),
    );
  });

  it("an end that does not come, bytes after an answer, and no answer at all", () => {
    const exchange = { answers: [page], rest: "", ms: 20_000, outOfTime: true };
    const problems = (seen: Partial<typeof exchange>, sent = asList) =>
      judge(world, sent, { ...exchange, ...seen }, []).problems;
    expect(problems({})).toEqual(["no end within 20000 ms"]);
    expect(problems({ outOfTime: false, rest: "HTTP/1.1 200 OK" })).toEqual([
      expect.stringMatching(/^no answer of HTTP/),
    ]);
    expect(problems({ outOfTime: false, answers: [] })).toEqual(["the connection was closed without an answer"]);
    expect(problems({ outOfTime: false, answers: [] }, { ...asList, hangsUp: true })).toEqual([]);
  });
});
