import { employeesCategories } from "../../support/records.ts";
import { type Feed, placeOf } from "../feed.ts";
import type { Asked } from "../request.ts";

const SIZE = "must be one integer from 1 to 100, in plain decimal digits";
const SINCE = "must be the `next` of an earlier answer, or a time as 2026-11-28T12:00:00+07:00";
const CATEGORY = `must be one of ${employeesCategories.map(({ name }) => name).join(", ")}, and given once`;

/** A request for changes as the documentation reads it: either what is wrong with it, or where it begins. */
export type Reading = {
  readonly problems: readonly string[];
  /** Before which entry of the feed. */
  readonly place: number;
};

/** @param feed of the company whose token it shows */
export const readingOf = ({ query, token }: Asked, feed: Feed): Reading => {
  const since = placeIn(query.getAll("since"), feed, token);
  const problems = [sizeProblem(query.getAll("pageSize")), since.problem, categoryProblem(query.getAll("category"))];
  return { problems: problems.filter((problem) => problem !== undefined), place: since.place };
};

const sizeProblem = (given: readonly string[]): string | undefined => {
  if (given.length === 0) return `query pageSize: is required, ${SIZE}`;
  const [text = "", ...more] = given;
  const isGood = more.length === 0 && /^0*([1-9]\d?|100)$/.test(text);
  return isGood ? undefined : `query pageSize: ${SIZE}`;
};

const categoryProblem = (given: readonly string[]): string | undefined => {
  const isGood =
    given.length === 0 || (given.length === 1 && employeesCategories.some(({ name }) => name === given[0]));
  return isGood ? undefined : `query category: ${CATEGORY}`;
};

const placeIn = (given: readonly string[], feed: Feed, token = ""): { place: number; problem?: string } => {
  const [text, ...more] = given;
  if (text === undefined) return { place: 0 };
  if (more.length > 0) return { place: 0, problem: "query since: must be given once" };
  const [, client, name] = /^\{\{([a-z]+)([A-Z]\w+)\}\}$/.exec(text) ?? [];
  const named = name !== undefined && client === token ? placeOf(feed, name) : undefined;
  if (named !== undefined) return { place: named };
  const year = yearIn(text);
  if (year !== undefined) {
    // The requests have no time near now.
    return year < 2026 ? { place: 0 } : { place: 0, problem: `query since: ${SINCE} that is not in the future` };
  }
  const hint = yearIn(text.replace(" ", "+")) === undefined ? "" : " (in a query, + is written %2B)";
  return { place: 0, problem: `query since: ${SINCE}${hint}` };
};

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The year of a time in RFC 3339's form; `undefined` for what is none, and for a leap second. */
const yearIn = (text: string): number | undefined => {
  const parts = /^(\d\d\d\d)-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|[+-](\d\d):(\d\d))$/.exec(text);
  if (!parts) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, byHours = 0, byMinutes = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = (DAYS[month - 1] ?? 0) + (month === 2 && isLeap ? 1 : 0);
  const isDate = day >= 1 && day <= days;
  return isDate && hour < 24 && minute < 60 && second < 60 && byHours < 24 && byMinutes < 60 ? year : undefined;
};
