import { type Category, recordKeyOf } from "../../../functions/shared/store/categories.ts";
import { type Check, type Outcome, type Problem, problem, type Session } from "./check.ts";
import { getList, listUrl, type Page, queryOf, readPage } from "./pages.ts";
import type { Answer } from "./send.ts";

type Walk = { readonly keys: string[]; readonly pageOf: Map<string, number>; readonly problems: Problem[] };

/**
 * Follows `next` from the first page to the end, or for `maxPages`. A list may grow meanwhile: new records come at
 * its end. It may not shrink.
 */
const walkToTheEnd = async (session: Session, category: Category): Promise<Outcome> => {
  const walk: Walk = { keys: [], pageOf: new Map(), problems: [] };
  let url: string | undefined = listUrl(session, category);
  let pages = 0;
  let total = 0;
  while (url !== undefined && pages < session.maxPages && walk.problems.length === 0) {
    pages += 1;
    const answer: Answer = await getList(session, url);
    const page: Page = readPage(answer, category, { page: pages, pageSize: session.pageSize });
    walk.problems.push(...page.problems);
    take(walk, category, answer, page, pages);
    if (page.total !== undefined && page.total < total) {
      walk.problems.push(problem(answer, "header X-Total-Count", `${total}, as before, or more`, `${page.total}`));
    }
    total = page.total ?? total;
    url = page.next;
  }
  if (walk.problems.length === 0) session.walked.set(category.name, walk.keys);
  const ended = url === undefined || walk.problems.length > 0;
  const all = Math.ceil(total / session.pageSize);
  return {
    problems: walk.problems,
    note: ended
      ? `${walk.keys.length} records on ${pages} page${pages === 1 ? "" : "s"}`
      : `stopped after ${pages} of ${all} pages (--max-pages)`,
  };
};

const take = (walk: Walk, category: Category, answer: Answer, { records }: Page, page: number): void => {
  for (const record of records) {
    const key = recordKeyOf(category, record);
    const earlier = walk.pageOf.get(key);
    if (earlier !== undefined) {
      const seen = `${key} on pages ${earlier} and ${page}`;
      walk.problems.push(problem(answer, category.recordKey.join("."), "each once", seen));
    }
    walk.pageOf.set(key, page);
    walk.keys.push(key);
  }
};

/** As large as they come. */
const SECOND_SIZE = 100;

/** Reads what was walked once more, in pages of another size: the records must come in the same order. */
const sameOrder = async (session: Session, category: Category): Promise<Problem[]> => {
  const walked = session.walked.get(category.name) ?? [];
  for (let start = 0; start < walked.length; start += SECOND_SIZE) {
    const asked = { page: start / SECOND_SIZE + 1, pageSize: SECOND_SIZE };
    const answer = await getList(session, listUrl(session, category, queryOf(asked)));
    const { problems, records } = readPage(answer, category, asked);
    if (problems.length > 0) return [...problems];
    for (const [index, key] of walked.slice(start, start + SECOND_SIZE).entries()) {
      const record = records[index];
      const seen = record && recordKeyOf(category, record);
      if (seen !== key) return [problem(answer, `record ${start + index + 1}`, key, seen ?? "nothing")];
    }
  }
  return [];
};

/** The whole list of a category, page by page. */
export const walkChecks = (category: Category): Check[] => [
  {
    name: `${category.name}: walk to the end`,
    needs: "firstPage",
    list: category.name,
    run: (session) => walkToTheEnd(session, category),
  },
  {
    name: `${category.name}: the same order again`,
    needs: "walked",
    list: category.name,
    run: (session) => sameOrder(session, category),
  },
];
