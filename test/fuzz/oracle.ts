import { type ErrorEntry, type ErrorName, errorDictionary } from "../../functions/shared/errors/dictionary.ts";
import { problemsOfError } from "./oracle/errors.ts";
import { problemsOfHeaders } from "./oracle/headers.ts";
import { problemsOfSuccess } from "./oracle/successes.ts";
import { type Asked, askedBy, type Endpoint, type Sent } from "./request.ts";
import type { Answer, Exchange } from "./wire.ts";
import type { World } from "./world.ts";

/** What an answer was. */
type Verdict = {
  /** `200`, or the errorCode, or what the gateway refused with: `gateway 400`. */
  readonly outcome: string;
  readonly status: string;
};

/** What a request was answered with, and everything that is wrong with it. */
export type Judgement = {
  /** One for each answer; one for the whole where there is none. */
  readonly verdicts: readonly Verdict[];
  readonly problems: readonly string[];
  /** Milliseconds until the last byte. */
  readonly ms: number;
};

export type Judged = Pick<World, "url" | "list" | "feed">;

const anyList = [
  200,
  304,
  "requestNotValid",
  "tokenMissing",
  "tokenNotValid",
  "accessNotGranted",
  "notAcceptable",
  "formatNotSupported",
] as const;

/** What each endpoint may answer where nothing is broken: no 5xx is among it. */
const documented: Readonly<Record<Endpoint, readonly (ErrorName | 200 | 304)[]>> = {
  employee: [...anyList, "employeeNotFound"],
  company: anyList,
  changes: anyList,
  token: [200, "requestNotValid", "credentialsMismatch", "notAcceptable", "formatNotSupported", "tooManyRequests"],
  elsewhere: ["endpointNotFound", "methodNotAllowed"],
};

const anywhere = [...new Set(Object.values(documented).flat())];

/**
 * Holds all that came back for a request against the documentation.
 *
 * @param gateway the statuses with which the gateway itself may refuse such a request, before a function sees it
 */
export const judge = (world: Judged, sent: Sent, exchange: Exchange, gateway: readonly number[]): Judgement => {
  const { answers, rest, ms, outOfTime } = exchange;
  const problems = [
    ...(outOfTime ? [`no end within ${Math.round(ms)} ms`] : []),
    ...(rest ? [`no answer of HTTP, or more than one: ${JSON.stringify(rest.slice(0, 200))}`] : []),
  ];
  if (answers.length === 0) {
    // Who hangs up in the midst of a request need not be answered.
    const closed = sent.hangsUp || problems.length > 0 ? [] : ["the connection was closed without an answer"];
    return { verdicts: [{ outcome: "none", status: "none" }], problems: [...problems, ...closed], ms };
  }
  // With several answers to one text, which of its bytes is asked for by which is anybody's guess.
  const asked = answers.length === 1 ? askedBy(sent) : undefined;
  const judged = answers.map((answer) => judgeAnswer(world, asked, answer, gateway));
  return { verdicts: judged, problems: [...problems, ...judged.flatMap((one) => one.problems)], ms };
};

const judgeAnswer = (world: Judged, asked: Asked | undefined, answer: Answer, gateway: readonly number[]) => {
  const { status, headers, body } = answer;
  const fromFunction = headers.some(([name]) => name === "x-request-id");
  if (!fromFunction) {
    const allowed = gateway.includes(status) ? [] : [`the gateway refused with ${status}`];
    const problems = [
      ...allowed,
      ...problemsOfHeaders(world.url, answer, "gateway"),
      ...problemsOfRefusal(answer, asked),
    ];
    return { outcome: `gateway ${status}`, status: `gateway ${status}`, problems };
  }
  const may = asked ? documented[asked.endpoint] : anywhere;
  const name = status === 200 || status === 304 ? status : errorNamed(answer, asked, may);
  const outcome = `${typeof name === "string" ? errorDictionary[name].errorCode : (name ?? "undocumented")}`;
  const undocumented = name === undefined || !may.includes(name);
  const problems = undocumented
    ? [`not documented for ${asked?.endpoint ?? "any endpoint"}: ${status} ${body.toString().slice(0, 300)}`]
    : [
        ...problemsOfHeaders(world.url, answer, name, asked),
        ...(typeof name === "string"
          ? problemsOfError(world, name, answer, asked)
          : problemsOfSuccess(world, asked, answer)),
      ];
  return { outcome, status: `${status}`, problems };
};

/** Which entry of the dictionary an answer is, by its body; a HEAD request has none, and there the status must do. */
const errorNamed = (answer: Answer, asked: Asked | undefined, may: readonly unknown[]): ErrorName | undefined => {
  const names = Object.keys(errorDictionary) as ErrorName[];
  if (asked?.method === "HEAD") {
    return names.find((name) => may.includes(name) && errorDictionary[name].status === answer.status);
  }
  const code = codeIn(answer.body);
  return names.find((name) => (errorDictionary[name] satisfies ErrorEntry).errorCode === code);
};

const codeIn = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString()).errorCode;
  } catch {
    return undefined;
  }
};

const REFUSALS: Readonly<Record<number, string>> = {
  400: "Bad Request",
  413: "Request Entity Too Large",
  431: "Request Header Fields Too Large",
};

const problemsOfRefusal = ({ status, body }: Answer, asked: Asked | undefined): string[] => {
  const expected = asked?.method === "HEAD" && body.length === 0 ? "" : JSON.stringify({ message: REFUSALS[status] });
  return body.toString() === expected ? [] : [`the gateway's body is ${body}`];
};
