import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type Category, categories } from "../../functions/shared/store/categories.ts";
import { allCategories, recordsOf } from "../support/records.ts";
import { CHANGES_PATH, type Feed } from "./feed.ts";
import { contains } from "./oracle/search.ts";
import { judge } from "./oracle.ts";
import { listPath, requestOf, TOKEN_PATH } from "./request.ts";
import type { Answer } from "./wire.ts";

const url = "http://localhost:8080";
const feed: Feed = {
  entries: ["webinar", "offline", "webinar", "online"].map((category, index) => ({
    employeeID: `E${index}`,
    category,
    totalItems: index,
    changedAt: `2026-11-28T12:00:00.${index}00Z`,
    version: `v${index}`,
  })),
  marks: ["M0", "M1", "M2", "M3", "M4"],
};
const world = {
  url,
  list: (token: string, category: Category, employeeID = "E1") =>
    token + employeeID === "demoE1" ? recordsOf(category, 1) : undefined,
  feed: (token: string) => (token === "demo" ? feed : undefined),
};
const { webinar, courses } = categories;

const REQUEST_ID = ["x-request-id", "bbed5ef9-a7e8-492d-a945-15f767220b46"] as const;
const bodyOf = (category: Category): string => {
  const items = recordsOf(category, 1);
  const paged = { currentPage: 1, totalItems: 1, totalPage: 1, items };
  return JSON.stringify({ status: "success", message: "Success", data: category.owner === "employee" ? items : paged });
};
const BODY = bodyOf(webinar);
const linksOf = (category: Category, query = "&x=a%0Ab"): string =>
  ["first", "last"]
    .map((to) => `<${url}${listPath(category, "E1")}?pageSize=1&page=1${query}>; rel="${to}"`)
    .join(", ");
const links = linksOf(webinar);
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
const pageOf = (category: Category, link = linksOf(category)): Answer =>
  answerOf(
    200,
    pageHeaders.map(([name, value]) => [name, name === "link" ? link : value] as const),
    bodyOf(category),
  );
const searched = (name: string): Answer => pageOf(courses, linksOf(courses, `&name=${name}`));

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

const asListOf = (category: Category, query = "&x=a%0ab") =>
  requestOf({
    target: `${listPath(category, "E1")}?pageSize=1&page=1${query}`,
    headers: [["Authorization", "{{demo}}"]],
  });
const asList = asListOf(webinar);
const asSearch = (name: string) => asListOf(courses, `&name=${name}`);
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
const PAGE_RULE = "must be one integer from 1 to 90071992547409, in plain decimal digits";
const NAME_RULE = rule.replace("128", "300");
const badRequest = (detail: string) => error(400, 110, "InvalidArgument desc = Request is not valid", detail);

describe("the oracle finds nothing wrong with", () => {
  it.each(allCategories)("a page of $name, and another's in its place is noticed", (category) => {
    const own = pageOf(category);
    expect(judgementOf(asListOf(category), own)).toMatchObject({ verdicts: [{ outcome: "200" }], problems: [] });
    for (const other of allCategories.filter((one) => bodyOf(one) !== bodyOf(category))) {
      const { problems } = judgementOf(asListOf(category), { ...own, body: Buffer.from(bodyOf(other)) });
      expect(problems).toContainEqual(expect.stringMatching(/^not page 1/));
    }
  });

  it.each([
    ["a page in gzip", asList, answerOf(200, [...pageHeaders, ["content-encoding", "gzip"]], gzipSync(BODY)), "200"],
    ["a search", asSearch("oNLine"), searched("oNLine"), "200"],
    ["a name that is too long", asSearch("n".repeat(301)), badRequest(`query name: ${NAME_RULE}`), "110"],
    ["a name that is given twice", asSearch("a&name=a"), badRequest("query name: must be given once"), "110"],
    ["an unknown employee", asList, notFound, "130"],
    ["a bad request", asList, badRequest(`path employeeID: ${rule}`), "110"],
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
      { ...page, body: Buffer.from(BODY.replace("KEY", "OTHER")) },
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
      requestOf({ target: `${listPath(webinar, "E1")}?page=1&pageSize=1` }),
      page,
      /^records of nobody/,
    ],
    ["a 5xx", asList, error(500, 190, "Internal desc = Internal error"), /^not documented for employee: 500/],
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
    ["a detail that echoes", asList, badRequest("query page: x"), "unknown: query page: x"],
    [
      "a catalogue that is not found",
      asListOf(courses),
      error(404, 130, "NotFound desc = Employee is not found"),
      /^not documented for company: 404/,
    ],
    ["a search that finds what has another name", asSearch("webinar"), searched("webinar"), /^not page 1/],
    ["a search whose links forget it", asSearch("online"), pageOf(courses, linksOf(courses, "")), /^Link: /],
    ["a search by no name at all", asSearch(""), searched(""), /^a success in spite of this: query name/],
    ["a good name that is refused", asSearch("online"), badRequest(`query name: ${NAME_RULE}`), /^of the name it says/],
    [
      "a name of an employee's list that is refused",
      asListOf(webinar, "&name="),
      badRequest(`query name: ${NAME_RULE}`),
      /^unknown/,
    ],
    [
      "a bad name that is not said",
      asSearch("%00&page=x"),
      badRequest(`query page: ${PAGE_RULE}`),
      /^of the name it says/,
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

describe("the oracle of changes", () => {
  const ask = (query: string, token = "demo") =>
    requestOf({ target: `${CHANGES_PATH}?${query}`, headers: [["Authorization", `{{${token}}}`]] });
  const changesHeaders = pageHeaders.filter(([name]) => name !== "x-total-count" && name !== "link");
  const changesOf = (items: readonly object[], next: string, link?: string) =>
    answerOf(
      200,
      link === undefined
        ? changesHeaders
        : [...changesHeaders, ["link", `<${url}${CHANGES_PATH}?${link}>; rel="next"`]],
      JSON.stringify({ status: "success", message: "Success", data: { items, next, hasMore: link !== undefined } }),
    );
  const { entries } = feed;
  const RULE = "query since: must be the `next` of an earlier answer, or a time as 2026-11-28T12:00:00+07:00";
  const SIZE = "query pageSize: must be one integer from 1 to 100, in plain decimal digits";

  it.each([
    ["all lists", "pageSize=9", changesOf(entries, "M4")],
    ["a short page", "pageSize=9&x=a%0ab", changesOf(entries.slice(0, 1), "M1", "pageSize=9&x=a%0Ab&since=M1")],
    ["the rest", "since={{demoMiddle}}&pageSize=2", changesOf(entries.slice(2), "M4")],
    ["the end", "since={{demoEnd}}&pageSize=2", changesOf([], "M4")],
    ["a time", "since={{demoTime}}&pageSize=2", changesOf(entries.slice(2), "M4")],
    ["a category", "category=webinar&pageSize=9", changesOf([entries[0], entries[2]].map(Object), "M4")],
    ["a forged watermark", "since=M1&pageSize=1", badRequest(RULE)],
    ["another company's", "since={{otherStart}}&pageSize=1", badRequest(RULE)],
    ["a leap second", "since=2016-12-31T23:59:60Z&pageSize=1", badRequest(RULE)],
    ["a future time", "since=2100-01-01T00:00:00Z&pageSize=1", badRequest(`${RULE} that is not in the future`)],
    ["a blank", "since=2024-02-29T00:00:00+07:00&pageSize=1", badRequest(`${RULE} (in a query, + is written %2B)`)],
    ["two problems", "since=&pageSize=0", badRequest(`${SIZE}; ${RULE}`)],
  ])("finds nothing wrong with %s", (_, query, answer) => {
    expect(judgementOf(ask(query), answer).problems).toEqual([]);
  });

  it.each([
    ["a list that is left out", "pageSize=9", changesOf(entries.slice(1), "M4"), /^not the lists from 0 to 4/],
    [
      "another list",
      "pageSize=9",
      changesOf([...entries.slice(0, 3), { ...entries[3], totalItems: 9 }], "M4"),
      /^not the/,
    ],
    ["an end too early", "pageSize=1", changesOf(entries.slice(0, 1), "M1"), "no more after 1 of 4"],
    [
      "a page too long",
      "pageSize=1",
      changesOf(entries.slice(0, 2), "M2", "pageSize=1&since=M2"),
      "next leads from 0 to 2",
    ],
    [
      "a way back",
      "since={{demoMiddle}}&pageSize=9",
      changesOf([], "M1", "since=M1&pageSize=9"),
      "next leads from 2 to 1",
    ],
    ["a circle", "pageSize=9", changesOf([], "M0", "pageSize=9&since=M0"), "more, and no way there"],
    ["no Link", "pageSize=1", changesOf(entries.slice(0, 1), "M1", ""), /^Link: /],
    ["a Link that forgets", "pageSize=1&x=1", changesOf(entries.slice(0, 1), "M1", "pageSize=1&since=M1"), /^Link: /],
    ["an X-Total-Count", "pageSize=9", { ...changesOf(entries, "M4"), headers: pageHeaders }, "x-total-count: 1"],
    ["a watermark that is taken", "since={{otherStart}}&pageSize=9", changesOf(entries, "M4"), /^a success in spite/],
    ["a good request that is refused", "pageSize=9", badRequest(RULE), `it says ${RULE} and should say `],
    ["a problem that is not named", "since=&pageSize=0", badRequest(SIZE), /^it says /],
  ])("notices %s", (_, query, answer, problem) => {
    expect(judgementOf(ask(query), answer).problems).toContainEqual(
      typeof problem === "string" ? problem : expect.stringMatching(problem),
    );
  });

  it("notices changes for who may see none, and a 404", () => {
    const answer = changesOf(entries, "M4");
    expect(judgementOf(ask("pageSize=9", "disabled"), answer).problems).toContainEqual(
      expect.stringMatching(/^changes of/),
    );
    expect(judgementOf(ask("pageSize=9"), notFound).problems).toContainEqual(expect.stringMatching(/^not documented/));
  });
});

describe("the oracle's own search", () => {
  it.each([
    ["Spreadsheet", "SHEET", true],
    ["Caf\u00e9", "CAFE\u0301", true],
    ["Caf\u00e9", "cafe", false],
    ["\uff26\uff55\uff4c\uff4c", "full", true],
    ["\ufb01nance", "FIN", true],
    ["\u039f\u0394\u039f\u03a3", "\u03bf\u03b4\u03bf\u03c3", true],
    ["\u03bf\u03b4\u03bf\u03c3\u03b1", "\u039f\u0394\u039f\u03a3", true],
    ["Stra\u00dfe", "STRASSE", true],
    ["a.c", "abc", false],
    ["abc", "a.c", false],
    ["ab", "abc", false],
  ])("%s contains %s: %s", (text, part, expected) => {
    expect(contains(text, part)).toBe(expected);
  });
});
