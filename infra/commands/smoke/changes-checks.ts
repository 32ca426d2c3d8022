import type * as z from "zod/mini";
import { changedList, changesBody } from "../../../functions/course-activity/changes-contract.ts";
import { CHANGES_ROUTE, partsOf } from "../../../functions/shared/http/routes.ts";
import { errorProblems, headerProblems, JSON_TYPE, statusProblems } from "./answers.ts";
import { checkBody } from "./bodies.ts";
import { type Check, type Outcome, type Problem, problem, type Session } from "./check.ts";
import { getList } from "./pages.ts";

const body = changesBody(changedList());

const ask = ({ url, ...session }: Session, query: string) =>
  getList({ url, ...session }, `${url}${partsOf(CHANGES_ROUTE).path}${query && `?${query}`}`);

type Page = { readonly problems: Problem[]; readonly data: z.output<typeof body>["data"] | undefined };

/** One page: status, headers and body, and a `Link` exactly while there is more. */
const readPage = async (session: Session, since: string | undefined): Promise<Page> => {
  const answer = await ask(session, `pageSize=${session.pageSize}${since === undefined ? "" : `&since=${since}`}`);
  const status = statusProblems(answer, 200);
  if (answer.status !== 200) return { problems: status, data: undefined };
  const { problems, data } = checkBody(answer, body);
  const more = data?.data.hasMore ?? false;
  const headers = headerProblems(answer, {
    "Content-Type": JSON_TYPE,
    ETag: /^W\/"[^"]+"$/,
    "Cache-Control": "private, no-cache",
    ...(data && { Link: more ? /^<[^<>]*[?&]since=[\w-]+[^<>]*>; rel="next"$/ : null }),
  });
  const times = data?.data.items.map(({ changedAt }) => changedAt) ?? [];
  const later = times.find((time, index) => time > (times[index + 1] ?? time));
  const order = later === undefined ? [] : [problem(answer, "body data.items", "oldest first", `one after ${later}`)];
  const stays =
    data && data.data.items.length === 0 && !more && since !== undefined && data.data.next !== since
      ? [problem(answer, "body data.next", since, data.data.next)]
      : [];
  return { problems: [...status, ...headers, ...problems, ...order, ...stays], data: data?.data };
};

/** Follows `next` to the end, or for `maxPages`, and asks once more there. */
const walkToTheEnd = async (session: Session): Promise<Outcome> => {
  let since: string | undefined;
  let named = 0;
  for (let pages = 1; ; pages += 1) {
    const { problems, data } = await readPage(session, since);
    if (!data || problems.length > 0) return { problems };
    named += data.items.length;
    since = data.next;
    if (!data.hasMore) {
      const again = await readPage(session, since);
      return { problems: again.problems, note: `${named} changed lists on ${pages} page${pages === 1 ? "" : "s"}` };
    }
    if (pages === session.maxPages) return { problems: [], note: `stopped after ${pages} pages (--max-pages)` };
  }
};

/** Each with the parameters whose problems it must name. */
const badQueries: Readonly<Record<string, readonly string[]>> = {
  "": ["pageSize"],
  "pageSize=101": ["pageSize"],
  "pageSize=1&since=": ["since"],
  "pageSize=1&since=AAAA": ["since"],
  "pageSize=1&since=2026-02-30T00:00:00Z": ["since"],
  "pageSize=1&since=9999-01-01T00:00:00Z": ["since"],
  "pageSize=1&category=courses": ["category"],
  "pageSize=0&since=x&since=y&category=": ["pageSize", "since", "category"],
};

const notValid = async (session: Session): Promise<Problem[]> => {
  const problems: Problem[] = [];
  for (const [query, parameters] of Object.entries(badQueries)) {
    const names = parameters.map((parameter) => `query ${parameter}`);
    problems.push(...errorProblems(await ask(session, query), "requestNotValid", { names }));
  }
  return problems;
};

/** GET of the feed of changes. */
export const changesChecks: readonly Check[] = [
  { name: "changes: walk to the end", needs: "token", run: walkToTheEnd },
  { name: "changes: pageSize, since or category not valid", needs: "token", run: notValid },
];
