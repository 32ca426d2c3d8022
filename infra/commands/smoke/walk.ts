import { type Check, type Outcome, type Problem, problem, type Session } from "./check.ts";
import { getList, listUrl, type Page, queryOf, readPage } from "./pages.ts";
import type { Answer } from "./send.ts";

type Walk = { readonly serials: string[]; readonly pageOf: Map<string, number>; readonly problems: Problem[] };

/**
 * Follows `next` from the first page to the end, or for `maxPages`. A list may grow meanwhile: new assignments come at
 * its end. It may not shrink.
 */
const walkToTheEnd = async (session: Session): Promise<Outcome> => {
  const walk: Walk = { serials: [], pageOf: new Map(), problems: [] };
  let url: string | undefined = listUrl(session);
  let pages = 0;
  let total = 0;
  while (url !== undefined && pages < session.maxPages && walk.problems.length === 0) {
    pages += 1;
    const answer: Answer = await getList(session, url);
    const page: Page = readPage(answer, { page: pages, pageSize: session.pageSize });
    walk.problems.push(...page.problems);
    take(walk, answer, page, pages);
    if (page.total !== undefined && page.total < total) {
      walk.problems.push(problem(answer, "header X-Total-Count", `${total}, as before, or more`, `${page.total}`));
    }
    total = page.total ?? total;
    url = page.next;
  }
  if (walk.problems.length === 0) session.walked = walk.serials;
  const ended = url === undefined || walk.problems.length > 0;
  const all = Math.ceil(total / session.pageSize);
  return {
    problems: walk.problems,
    note: ended
      ? `${walk.serials.length} assignments on ${pages} page${pages === 1 ? "" : "s"}`
      : `stopped after ${pages} of ${all} pages (--max-pages)`,
  };
};

const take = ({ serials, pageOf, problems }: Walk, answer: Answer, { records }: Page, page: number): void => {
  for (const { assignedCourseSerial: serial } of records) {
    const earlier = pageOf.get(serial);
    if (earlier !== undefined) {
      problems.push(problem(answer, "assignedCourseSerial", "each once", `${serial} on pages ${earlier} and ${page}`));
    }
    pageOf.set(serial, page);
    serials.push(serial);
  }
};

/** As large as they come. */
const SECOND_SIZE = 100;

/** Reads what was walked once more, in pages of another size: the assignments must come in the same order. */
const sameOrder = async (session: Session): Promise<Problem[]> => {
  const { walked = [] } = session;
  for (let start = 0; start < walked.length; start += SECOND_SIZE) {
    const asked = { page: start / SECOND_SIZE + 1, pageSize: SECOND_SIZE };
    const answer = await getList(session, listUrl(session, queryOf(asked)));
    const { problems, records } = readPage(answer, asked);
    if (problems.length > 0) return [...problems];
    for (const [index, serial] of walked.slice(start, start + SECOND_SIZE).entries()) {
      const seen = records[index]?.assignedCourseSerial;
      if (seen !== serial) return [problem(answer, `assignment ${start + index + 1}`, serial, seen ?? "nothing")];
    }
  }
  return [];
};

/** The whole list, page by page. */
export const walkChecks: readonly Check[] = [
  { name: "walk to the end", needs: "firstPage", run: walkToTheEnd },
  { name: "the same order again", needs: "walked", run: sameOrder },
];
