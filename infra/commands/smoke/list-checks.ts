import type { Category } from "../../../functions/shared/store/categories.ts";
import { headerProblems, JSON_TYPE, statusProblems } from "./answers.ts";
import type { Check, Outcome, Problem, Session } from "./check.ts";
import {
  checkPage,
  getList,
  linkProblems,
  listUrl,
  type PageNumbers,
  queryOf,
  readPage,
  TOTAL_COUNT,
  totalOf,
} from "./pages.ts";

const firstPage = async (session: Session, category: Category): Promise<Outcome> => {
  const answer = await getList(session, listUrl(session, category));
  const problems = statusProblems(answer, 200);
  if (answer.status !== 200) return { problems };
  session.firstPages.add(category.name);
  const body = checkPage(answer, category, { page: 1, pageSize: session.pageSize });
  const whose = category.owner === "employee" ? "an employee who" : "a client whose company";
  return {
    problems: [...problems, ...body.problems],
    ...(body.records?.length === 0 && {
      note: `the list is empty, so no record was checked: give ${whose} has some`,
    }),
  };
};

const WEAK_TAG = /^W\/"[^"]+"$/;

const headers = async (session: Session, category: Category): Promise<Problem[]> => {
  const answer = await getList(session, listUrl(session, category));
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

const bearer = async (session: Session, category: Category): Promise<Problem[]> => {
  const problems: Problem[] = [];
  for (const scheme of ["Bearer", "bearer"]) {
    const answer = await getList(session, listUrl(session, category), { Authorization: `${scheme} ${session.token}` });
    problems.push(...statusProblems(answer, 200));
  }
  return problems;
};

/** An unknown parameter changes nothing, and the links keep it. */
const unknownParameter = async (session: Session, category: Category): Promise<Problem[]> => {
  const asked = { page: 1, pageSize: session.pageSize };
  const answer = await getList(session, listUrl(session, category, `${queryOf(asked)}&smoke=a%20b`));
  return [...readPage(answer, category, asked).problems];
};

const unchangedPage = async (session: Session, category: Category): Promise<Problem[]> => {
  const url = listUrl(session, category);
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
const withTotal = async (
  session: Session,
  category: Category,
  asked: (total: number) => PageNumbers | undefined,
): Promise<Outcome> => {
  const one = { page: 1, pageSize: 1 };
  const { problems, total } = readPage(await getList(session, listUrl(session, category, queryOf(one))), category, one);
  const numbers = total === undefined ? undefined : asked(total);
  if (!numbers) return { problems, ...(total === 0 && { note: "the list is empty" }) };
  const page = readPage(await getList(session, listUrl(session, category, queryOf(numbers))), category, numbers);
  return { problems: [...problems, ...page.problems] };
};

const lastPage = (session: Session, category: Category) =>
  withTotal(session, category, (total) => (total > 0 ? { page: total, pageSize: 1 } : undefined));

const pastTheEnd = (session: Session, category: Category) =>
  withTotal(session, category, (total) => ({
    page: Math.max(1, Math.ceil(total / session.pageSize)) + 1,
    pageSize: session.pageSize,
  }));

/** GET of a category's list where it answers. */
export const listChecks = (category: Category): Check[] => {
  const { name: list } = category;
  const check = (name: string, needs: Check["needs"] & string, run: typeof firstPage | typeof headers): Check => ({
    name: `${list}: ${name}`,
    needs,
    list,
    run: (session) => run(session, category),
  });
  return [
    check("first page, token bare", "token", firstPage),
    check("first page's headers", "firstPage", headers),
    check("token after Bearer", "firstPage", bearer),
    check("unknown parameter", "firstPage", unknownParameter),
    check("unchanged page", "firstPage", unchangedPage),
    check("last page, filled to the brim", "firstPage", lastPage),
    check("page past the end", "firstPage", pastTheEnd),
  ];
};
