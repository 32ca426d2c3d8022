import { randomUUID } from "node:crypto";
import type { ErrorName } from "../../../functions/shared/errors/dictionary.ts";
import { errorProblems } from "./answers.ts";
import type { Check, Problem, Session } from "./check.ts";
import { getList, listUrl } from "./pages.ts";

/** @returns the token with one character of its signature changed */
export const garbled = (token: string): string => {
  // In the middle of the signature: the bits of its last character need not all count.
  const at = Math.floor((token.lastIndexOf(".") + token.length) / 2);
  return `${token.slice(0, at)}${token[at] === "A" ? "B" : "A"}${token.slice(at + 1)}`;
};

/** Sends each query, which must be refused with a `detail` that names exactly these parameters. */
const badQueries =
  (queries: Readonly<Record<string, readonly string[]>>) =>
  async (session: Session): Promise<Problem[]> => {
    const problems: Problem[] = [];
    for (const [query, parameters] of Object.entries(queries)) {
      const answer = await getList(session, listUrl(session, query));
      const names = parameters.map((parameter) => `query ${parameter}`);
      problems.push(...errorProblems(answer, "requestNotValid", { names }));
    }
    return problems;
  };

const both = ["page", "pageSize"];

const unknownEmployee = (session: Session, employeeID: string) => getList(session, listUrl({ ...session, employeeID }));

const withHeader =
  (headers: Record<string, string>, name: ErrorName) =>
  async (session: Session): Promise<Problem[]> =>
    errorProblems(await getList(session, listUrl(session), headers), name, {
      names: [`header ${Object.keys(headers)}`],
    });

/** What is refused whoever asks. Sent without a token, so that a wrong `--url` does no harm. */
export const openRefusals: readonly Check[] = [
  {
    name: "unknown route",
    run: async ({ send, url }) => errorProblems(await send(`${url}/smoke/${randomUUID()}`), "endpointNotFound"),
  },
  ...["POST", "HEAD"].map((method) => ({
    name: `${method} instead of GET for the list`,
    run: async (session: Session) =>
      errorProblems(await session.send(listUrl(session), { method }), "methodNotAllowed", {
        headers: { Allow: "GET" },
      }),
  })),
  {
    name: "missing token",
    run: async (session) => errorProblems(await session.send(listUrl(session)), "tokenMissing"),
  },
  {
    name: "broken token",
    run: async (session) =>
      errorProblems(await getList({ ...session, token: "not-a-token" }, listUrl(session)), "tokenNotValid"),
  },
];

/** What is refused to someone with a token. */
export const refusals: readonly Check[] = [
  {
    name: "token with another signature",
    run: async (session: Session) =>
      errorProblems(
        await getList({ ...session, token: garbled(session.token ?? "") }, listUrl(session)),
        "tokenNotValid",
      ),
  },
  { name: "missing page and pageSize", run: badQueries({ "": both, "page=1": ["pageSize"], "pageSize=1": ["page"] }) },
  {
    name: "page and pageSize out of range",
    run: badQueries({ "page=0&pageSize=0": both, "page=1&pageSize=101": ["pageSize"] }),
  },
  {
    name: "page not in plain digits",
    run: badQueries(
      Object.fromEntries(
        ["1e2", "0x10", "1.0", "%201", "%2B1", "-1", ""].map((page) => [`page=${page}&pageSize=1`, ["page"]]),
      ),
    ),
  },
  {
    name: "page or pageSize repeated",
    run: badQueries({ "page=1&page=2&pageSize=1": ["page"], "page=1&pageSize=1&pageSize=1": ["pageSize"] }),
  },
  {
    name: "employee ID too long",
    run: async (session: Session) =>
      errorProblems(await unknownEmployee(session, "x".repeat(129)), "requestNotValid", { names: ["path employeeID"] }),
  },
  {
    name: "unknown employee",
    run: async (session: Session) =>
      errorProblems(await unknownEmployee(session, `SMOKE-${randomUUID()}`), "employeeNotFound"),
  },
  { name: "Accept without JSON", run: withHeader({ Accept: "text/html" }, "notAcceptable") },
  { name: "Content-Type that is not JSON", run: withHeader({ "Content-Type": "text/plain" }, "formatNotSupported") },
].map((check): Check => ({ ...check, needs: "token" }));
