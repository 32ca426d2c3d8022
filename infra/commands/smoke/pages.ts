import { companyPage, employeePage } from "../../../functions/course-activity/contract.ts";
import { listRoute, partsOf } from "../../../functions/shared/http/routes.ts";
import type { Category } from "../../../functions/shared/store/categories.ts";
import { headerProblems, statusProblems } from "./answers.ts";
import { checkBody } from "./bodies.ts";
import { type Problem, problem, type Session } from "./check.ts";
import type { Answer } from "./send.ts";

export type PageNumbers = { readonly page: number; readonly pageSize: number };

/** What a page is, and what of it breaks the contract. */
export type Page = {
  readonly problems: readonly Problem[];
  /** None where the body breaks its schema. */
  readonly records: readonly object[];
  /** `X-Total-Count`, `undefined` where it or the answer is not valid. */
  readonly total: number | undefined;
  /** Where `next` leads; `undefined` unless that is the same list on the same host, since the token goes with it. */
  readonly next: string | undefined;
};

/**
 * The URL of a category's list.
 *
 * @param query as it stands in a URL; left out, the first page of the session's size
 */
export const listUrl = (
  { url, employeeID, pageSize }: Pick<Session, "url" | "employeeID" | "pageSize">,
  category: Pick<Category, "name" | "owner">,
  query = queryOf({ page: 1, pageSize }),
): string => {
  const path = partsOf(listRoute(category)).path.replace("{employeeID}", () => encodeURIComponent(employeeID));
  return `${url}${path}${query && `?${query}`}`;
};

export const queryOf = ({ page, pageSize }: PageNumbers): string => `page=${page}&pageSize=${pageSize}`;

/** Asks for a page of a list, with the token bare. */
export const getList = ({ send, token = "" }: Session, url: string, headers: Record<string, string> = {}) =>
  send(url, { headers: { Authorization: token, ...headers } });

/** The schema of a page's body, and what gets the records out of it. */
const bodies = {
  employee: ({ record }: Category) => employeePage(record),
  company: ({ record }: Category) => companyPage(record),
};

/** Checks the body of a page, and of a company's list the totals in it. */
export const checkPage = (answer: Answer, category: Category, { page, pageSize }: PageNumbers) => {
  const { problems, data: body } = checkBody(answer, bodies[category.owner](category));
  const data = body?.data;
  if (data === undefined || Array.isArray(data)) return { problems, records: data };
  const { currentPage, totalItems, totalPage, items } = data;
  const total = totalOf(answer) ?? totalItems;
  const expected = { currentPage: page, totalItems: total, totalPage: Math.ceil(total / pageSize) };
  const wrong = Object.entries({ currentPage, totalItems, totalPage }).flatMap(([field, seen]) => {
    const right = expected[field as keyof typeof expected];
    return seen === right ? [] : [problem(answer, `body data.${field}`, `${right}`, `${seen}`)];
  });
  return { problems: [...problems, ...wrong], records: items };
};

/** What every 200 of a list must have, for `headerProblems`. */
export const TOTAL_COUNT = { "X-Total-Count": /^\d+$/ };

/** @returns `undefined` where the header is missing or no number */
export const totalOf = (answer: Answer): number | undefined =>
  headerProblems(answer, TOTAL_COUNT).length === 0 ? Number(answer.headers.get("x-total-count")) : undefined;

/** Reads the answer to a page's request: status, body, how many records, and the headers that tell of other pages. */
export const readPage = (answer: Answer, category: Category, asked: PageNumbers): Page => {
  const status = statusProblems(answer, 200);
  if (answer.status !== 200) return { problems: status, records: [], total: undefined, next: undefined };
  const { records, problems } = checkPage(answer, category, asked);
  const total = totalOf(answer);
  return {
    problems: [
      ...status,
      ...problems,
      ...headerProblems(answer, TOTAL_COUNT),
      ...(total === undefined ? [] : linkProblems(answer, asked, total)),
      ...(total === undefined || !records ? [] : countProblems(answer, asked, total, records.length)),
    ],
    records: records ?? [],
    total,
    next: linksOf(answer).find(({ relation, page }) => relation === "next" && page !== undefined)?.target,
  };
};

const countProblems = (answer: Answer, { page, pageSize }: PageNumbers, total: number, count: number): Problem[] => {
  const expected = Math.max(0, Math.min(pageSize, total - (page - 1) * pageSize));
  if (count === expected) return [];
  return [problem(answer, "body data", `${expected} of ${total} records`, `${count}`)];
};

/** @returns what is wrong with `Link` on a page of a list of `total` records, as "first 1, prev 2, next 4, last 14" */
export const linkProblems = (answer: Answer, { page, pageSize }: PageNumbers, total: number): Problem[] => {
  const last = Math.max(1, Math.ceil(total / pageSize));
  const expected = [
    "first 1",
    ...(page > 1 ? [`prev ${Math.min(page - 1, last)}`] : []),
    ...(page < last ? [`next ${page + 1}`] : []),
    `last ${last}`,
  ].join(", ");
  const seen = linksOf(answer)
    .sort((one, other) => RELATIONS.indexOf(one.relation) - RELATIONS.indexOf(other.relation))
    .map(({ relation, page: number, target }) => `${relation} ${number ?? describeTarget(target, answer.url)}`)
    .join(", ");
  return seen === expected ? [] : [problem(answer, "header Link", expected, seen || "no links")];
};

const RELATIONS = ["first", "prev", "next", "last"];

type Link = { readonly relation: string; readonly target: string; readonly page: string | undefined };

/** The links of an answer (RFC 8288), each with its page where it differs from what was asked for in nothing else. */
const linksOf = ({ headers, url }: Answer): Link[] =>
  [...(headers.get("link") ?? "").matchAll(/<([^<>]*)>([^<]*)/g)].map(([, target = "", parameters = ""]) => ({
    relation: /;\s*rel\s*=\s*"?([^\s";,]+)/i.exec(parameters)?.[1] ?? "?",
    target,
    page:
      withoutPage(target) === withoutPage(url) ? (URL.parse(target)?.searchParams.get("page") ?? undefined) : undefined,
  }));

/** @returns the part of a link's target in which it differs from what was asked for */
const describeTarget = (text: string, asked: string): string => {
  const [target, url] = [URL.parse(text), URL.parse(asked)];
  if (!target || target.origin !== url?.origin) return `at ${target?.origin ?? text}`;
  return `at ${target.pathname === url.pathname ? target.search : target.pathname}`;
};

const withoutPage = (text: string): string | undefined => {
  const url = URL.parse(text);
  url?.searchParams.delete("page");
  url?.searchParams.sort();
  return url?.href;
};
