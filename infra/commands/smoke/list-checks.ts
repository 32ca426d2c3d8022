import { listResponse } from "../../../functions/webinar-activity/contract.ts";
import { headerProblems, JSON_TYPE, statusProblems } from "./answers.ts";
import { checkBody } from "./bodies.ts";
import type { Check, Outcome, Problem, Session } from "./check.ts";
import { getList, linkProblems, listUrl, type PageNumbers, queryOf, readPage, TOTAL_COUNT, totalOf } from "./pages.ts";

const firstPage = async (session: Session): Promise<Outcome> => {
  const answer = await getList(session, listUrl(session));
  const problems = statusProblems(answer, 200);
  if (answer.status !== 200) return { problems };
  session.firstPage = true;
  const body = checkBody(answer, listResponse);
  const isEmpty = body.data?.data.length === 0;
  return {
    problems: [...problems, ...body.problems],
    ...(isEmpty && { note: "no assignments, so no record was checked: give an employee who has some" }),
  };
};

const WEAK_TAG = /^W\/"[^"]+"$/;

const headers = async (session: Session): Promise<Problem[]> => {
  const answer = await getList(session, listUrl(session));
  const status = statusProblems(answer, 200);
  if (answer.status !== 200) return status;
  const problems = [
    ...status,
    ...headerProblems(answer, {
      "Content-Type": JSON_TYPE,
      ...TOTAL_COUNT,
      ETag: WEAK_TAG,
      "Cache-Control": "private, no-cache",
    }),
  ];
  const total = totalOf(answer);
  const asked = { page: 1, pageSize: session.pageSize };
  return [...problems, ...(total === undefined ? [] : linkProblems(answer, asked, total))];
};

const bearer = async (session: Session): Promise<Problem[]> => {
  const problems: Problem[] = [];
  for (const scheme of ["Bearer", "bearer"]) {
    const answer = await getList(session, listUrl(session), { Authorization: `${scheme} ${session.token}` });
    problems.push(...statusProblems(answer, 200));
  }
  return problems;
};

/** An unknown parameter changes nothing, and the links keep it. */
const unknownParameter = async (session: Session): Promise<Problem[]> => {
  const asked = { page: 1, pageSize: session.pageSize };
  const answer = await getList(session, listUrl(session, `${queryOf(asked)}&smoke=a%20b`));
  return [...readPage(answer, asked).problems];
};

const unchangedPage = async (session: Session): Promise<Problem[]> => {
  const url = listUrl(session);
  const fresh = await getList(session, url);
  const tag = fresh.headers.get("etag") ?? "";
  const answer = await getList(session, url, { "If-None-Match": tag });
  const problems = statusProblems(answer, 304);
  if (answer.status === 304) {
    const same = ["ETag", "Cache-Control", "Link", "X-Total-Count"].map(
      (name) => [name, fresh.headers.get(name)] as const,
    );
    problems.push(...headerProblems(answer, Object.fromEntries(same)));
  }
  const changed = await getList(session, url, { "If-None-Match": 'W/"another"' });
  return [...problems, ...statusProblems(changed, 200)];
};

/** Asks for one page of one record first, to know how many there are. */
const withTotal = async (session: Session, asked: (total: number) => PageNumbers | undefined): Promise<Outcome> => {
  const one = { page: 1, pageSize: 1 };
  const { problems, total } = readPage(await getList(session, listUrl(session, queryOf(one))), one);
  const numbers = total === undefined ? undefined : asked(total);
  if (!numbers) return { problems, ...(total === 0 && { note: "the list is empty" }) };
  const page = readPage(await getList(session, listUrl(session, queryOf(numbers))), numbers);
  return { problems: [...problems, ...page.problems] };
};

/** GET of the list where it answers. */
export const listChecks: readonly Check[] = [
  { name: "first page, token bare", needs: "token", run: firstPage },
  { name: "first page's headers", needs: "firstPage", run: headers },
  { name: "token after Bearer", needs: "firstPage", run: bearer },
  { name: "unknown parameter", needs: "firstPage", run: unknownParameter },
  { name: "unchanged page", needs: "firstPage", run: unchangedPage },
  {
    name: "last page, filled to the brim",
    needs: "firstPage",
    run: (session) => withTotal(session, (total) => (total > 0 ? { page: total, pageSize: 1 } : undefined)),
  },
  {
    name: "page past the end",
    needs: "firstPage",
    run: (session) =>
      withTotal(session, (total) => ({
        page: Math.max(1, Math.ceil(total / session.pageSize)) + 1,
        pageSize: session.pageSize,
      })),
  },
];
