import { brotliDecompressSync, gunzipSync } from "node:zlib";
import * as z from "zod/mini";
import { tokenResponse } from "../../../functions/oauth-token/contract.ts";
import { type ListResponse, listResponse } from "../../../functions/webinar-activity/contract.ts";
import type { SampleList } from "../../../infra/reference/sample.ts";
import type { Judged } from "../oracle.ts";
import { type Asked, listPath } from "../request.ts";
import type { Answer } from "../wire.ts";

/** Holds a 200 or a 304 against what its caller may see: the very records, the total, and links that lead there. */
export const problemsOfSuccess = (world: Judged, asked: Asked | undefined, answer: Answer): string[] => {
  if (!asked) return ["a success for what is no single request"];
  if (asked.endpoint === "token") return problemsOfToken(answer);
  const list = asked.token && asked.employeeID ? world.list(asked.token, asked.employeeID) : undefined;
  if (!list) return ["records of nobody whom the token's client may see"];
  return [...problemsOfPage(list, asked, answer), ...problemsOfLinks(world.url, list, asked, answer)];
};

const headerOf = ({ headers }: Answer, name: string): string | undefined =>
  headers.find(([known]) => known === name)?.[1];

const problemsOfToken = ({ body }: Answer): string[] => {
  const text = body.toString();
  const parsed = z.safeParse(tokenResponse, JSON.parse(text));
  const exact = parsed.success && JSON.stringify(parsed.data) === text && parsed.data.data.expiresIn === "43200";
  return exact ? [] : [`not a token's answer: ${text.slice(0, 300)}`];
};

const pageOf = ({ query }: Asked): { page: number; pageSize: number } => ({
  page: Number(query.get("page")),
  pageSize: Number(query.get("pageSize")),
});

const problemsOfPage = ({ assignments }: SampleList, asked: Asked, answer: Answer): string[] => {
  const { page, pageSize } = pageOf(asked);
  const data = assignments.slice((page - 1) * pageSize, page * pageSize);
  const expected: ListResponse = { status: "success", message: "Success", data };
  const total =
    headerOf(answer, "x-total-count") === `${assignments.length}` ? [] : ["X-Total-Count is another list's"];
  if (answer.status === 304) return [...total, ...(answer.body.length > 0 ? ["a 304 has a body"] : [])];
  const text = decode(answer);
  const schema = z.safeParse(listResponse, JSON.parse(text));
  return [
    ...total,
    ...(schema.success ? [] : [`the schema of the list: ${schema.error.message}`]),
    ...(text === JSON.stringify(expected) ? [] : [`not page ${page} of size ${pageSize}: ${text.slice(0, 300)}`]),
  ];
};

const decode = (answer: Answer): string => {
  const coding = headerOf(answer, "content-encoding");
  if (coding === undefined) return answer.body.toString();
  return (coding === "br" ? brotliDecompressSync(answer.body) : gunzipSync(answer.body)).toString();
};

/** Each link leads to the same list; it keeps the query's other parameters or, where they are too long, none. */
const problemsOfLinks = (base: string, { employeeID, assignments }: SampleList, asked: Asked, answer: Answer) => {
  const { page, pageSize } = pageOf(asked);
  const last = Math.max(1, Math.ceil(assignments.length / pageSize));
  const expected = new Map([
    ["first", 1],
    ...(page > 1 ? [["prev", Math.min(page - 1, last)] as const] : []),
    ...(page < last ? [["next", page + 1] as const] : []),
    ["last", last],
  ]);
  const header = (kept: URLSearchParams): string =>
    [...expected]
      .map(([relation, target]) => {
        const query = new URLSearchParams(kept);
        query.set("pageSize", `${pageSize}`);
        query.set("page", `${target}`);
        return `<${base}${listPath(encodeURIComponent(employeeID))}?${query}>; rel="${relation}"`;
      })
      .join(", ");
  const link = headerOf(answer, "link");
  return [header(asked.query), header(new URLSearchParams())].includes(link ?? "") ? [] : [`Link: ${link}`];
};
