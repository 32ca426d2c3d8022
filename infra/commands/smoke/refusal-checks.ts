import { randomUUID } from "node:crypto";
import type { ErrorName } from "../../../functions/shared/errors/dictionary.ts";
import { type Category, categories } from "../../../functions/shared/store/categories.ts";
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
export const badQueries =
  (category: Category, queries: Readonly<Record<string, readonly string[]>>) =>
  async (session: Session): Promise<Problem[]> => {
    const problems: Problem[] = [];
    for (const [query, parameters] of Object.entries(queries)) {
      const answer = await getList(session, listUrl(session, category, query));
      const names = parameters.map((parameter) => `query ${parameter}`);
      problems.push(...errorProblems(answer, "requestNotValid", { names }));
    }
    return problems;
  };

const both = ["page", "pageSize"];
const notInPlainDigits = ["1e2", "0x10", "1.0", "%201", "%2B1", "-1", ""];

/** Queries that every list refuses, each with the parameters whose problems it must name. */
const pageQueries = {
  "": both,
  "page=1": ["pageSize"],
  "pageSize=1": ["page"],
  "page=0&pageSize=0": both,
  "page=1&pageSize=101": ["pageSize"],
  ...Object.fromEntries(notInPlainDigits.map((page) => [`page=${page}&pageSize=1`, ["page"]])),
  "page=1&page=2&pageSize=1": ["page"],
  "page=1&pageSize=1&pageSize=1": ["pageSize"],
};

const lists = Object.values<Category>(categories);
/** The list of the checks that need one, whichever. */
const ANY: Category = categories.webinar;

/** Asks for this employee's list of each category that employees have. */
const ofEmployee =
  (makeID: () => string, name: ErrorName, names?: readonly string[]) =>
  async (session: Session): Promise<Problem[]> => {
    const problems: Problem[] = [];
    for (const category of lists.filter(({ owner }) => owner === "employee")) {
      const answer = await getList(session, listUrl({ ...session, employeeID: makeID() }, category));
      problems.push(...errorProblems(answer, name, names ? { names } : {}));
    }
    return problems;
  };

/** Paths like those of the lists of employees and of companies. */
const unknownCategory = async ({ send, ...session }: Session): Promise<Problem[]> => {
  const problems: Problem[] = [];
  for (const owner of ["employee", "company"] as const) {
    const answer = await send(listUrl(session, { name: `smoke-${randomUUID()}`, owner }));
    problems.push(...errorProblems(answer, "endpointNotFound"));
  }
  return problems;
};

const withHeader =
  (headers: Record<string, string>, name: ErrorName) =>
  async (session: Session): Promise<Problem[]> =>
    errorProblems(await getList(session, listUrl(session, ANY), headers), name, {
      names: [`header ${Object.keys(headers)}`],
    });

/** What is refused whoever asks. Sent without a token, so that a wrong `--url` does no harm. */
export const openRefusals: readonly Check[] = [
  {
    name: "unknown route",
    run: async ({ send, url }) => errorProblems(await send(`${url}/smoke/${randomUUID()}`), "endpointNotFound"),
  },
  { name: "unknown category", run: unknownCategory },
  {
    name: "broken token",
    run: async (session) =>
      errorProblems(await getList({ ...session, token: "not-a-token" }, listUrl(session, ANY)), "tokenNotValid"),
  },
  ...lists.flatMap((category): Check[] => [
    {
      name: `${category.name}: missing token`,
      run: async (session) => errorProblems(await session.send(listUrl(session, category)), "tokenMissing"),
    },
    ...["POST", "HEAD"].map((method) => ({
      name: `${category.name}: ${method} instead of GET`,
      run: async (session: Session) =>
        errorProblems(await session.send(listUrl(session, category), { method }), "methodNotAllowed", {
          headers: { Allow: "GET" },
        }),
    })),
  ]),
];

/** What is refused to someone with a token. */
export const refusals: readonly Check[] = [
  {
    name: "token with another signature",
    run: async (session: Session) =>
      errorProblems(
        await getList({ ...session, token: garbled(session.token ?? "") }, listUrl(session, ANY)),
        "tokenNotValid",
      ),
  },
  ...lists.map((category) => ({
    name: `${category.name}: page or pageSize not valid`,
    run: badQueries(category, pageQueries),
  })),
  { name: "employee ID too long", run: ofEmployee(() => "x".repeat(129), "requestNotValid", ["path employeeID"]) },
  { name: "unknown employee", run: ofEmployee(() => `SMOKE-${randomUUID()}`, "employeeNotFound") },
  { name: "Accept without JSON", run: withHeader({ Accept: "text/html" }, "notAcceptable") },
  { name: "Content-Type that is not JSON", run: withHeader({ "Content-Type": "text/plain" }, "formatNotSupported") },
].map((check): Check => ({ ...check, needs: "token" }));
