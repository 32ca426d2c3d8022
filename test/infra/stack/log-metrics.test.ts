import { beforeAll, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { logLine } from "../../../infra/local/lambda/log.ts";
import { type Api, startApi } from "../../support/api.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { listEvent, tokenEvent } from "../../support/events.ts";
import { compileFilter, readMetricFilter } from "../../support/filter-pattern.ts";
import { answers, providerStubs } from "../../support/provider-stub.ts";
import { employeesCategories } from "../../support/records.ts";
import { only, synthesize, targetOf } from "../../support/stack.ts";
import { pathOf } from "../../support/stack-parts.ts";
import { listOf } from "../../support/storage.ts";
import { openTokenEndpoint, TOKEN_REQUEST } from "../../support/token-endpoint.ts";

const stack = synthesize({ stage: "staging" });
const filters = stack.ofType("AWS::Logs::MetricFilter").map((found) => ({
  logGroup: pathOf(stack.find(targetOf(found.Properties["LogGroupName"]))),
  ...readMetricFilter(found.values),
}));
const filterOf = (logGroup: string, name: string) => {
  const found = filters.find(
    (filter) => filter.logGroup === `${logGroup}${logGroup === "Api" ? "/AccessLog" : "/Log"}` && filter.name === name,
  );
  if (!found) throw new Error(`${logGroup} has no filter for ${name}`);
  return found;
};

const GRANT = { access_token: "a", expires_in: 43_199, token_type: "Bearer" };
const { start } = providerStubs();

/** The log lines of a run in Lambda's JSON log format, and the answers. */
const run = { reader: { lines: [""], errorCodes: [0] }, token: { lines: [""], errorCodes: [0] } };

const asLambdaLogs = ({ lines, errors }: Pick<Api["log"], "lines" | "errors">) =>
  lines.map((line) => logLine(errors.includes(line) ? "ERROR" : "INFO", "invocation-1", line));

const readLists = async (): Promise<void> => {
  const api = await startApi();
  const { sign } = api.issuer;
  const tokens = [
    await sign(),
    "garbage",
    await sign({ exp: 1 }),
    await sign({ aud: "https://another.example" }),
    await sign({ client_id: "nobody" }),
    await sign({ client_id: "off" }),
    await sign({ scope: "another" }),
    undefined,
  ];
  await api.storage.append(listOf("EMPLY1"), assignmentsOf(25));
  await api.storage.put("assignments", { listKey: "CMP-A#webinar#BROKEN", position: 0, total: "?", version: "v" });
  const answer = [];
  for (const token of tokens) answer.push(await api.call(listEvent(token === undefined ? {} : { token })));
  const [token = ""] = tokens;
  for (const employeeID of ["NOBODY", "BROKEN"]) answer.push(await api.call(listEvent({ token, employeeID })));
  answer.push(await api.call(listEvent({ token, query: "page=2&pageSize=100" })));
  run.reader = { lines: asLambdaLogs(api.log), errorCodes: answer.flatMap(({ json }) => json.errorCode ?? []) };
  await api.stop();
};

const issueTokens = async (): Promise<void> => {
  const { url } = await start(answers(200, GRANT), answers(401, { error: "invalid_client" }), answers(500));
  const { call, log } = openTokenEndpoint(url);
  const answer = [];
  // The second request gets the token that is kept; a wrong secret makes a call of its own.
  for (const clientSecret of [TOKEN_REQUEST.clientSecret, TOKEN_REQUEST.clientSecret, "wrong", "wrong"]) {
    answer.push(await call(tokenEvent({ ...TOKEN_REQUEST, clientSecret })));
  }
  run.token = { lines: asLambdaLogs(log), errorCodes: answer.flatMap(({ json }) => json.errorCode ?? []) };
};

beforeAll(async () => void (await Promise.all([readLists(), issueTokens()])));

describe("the metrics from real log lines", () => {
  it("count exactly the errors that callers got, by errorCode", () => {
    expect(run.reader.errorCodes).toEqual([123, 123, 123, 123, 123, 124, 120, 130, 170]);
    expect(run.token.errorCodes).toEqual([400, 160]);
    for (const [source, { lines, errorCodes }] of [
      ["WebinarActivity", run.reader],
      ["OAuthToken", run.token],
    ] as const) {
      expect(filterOf(source, "Errors").valuesIn(lines)).toEqual(
        errorCodes.map((errorCode) => ({ value: 1, ErrorCode: `${errorCode}` })),
      );
    }
  });

  it("count refused tokens, in total and by reason", () => {
    expect(filterOf("WebinarActivity", "RefusedTokens").valuesIn(run.reader.lines)).toEqual(
      Array(5).fill({ value: 1 }),
    );
    const reasons = ["malformed", "expired", "audience", "client unknown", "client disabled"];
    expect(filterOf("WebinarActivity", "RefusedTokensByReason").valuesIn(run.reader.lines)).toEqual(
      reasons.map((Reason) => ({ value: 1, Reason })),
    );
    expect(filterOf("OAuthToken", "RefusedTokens").valuesIn(run.token.lines)).toEqual([]);
    expect(filterOf("OAuthToken", "RefusedCredentials").valuesIn(run.token.lines)).toEqual([{ value: 1 }]);
  });

  it("count the tokens that the provider issued, and none that was kept", () => {
    expect(run.token.lines.filter((line) => line.includes('"status":200'))).toHaveLength(2);
    expect(filterOf("OAuthToken", "IssuedTokens").valuesIn(run.token.lines)).toEqual([{ value: 1 }]);
    expect(filterOf("WebinarActivity", "IssuedTokens").valuesIn(run.reader.lines)).toEqual([]);
  });

  it("count an instance's first request as a cold start", () => {
    expect(filterOf("WebinarActivity", "ColdStarts").valuesIn(run.reader.lines)).toEqual([{ value: 1 }]);
    expect(filterOf("WebinarActivity", "ColdStarts").valuesIn(run.reader.lines.slice(1))).toEqual([]);
    expect(filterOf("OAuthToken", "ColdStarts").valuesIn(run.token.lines)).toEqual([{ value: 1 }]);
  });

  it("add up the read units of the requests that read a list", () => {
    const units = filterOf("WebinarActivity", "ReadUnits").valuesIn(run.reader.lines);
    // A page; an unknown employee (0 units on this engine, and 0.5 for a look at each other list); a page past the end.
    expect(units).toEqual([{ value: 0.5 }, { value: (employeesCategories.length - 1) / 2 }, { value: 0.5 }]);
  });
});

/** The gateway's lines, with the fields of the format in `api.ts`. */
const gatewayLines = [
  { status: "200", integrationStatus: "200" },
  { status: "429", integrationStatus: "200" },
  { status: "503", integrationStatus: "200" },
  { status: "404", integrationStatus: "200" },
  { status: "429", integrationStatus: "-" },
  { status: "500", integrationStatus: "-" },
  { status: "503", integrationStatus: "429" },
  { status: "504", integrationStatus: "-" },
].map((line) => JSON.stringify(line));

describe("the metrics of the gateway's log", () => {
  it("count its own 429, and not those of a function", () => {
    expect(filterOf("Api", "GatewayThrottles").valuesIn(gatewayLines)).toEqual([{ value: 1 }]);
  });

  it("count its own 5xx, and not those of a function", () => {
    expect(filterOf("Api", "GatewayErrors").valuesIn(gatewayLines)).toEqual(Array(3).fill({ value: 1 }));
  });

  it("are of fields that the log has", () => {
    const settings = only(stack.ofType("AWS::ApiGatewayV2::Stage")).values["AccessLogSettings"];
    const { Format } = z.parse(z.object({ Format: z.string() }), settings);
    expect(JSON.parse(Format)).toMatchObject({
      status: "$context.status",
      integrationStatus: "$context.integrationStatus",
    });
  });
});

describe("the metric filters", () => {
  const refused = ["RefusedTokens", "RefusedTokensByReason", "RefusedCredentials"];
  const names = ["Errors", ...refused, "IssuedTokens", "ColdStarts", "ReadUnits"];

  it("exist for both functions' logs and for the gateway's, in the stage's namespace", () => {
    const expected = [
      ...["WebinarActivity", "OAuthToken"].flatMap((source) => names.map((name) => `${source}/Log ${name}`)),
      ...["GatewayThrottles", "GatewayErrors"].map((name) => `Api/AccessLog ${name}`),
    ];
    expect(filters.map(({ logGroup, name }) => `${logGroup} ${name}`).sort()).toEqual(expected.sort());
    expect(new Set(filters.map(({ namespace }) => namespace))).toEqual(new Set(["RuangkerjaWebinarActivity/staging"]));
  });

  it("default to 0, except those with a dimension, of which each has one", () => {
    for (const { dimensions, defaultValue } of filters) {
      expect(defaultValue).toBe(dimensions.length > 0 ? undefined : 0);
      expect(dimensions.length).toBeLessThanOrEqual(1);
    }
  });
});

describe("the test's filter pattern matcher", () => {
  const line = JSON.stringify({ message: { code: 123, text: "cold", nothing: null, zero: 0 } });
  it.each([
    ["{ $.message.code = 123 }", true],
    ["{ $.message.code = 12 }", false],
    ['{ $.message.code = "123" }', false],
    ['{ $.message.text = "cold" }', true],
    ['{ $.message.text = "warm" }', false],
    ["{ $.message.text = * }", true],
    ["{ $.message.zero = * }", true],
    ["{ $.message.nothing = * }", false],
    ["{ $.message.other = * }", false],
    ["{ $.code = 123 }", false],
    ['{ $.message.text = "c*d" }', true],
    ['{ $.message.text = "c*x" }', false],
    ['{ $.message.text != "warm" }', true],
    ['{ $.message.text != "cold" }', false],
    ['{ $.message.other != "cold" }', false],
    ['{ $.message.code = 123 && $.message.text = "cold" }', true],
    ['{ $.message.code = 123 && $.message.text = "warm" }', false],
  ])("%s matches: %s", (pattern, matches) => {
    expect(compileFilter(pattern)(line)).toBe(matches);
    expect(compileFilter(pattern)("no JSON")).toBe(false);
  });

  it.each(["cold", "{ $.a = 1* }", "{ $.a > 1 }", "{ $.a = 1 || $.b = 2 }"])("refuses %s", (pattern) => {
    expect(() => compileFilter(pattern)).toThrow("Unsupported pattern");
  });
});
