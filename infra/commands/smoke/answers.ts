import { ApiError } from "../../../functions/shared/errors/api-error.ts";
import { type ErrorEntry, type ErrorName, errorDictionary } from "../../../functions/shared/errors/dictionary.ts";
import { type Problem, problem } from "./check.ts";
import type { Answer } from "./send.ts";

export const JSON_TYPE = "application/json; charset=utf-8";

const NOTHING = "nothing";

/** What every answer must have: the status, and an `X-Request-Id`. */
export const statusProblems = (answer: Answer, expected: number): Problem[] => {
  if (answer.status !== expected || gatewayMessage(answer) !== undefined) {
    return [problem(answer, "status", `${expected}`, describeAnswer(answer))];
  }
  return headerProblems(answer, { "X-Request-Id": /./ });
};

/** @param expected a value to the letter, or what it must match; `null` for a header that must not be there */
export const headerProblems = (answer: Answer, expected: Readonly<Record<string, string | RegExp | null>>): Problem[] =>
  Object.entries(expected).flatMap(([name, value]) => {
    const seen = answer.headers.get(name);
    if (value instanceof RegExp ? seen !== null && value.test(seen) : seen === value) return [];
    return [problem(answer, `header ${name}`, wordsOf(value), seen ?? describeMissing(answer, name))];
  });

const wordsOf = (value: string | RegExp | null): string => {
  if (value === null) return NOTHING;
  return typeof value === "string" ? value : `a value like ${value}`;
};

/** API Gateway renames some headers of what a function answers. */
const describeMissing = ({ headers }: Answer, name: string): string => {
  const remapped = `x-amzn-remapped-${name.toLowerCase()}`;
  const value = headers.get(remapped);
  return value === null ? NOTHING : `nothing, but ${remapped}: ${value}`;
};

type ErrorExpectations = {
  /** The fields that `detail` must name, each as `query page`; without it `detail` must repeat the message. */
  readonly names?: readonly string[];
  /** Headers beside those of the dictionary's entry. */
  readonly headers?: Readonly<Record<string, string>>;
};

/** @returns what is wrong with an answer that must be the Error Dictionary's, as `functions/shared` has it */
export const errorProblems = (
  answer: Answer,
  name: ErrorName,
  { names, headers = {} }: ErrorExpectations = {},
): Problem[] => {
  const entry: ErrorEntry = errorDictionary[name];
  const wrong = statusProblems(answer, entry.status);
  if (wrong.some(({ what }) => what === "status")) return wrong;
  return [
    ...wrong,
    ...headerProblems(answer, { "Content-Type": JSON_TYPE, ...entry.headers, ...headers }),
    ...helpProblems(answer, entry),
    // RFC 9110, section 9.3.2: an answer to HEAD has no body.
    ...(answer.method === "HEAD" ? [] : errorBodyProblems(answer, name, names)),
  ];
};

/** A deployment without the documentation's URL has no such link. */
const helpProblems = (answer: Answer, { errorCode }: ErrorEntry): Problem[] => {
  const leadsToCode = new RegExp(`^<https?://[^<>?#]+[^<>?#/]/errors#${errorCode}>; rel="help"$`);
  return answer.headers.has("link") ? headerProblems(answer, { Link: leadsToCode }) : [];
};

const errorBodyProblems = (answer: Answer, name: ErrorName, names: readonly string[] | undefined): Problem[] => {
  const { body } = new ApiError(name);
  const seen = answer.json;
  if (!isObject(seen)) return [problem(answer, "body", "a JSON object", describeBody(answer))];
  const problems: Problem[] = [];
  const expectSame = (what: string, expected: string, actual: string) => {
    if (actual !== expected) problems.push(problem(answer, what, expected, actual));
  };
  expectSame("body fields", Object.keys(body).join(", "), Object.keys(seen).join(", "));
  expectSame("body errorCode", `${body.errorCode}`, JSON.stringify(seen["errorCode"]) ?? NOTHING);
  expectSame("body message", body.message, textOf(seen["message"]));
  if (names) expectSame("body detail's problems", names.join(", "), namedIn(seen["detail"]) || NOTHING);
  else expectSame("body detail", body.detail, textOf(seen["detail"]));
  return problems;
};

/** `query page: …; query pageSize: …` names both. */
const namedIn = (detail: unknown): string =>
  [...textOf(detail).matchAll(/(?:^|; )((?:path|query|header|body)\b[^:;]*):/g)].map(([, name]) => name).join(", ");

const textOf = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? NOTHING));

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** @returns the `message` of a body that API Gateway itself gives, where no function answered */
const gatewayMessage = ({ json }: Answer): string | undefined => {
  if (!isObject(json) || Object.keys(json).join() !== "message") return undefined;
  return typeof json["message"] === "string" ? json["message"] : undefined;
};

const describeAnswer = (answer: Answer): string => {
  const { status, json, headers } = answer;
  const message = gatewayMessage(answer);
  if (message !== undefined) {
    return `${status}, API Gateway's own ${JSON.stringify({ message })}: no function answered`;
  }
  if (isObject(json) && "errorCode" in json)
    return `${status}, errorCode ${json["errorCode"]}: ${textOf(json["detail"])}`;
  const location = headers.get("location");
  return location === null ? `${status} with ${describeBody(answer)}` : `${status}, a redirect to ${location}`;
};

/** Says nothing of the contents: they are personal data, or a token. */
export const describeBody = ({ headers, bytes, json }: Answer): string => {
  if (bytes === 0) return "no body";
  const kind = json === undefined ? "that are no JSON" : "of JSON";
  return `${bytes.toLocaleString("en")} bytes ${kind}, Content-Type ${headers.get("content-type") ?? NOTHING}`;
};
