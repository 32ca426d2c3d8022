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
  /** Set once the first page was answered with 200. */
  firstPage?: true;
  /** The serials of the list's assignments in their order, as far as it was walked. */
  walked?: readonly string[];
};

export type Check = {
  readonly name: string;
  /** It is not run unless the session has this. */
  readonly needs?: keyof typeof NEEDS;
  readonly run: (session: Session) => Promise<Outcome | readonly Problem[]>;
};

const NEEDS = { token: "a token", firstPage: "the first page", walked: "the walk" } as const;

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
  for (const check of checks) {
    const reason = reasonNotToRun(check, session, results);
    if (reason) results.push({ name: check.name, result: "not run", milliseconds: 0, problems: [], note: reason });
    else results.push(await runCheck(check, session));
  }
  return results;
};

const reasonNotToRun = ({ needs }: Check, session: Session, results: readonly Result[]): string | undefined => {
  const ran = results.filter(({ result }) => result !== "not run");
  if (ran.length >= 2 && ran.every(({ unanswered }) => unanswered)) return "nothing answers";
  return needs && session[needs] === undefined ? `needs ${NEEDS[needs]}` : undefined;
};

const runCheck = async ({ name, run }: Check, session: Session): Promise<Result> => {
  const start = performance.now();
  const end = (outcome: Omit<Result, "name" | "result" | "milliseconds">): Result => ({
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
