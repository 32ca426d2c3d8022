import type { SmokeOptions } from "./options.ts";
import { type Answer, type Send, Unanswered } from "./send.ts";

/** One promise that was not kept. */
export type Problem = {
  /** What it is about: `status`, `header ETag`, `body data.3.isAttend`. */
  readonly what: string;
  readonly expected: string;
  readonly seen: string;
  /** The method and the URL that were asked for. */
  readonly request: string;
  /** The answer's `X-Request-Id`, by which the API's log names it. */
  readonly requestId?: string;
};

export type Outcome = { readonly problems: readonly Problem[]; readonly note?: string };

/** What the checks know, and what one of them leaves for those after it. */
export type Session = Pick<
  SmokeOptions,
  "url" | "clientID" | "clientSecret" | "employeeID" | "pageSize" | "maxPages"
> & {
  readonly send: Send;
  token?: string;
  /** The categories whose first page was answered with 200. */
  readonly firstPages: Set<string>;
  /** By category, the keys of the list's records in their order, as far as it was walked. */
  readonly walked: Map<string, readonly string[]>;
};

export type Check = {
  readonly name: string;
  /** It is not run unless the session has this … */
  readonly needs?: keyof typeof NEEDS;
  /** … of this category. */
  readonly list?: string;
  readonly run: (session: Session) => Promise<Outcome | readonly Problem[]>;
};

type Need = { readonly words: string; readonly isMet: (session: Session, list: string) => boolean };

const NEEDS = {
  token: { words: "a token", isMet: ({ token }) => token !== undefined },
  firstPage: { words: "the first page", isMet: ({ firstPages }, list) => firstPages.has(list) },
  walked: { words: "the walk", isMet: ({ walked }, list) => walked.has(list) },
} as const satisfies Record<string, Need>;

export type Result = {
  readonly name: string;
  readonly result: "pass" | "FAIL" | "not run";
  readonly milliseconds: number;
  readonly problems: readonly Problem[];
  readonly note?: string;
  /** Whether it failed because no answer came at all. */
  readonly unanswered?: true;
};

/** @returns a problem with an answer */
export const problem = (answer: Answer, what: string, expected: string, seen: string): Problem => {
  const requestId = answer.headers.get("x-request-id");
  return { what, expected, seen, request: `${answer.method} ${answer.url}`, ...(requestId && { requestId }) };
};

/**
 * Runs the checks one after the other: one that fails stops none but those that need what it should have brought. Where
 * the first two get no answer at all, the others are not run: each would only wait for its time limit.
 *
 * @throws whatever a check throws that is not `Unanswered`
 */
export const runChecks = async (checks: readonly Check[], session: Session): Promise<Result[]> => {
  const results: Result[] = [];
  for (const check of checks) results.push(reasonNotToRun(check, session, results) ?? (await runCheck(check, session)));
  return results;
};

/** @returns the result of a check that cannot be run */
const reasonNotToRun = (
  { name, needs, list = "" }: Check,
  session: Session,
  results: readonly Result[],
): Result | undefined => {
  const because = (note: string): Result => ({ name, result: "not run", milliseconds: 0, problems: [], note });
  const ran = results.filter(({ result }) => result !== "not run");
  if (ran.length >= 2 && ran.every(({ unanswered }) => unanswered)) return because("nothing answers");
  return needs && !NEEDS[needs].isMet(session, list) ? because(`needs ${NEEDS[needs].words}`) : undefined;
};

const runCheck = async ({ name, run }: Check, session: Session): Promise<Result> => {
  const start = performance.now();
  const end = (outcome: Outcome & Pick<Result, "unanswered">): Result => ({
    name,
    result: outcome.problems.length === 0 ? "pass" : "FAIL",
    milliseconds: Math.round(performance.now() - start),
    ...outcome,
  });
  try {
    const outcome = await run(session);
    return end("problems" in outcome ? outcome : { problems: outcome });
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    const { method, url, message } = error;
    const unanswered = { what: "answer", expected: "one", seen: `none: ${message}`, request: `${method} ${url}` };
    return end({ problems: [unanswered], unanswered: true });
  }
};
