import { STATUS_CODES } from "node:http";
import { describe, expect, it } from "vitest";
import { ApiError } from "../../../functions/shared/errors/api-error.ts";
import { type ErrorEntry, type ErrorName, errorDictionary } from "../../../functions/shared/errors/dictionary.ts";
import { english } from "../../../infra/reference/errors/english.ts";
import { gateway, gatewayStatuses } from "../../../infra/reference/errors/gateway.ts";
import { indonesian } from "../../../infra/reference/errors/indonesian.ts";
import { errorsPage } from "../../../infra/reference/errors-page.ts";
import { attributeOf, type Element, elementsIn, readHtml, textOf } from "../../support/html.ts";

const { elements, errors, isReadAsWritten } = readHtml(errorsPage());
const named = (tagName: string, among: readonly Element[] = elements) =>
  among.filter((element) => element.tagName === tagName);
const withId = (id: string): Element => {
  const [found, ...others] = elements.filter((element) => attributeOf(element, "id") === id);
  if (!found || others.length > 0) throw new Error(`There must be one element with the id ${id}`);
  return found;
};
const codes = Object.values(errorDictionary).map(({ errorCode }) => `${errorCode}`);
const entries = Object.entries(errorDictionary) as [ErrorName, ErrorEntry][];
const withoutBackticks = (text: string) => text.replaceAll("`", "");

/** The texts in one language, one per element. */
const said = (within: Element, language: string) =>
  elementsIn(within)
    .filter((element) => element.tagName === "div" && attributeOf(element, "lang") === language)
    .flatMap((block) => elementsIn(block))
    .filter(({ tagName }) => tagName === "p" || tagName === "li")
    .map(textOf);

describe("the errors page", () => {
  it("is valid HTML", () => {
    expect(errors).toEqual([]);
    expect(isReadAsWritten).toBe(true);
    expect(readHtml("<p><ul></ul></p>")).toMatchObject({ errors: [expect.any(String)], isReadAsWritten: false });
  });

  it("has an anchor for exactly the codes of the Error Dictionary, in order", () => {
    expect(named("article").map((article) => attributeOf(article, "id"))).toEqual(codes);
  });

  it("has a table of contents with every code and the gateway's answers", () => {
    const links = named("a", elementsIn(named("nav")[0] as Element)).map((link) => attributeOf(link, "href"));
    expect(links).toEqual([...codes.map((code) => `#${code}`), "#gateway"]);
  });

  it("has no duplicate id, and no broken link or label", () => {
    const ids = elements.map((element) => attributeOf(element, "id")).filter((id) => id !== undefined);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = named("a").flatMap((link) => attributeOf(link, "href")?.match(/^#(.*)$/)?.[1] ?? []);
    const labels = elements.flatMap((element) => attributeOf(element, "aria-labelledby") ?? []);
    expect(ids).toEqual(expect.arrayContaining([...targets, ...labels]));
  });

  it("skips no heading level", () => {
    const levels = elements.flatMap(({ tagName }) => /^h([1-6])$/.exec(tagName)?.[1] ?? []).map(Number);
    expect(levels[0]).toBe(1);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const [at, level] of levels.entries()) expect(level).toBeLessThanOrEqual((levels[at - 1] ?? 0) + 1);
  });

  it("needs no script, no other file and no other host", () => {
    const values = elements.flatMap(({ attrs }) => attrs);
    expect(elements.map(({ tagName }) => tagName)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(script|img|iframe|object|embed|base|form)$/)]),
    );
    expect(values.filter(({ name }) => /^(on.*|src|srcset|style|action|ping|target)$/.test(name))).toEqual([]);
    expect(values.filter(({ name, value }) => name === "href" && !/^(#|data:,$)/.test(value))).toEqual([
      { name: "href", value: "../docs/" },
      { name: "href", value: "../openapi.json" },
    ]);
    expect(textOf(named("style")[0] as Element)).not.toMatch(/url\(|@import|\/\//);
  });

  it("links to the reference and the OpenAPI document at the given URLs", () => {
    const page = readHtml(errorsPage({ docs: '/docs?a="<', openapi: "/openapi.json" }));
    const links = named("a", page.elements).map((link) => attributeOf(link, "href"));
    expect(links).toEqual(expect.arrayContaining(['/docs?a="<', "/openapi.json"]));
    expect(links).not.toContain("../docs/");
  });

  it("is in English, and marks Indonesian texts as such", () => {
    expect(named("html").map((element) => attributeOf(element, "lang"))).toEqual(["en"]);
    const languages = elements.flatMap((element) => attributeOf(element, "lang") ?? []);
    expect(new Set(languages)).toEqual(new Set(["en", "id"]));
  });
});

describe("each code on the errors page", () => {
  it.each(entries)("%s: has its status, gRPC code, text in both languages and exact body", (name, entry) => {
    const article = withId(`${entry.errorCode}`);
    const [heading] = named("h2", elementsIn(article)).map(textOf);
    expect(heading).toBe(`${entry.errorCode} ${entry.text}`);
    const translation = elementsIn(article).find((element) => attributeOf(element, "lang") === "id");
    expect(translation && textOf(translation)).toBe(indonesian[name].title);
    const facts = named("li", elementsIn(article)).map(textOf);
    expect(facts).toEqual(
      expect.arrayContaining([`HTTP ${entry.status} ${STATUS_CODES[entry.status]}`, `gRPC ${entry.grpc ?? "–"}`]),
    );
    const [head = "", body = ""] = textOf(named("pre", elementsIn(article))[0] as Element).split("\n\n");
    for (const [header, value] of Object.entries(entry.headers ?? {})) expect(head).toContain(`\n${header}: ${value}`);
    const { detail } = JSON.parse(body);
    // A `detail` that is more than the message is only an example.
    const isOwnDetail = !["requestNotValid", "notAcceptable", "formatNotSupported"].includes(name);
    expect(body).toBe(JSON.stringify(new ApiError(name, isOwnDetail ? {} : { detail }).body));
  });

  it.each(entries)("%s: has its cause and what to do in both languages", (name, { errorCode }) => {
    for (const [language, guide] of Object.entries({ en: english[name], id: indonesian[name] })) {
      const texts = [guide.cause, ...guide.advice].map(withoutBackticks);
      expect(said(withId(`${errorCode}`), language)).toEqual(expect.arrayContaining(texts));
    }
  });
});

describe("API Gateway's own answers", () => {
  it("have their own section: every status, its cause and what to do, in both languages", () => {
    const section = withId("gateway");
    const headings = named("h3", elementsIn(section)).map(textOf);
    expect(headings).toEqual(gatewayStatuses.map((status) => `HTTP ${status} ${STATUS_CODES[status]}`));
    for (const language of ["en", "id"] as const) {
      const texts = gatewayStatuses.flatMap((status) => [
        gateway[language][status].cause,
        ...gateway[language][status].advice,
      ]);
      expect(said(section, language)).toEqual(expect.arrayContaining(texts.map(withoutBackticks)));
    }
    const [answer = ""] = named("pre", elementsIn(section)).map(textOf);
    expect(JSON.parse(answer.split("\n\n")[1] ?? "")).toEqual({ message: "Too Many Requests" });
  });
});

describe("the two languages say the same", () => {
  const pairs = [
    ...entries.map(([name]) => ({ of: name as string, en: english[name], id: indonesian[name] })),
    ...gatewayStatuses.map((status) => ({
      of: `gateway ${status}`,
      en: gateway.en[status],
      id: gateway.id[status],
    })),
  ];
  /** The texts in backticks of each step: names and values that are not translated. */
  const codeIn = ({ cause, advice }: { cause: string; advice: readonly string[] }) =>
    [cause, ...advice].map((text) => new Set([...text.matchAll(/`([^`]*)`/g)].map(([, code]) => code)));

  it.each(pairs)("$of: the same names and values in each step, but other texts", ({ en, id }) => {
    expect(codeIn(id)).toEqual(codeIn(en));
    for (const text of [id.cause, ...id.advice]) expect([en.cause, ...en.advice]).not.toContain(text);
    for (const text of [...id.advice, ...en.advice, id.cause, en.cause]) {
      expect(text.split("`").length % 2, `backticks of "${text}"`).toBe(1);
    }
  });
});
