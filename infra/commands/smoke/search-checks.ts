import { randomUUID } from "node:crypto";
import type { Category } from "../../../functions/shared/store/categories.ts";
import { type Check, type Outcome, type Problem, problem, type Session } from "./check.ts";
import { getList, listUrl, queryOf, readPage } from "./pages.ts";
import { badQueries } from "./refusal-checks.ts";

const nameOf = (record: object): string => ("name" in record ? `${record.name}` : "");

/** As the API compares names. */
const comparable = (name: string): string => name.normalize("NFKC").toLowerCase();

/** The beginning of a name, cut between two letters as people see them. */
const beginningOf = (name: string): string =>
  [...new Intl.Segmenter().segment(name)]
    .slice(0, 20)
    .map(({ segment }) => segment)
    .join("");

const search = async (session: Session, category: Category, name: string) => {
  const asked = { page: 1, pageSize: session.pageSize };
  const answer = await getList(
    session,
    listUrl(session, category, `${queryOf(asked)}&${new URLSearchParams({ name })}`),
  );
  return { answer, ...readPage(answer, category, asked) };
};

/** Searches for the beginning of the first record's name, in capitals. */
const containedName = async (session: Session, category: Category): Promise<Outcome> => {
  const one = { page: 1, pageSize: 1 };
  const first = readPage(await getList(session, listUrl(session, category, queryOf(one))), category, one);
  const [record] = first.records;
  if (!record) return { problems: first.problems, note: "the list is empty" };
  // ASCII alone: the capitals of some other letters are other texts.
  const name = beginningOf(nameOf(record)).replace(/[a-z]/g, (letter) => letter.toUpperCase());
  const { answer, problems, records, total } = await search(session, category, name);
  const others = records.filter((each) => !comparable(nameOf(each)).includes(comparable(name)));
  return {
    problems: [
      ...problems,
      ...others.map((each) => problem(answer, "body name", `a name with ${name}`, nameOf(each))),
      ...(total === 0 ? [problem(answer, "body records", `one with ${name}`, "none")] : []),
    ],
    ...(total !== undefined && { note: `${total} records with ${name}` }),
  };
};

const unknownName = async (session: Session, category: Category): Promise<Problem[]> => {
  const { answer, problems, total } = await search(session, category, `smoke-${randomUUID()}`);
  return [...problems, ...(total ? [problem(answer, "header X-Total-Count", "0", `${total}`)] : [])];
};

const badNames = ["name=", `name=${"x".repeat(301)}`, "name=a&name=b"];

/** GET of a company's list with `name`. */
export const searchChecks = (category: Category): Check[] => {
  const { name: list } = category;
  return [
    { name: `${list}: search by name`, needs: "firstPage", list, run: (session) => containedName(session, category) },
    { name: `${list}: unknown name`, needs: "firstPage", list, run: (session) => unknownName(session, category) },
    {
      name: `${list}: name empty, too long or repeated`,
      needs: "token",
      run: badQueries(category, Object.fromEntries(badNames.map((query) => [`page=1&pageSize=1&${query}`, ["name"]]))),
    },
  ];
};
