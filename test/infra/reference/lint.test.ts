import { readFileSync } from "node:fs";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { Spectral } from "@stoplight/spectral-core";
import owasp from "@stoplight/spectral-owasp-ruleset";
import { describe, expect, it } from "vitest";
import { listRoute, partsOf } from "../../../functions/shared/http/routes.ts";
import { type Category, categories } from "../../../functions/shared/store/categories.ts";
import { openApiFile } from "../../../infra/reference/openapi.ts";

const text = readFileSync(openApiFile, "utf8");

const lists = Object.values<Category>(categories).map((category) => partsOf(listRoute(category)).path);

type Finding = { readonly rule: string; readonly where: string };
type Exception = { readonly rule: string; readonly where: RegExp; readonly reason: string };

const TOKEN = /^paths\/\/oauth\/token\/post\//;
const LISTS = /^paths\/\/ruangkerja\/dashboard\/.*\/get\//;
const ANSWERS = /\/responses\/|^components\/(headers|schemas\/(TokenAnswer|ErrorAnswer|ChangedList|ChangesPage))(\/|$)/;

const exceptions: readonly Exception[] = [
  {
    rule: "no-server-example.com",
    where: /^servers\/1\/url$/,
    reason: "`npm start` is a server to try the API on; each deployment's real one is its own.",
  },
  { rule: "owasp:api8:2023-no-server-http", where: /^servers\/1\/url$/, reason: "Nothing leaves the machine." },
  { rule: "owasp:api2:2023-write-restricted", where: TOKEN, reason: "Here callers without a token get one." },
  {
    rule: "owasp:api8:2023-define-error-responses-401",
    where: TOKEN,
    reason: "The published API answers wrong credentials with 400.",
  },
  {
    rule: "owasp:api4:2023-rate-limit",
    where: ANSWERS,
    reason: "The gateway throttles all callers together and has no headers for it; code 150 has Retry-After.",
  },
  {
    rule: "owasp:api4:2023-rate-limit-responses-429",
    where: LISTS,
    reason: "Only the gateway itself answers 429 here, with a body of its own: the description says so.",
  },
  {
    rule: "owasp:api8:2023-define-cors-origin",
    where: ANSWERS,
    reason: "The gateway adds CORS headers, and only where a deployment has allowed an origin.",
  },
  {
    rule: "owasp:api4:2023-string-limit",
    where: ANSWERS,
    reason: "What is received has limits. A longer token or text in an answer would break no promise.",
  },
  { rule: "owasp:api4:2023-string-restricted", where: ANSWERS, reason: "As with string-limit." },
];

const isExcepted = ({ rule, where }: Finding): boolean =>
  exceptions.some((exception) => exception.rule === rule && exception.where.test(where));

const redocly = async (source: string): Promise<Finding[]> => {
  const config = await createConfig({ extends: ["recommended"] });
  const problems = await lintFromString({ source, absoluteRef: openApiFile, config });
  return problems.map(({ ruleId, location }) => ({ rule: ruleId, where: `${location[0]?.pointer?.slice(2)}` }));
};

const spectral = async (source: string): Promise<Finding[]> => {
  const linter = new Spectral();
  linter.setRuleset({ extends: [owasp as never], rules: {} });
  const problems = await linter.run(JSON.parse(source));
  return problems.map(({ code, path }) => ({ rule: `${code}`, where: path.join("/") }));
};

describe.each(Object.entries({ "Redocly's recommended rules": redocly, "Spectral's OWASP rules": spectral }))(
  "%s",
  (_, lint) => {
    it("find nothing in the OpenAPI document except listed exceptions", async () => {
      expect((await lint(text)).filter((finding) => !isExcepted(finding))).toEqual([]);
    });

    it.each(lists)("would find an operation without security and a parameter without limits: %s", async (path) => {
      const document = JSON.parse(text);
      delete document.paths[path].get.security;
      document.paths[path].get.parameters[0].schema = {};
      document.paths[path].get.parameters[1].schema = { type: "string" };
      const found = (await lint(JSON.stringify(document))).filter((finding) => !isExcepted(finding));
      expect(found).not.toEqual([]);
    });
  },
);

it("every listed exception is still found", async () => {
  const found = [...(await redocly(text)), ...(await spectral(text))];
  const unused = exceptions.filter(
    ({ rule, where }) => !found.some((finding) => finding.rule === rule && where.test(finding.where)),
  );
  expect(unused).toEqual([]);
});
