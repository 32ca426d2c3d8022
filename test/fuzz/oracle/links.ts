import type { Category } from "../../../functions/shared/store/categories.ts";
import { type Asked, listPath } from "../request.ts";

/** Bytes from which a `Link` header is said to leave out what it can. */
const LONG = 6_000;

type Relation = readonly [name: string, page: number];

/**
 * What is wrong with a page's `Link`: each link leads to the same list, and keeps the query's other parameters. Where they
 * are too long it keeps none but a search's `name`; where that is too long there is only the way to the pages beside it.
 *
 * @param total of the list, or of what a search selects
 */
export const problemsOfLinks = (
  base: string,
  category: Category,
  { query, employeeID = "" }: Asked,
  { total, link }: { readonly total: number; readonly link: string | undefined },
): string[] => {
  const [page, pageSize] = [Number(query.get("page")), Number(query.get("pageSize"))];
  const last = Math.max(1, Math.ceil(total / pageSize));
  const beside: Relation[] = [
    ...(page > 1 ? [["prev", Math.min(page - 1, last)] as const] : []),
    ...(page < last ? [["next", page + 1] as const] : []),
  ];
  const all: Relation[] = [["first", 1], ...beside, ["last", last]];

  const header = (relations: readonly Relation[], kept: URLSearchParams): string =>
    relations
      .map(([relation, target]) => {
        const parameters = new URLSearchParams(kept);
        parameters.set("pageSize", `${pageSize}`);
        parameters.set("page", `${target}`);
        return `<${base}${listPath(category, encodeURIComponent(employeeID))}?${parameters}>; rel="${relation}"`;
      })
      .join(", ");

  const name = category.owner === "company" ? query.get("name") : null;
  const needed = new URLSearchParams(name === null ? {} : { name });
  const shortest = name !== null && beside.length > 0 ? header(beside, needed) : header(all, needed);
  const choices = [header(all, query), header(all, needed), shortest];
  const expected = choices.find((choice) => choice.length <= LONG) ?? shortest;
  return link === expected ? [] : [`Link: ${link}`];
};
