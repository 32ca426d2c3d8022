import { brotliDecompressSync, gunzipSync } from "node:zlib";
import * as z from "zod/mini";
import { companyPage, employeePage } from "../../../functions/course-activity/contract.ts";
import { tokenResponse } from "../../../functions/oauth-token/contract.ts";
import type { Category } from "../../../functions/shared/store/categories.ts";
import type { Judged } from "../oracle.ts";
import type { Asked } from "../request.ts";
import type { Answer } from "../wire.ts";
import { problemsOfChanges } from "./changes.ts";
import { problemsOfLinks } from "./links.ts";
import { problemOfName, selected } from "./search.ts";

/** Holds a 200 or a 304 against what its caller may see: the very records, the total, and links that lead there. */
export const problemsOfSuccess = (world: Judged, asked: Asked | undefined, answer: Answer): string[] => {
  if (!asked) return ["a success for what is no single request"];
  const { category, employeeID, token } = asked;
  if (asked.endpoint === "changes") {
    const feed = token === undefined ? undefined : world.feed(token);
    if (!feed) return ["changes of nobody whom the token's client may see"];
    const answered = { status: answer.status, text: decode(answer), link: headerOf(answer, "link") };
    return problemsOfChanges(world.url, feed, asked, answered);
  }
  if (!category) return problemsOfToken(answer);
  const list = token === undefined ? undefined : world.list(token, category, employeeID);
  if (!list) return ["records of nobody whom the token's client may see"];
  const problem = problemOfName(asked);
  if (problem !== undefined) return [`a success in spite of this: ${problem}`];
  const records = selected(list, asked);
  return [
    ...problemsOfPage(category, records, asked, answer),
    ...problemsOfLinks(world.url, category, asked, { total: records.length, link: headerOf(answer, "link") }),
  ];
};

const headerOf = ({ headers }: Answer, name: string): string | undefined =>
  headers.find(([known]) => known === name)?.[1];

const problemsOfToken = ({ body }: Answer): string[] => {
  const text = body.toString();
  const parsed = z.safeParse(tokenResponse, JSON.parse(text));
  const seconds = Number(parsed.data?.data.expiresIn);
  // A token that the instance had kept has less than 12 hours left, but more than a quarter of them.
  const exact = JSON.stringify(parsed.data) === text && seconds > 43_200 / 4 && seconds <= 43_200;
  return exact ? [] : [`not a token's answer: ${text.slice(0, 300)}`];
};

/** What a page's `data` is, by whose list it is. */
const dataOf = ({ owner }: Category, items: readonly object[], total: number, page: number, pageSize: number) => {
  if (owner === "employee") return items;
  // Counted, not divided: as many pages as there are first records of one.
  let totalPage = 0;
  while (totalPage * pageSize < total) totalPage += 1;
  return { currentPage: page, totalItems: total, totalPage, items };
};

const schemaOf = { employee: employeePage, company: companyPage } as const;

const problemsOfPage = (category: Category, records: readonly object[], asked: Asked, answer: Answer): string[] => {
  const [page, pageSize] = [Number(asked.query.get("page")), Number(asked.query.get("pageSize"))];
  const items = records.slice((page - 1) * pageSize, page * pageSize);
  const data = dataOf(category, items, records.length, page, pageSize);
  const total = headerOf(answer, "x-total-count") === `${records.length}` ? [] : ["X-Total-Count is another list's"];
  if (answer.status === 304) return [...total, ...(answer.body.length > 0 ? ["a 304 has a body"] : [])];
  const text = decode(answer);
  const schema = z.safeParse(schemaOf[category.owner](category.record), JSON.parse(text));
  const expected = JSON.stringify({ status: "success", message: "Success", data });
  return [
    ...total,
    ...(schema.success ? [] : [`the schema of the list: ${schema.error.message}`]),
    ...(text === expected ? [] : [`not page ${page} of size ${pageSize}: ${text.slice(0, 300)}`]),
  ];
};

const decode = (answer: Answer): string => {
  const coding = headerOf(answer, "content-encoding");
  if (coding === undefined) return answer.body.toString();
  return (coding === "br" ? brotliDecompressSync(answer.body) : gunzipSync(answer.body)).toString();
};
