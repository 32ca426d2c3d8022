import * as z from "zod/mini";
import { changedList, changesBody } from "../../../functions/course-activity/changes-contract.ts";
import { CHANGES_PATH, type Feed } from "../feed.ts";
import type { Asked } from "../request.ts";
import { readingOf } from "./since.ts";

/** Bytes from which a `Link` header is said to leave out what it can. */
const LONG = 6_000;

const schema = changesBody(changedList());

type Answered = { readonly status: number; readonly text: string; readonly link: string | undefined };

/** Holds a page of changes against its company's feed: these very lists, none left out, and the way to the next ones. */
export const problemsOfChanges = (
  base: string,
  feed: Feed,
  asked: Asked,
  { status, text, link }: Answered,
): string[] => {
  const { problems, place } = readingOf(asked, feed);
  if (problems.length > 0) return [`a success in spite of this: ${problems.join("; ")}`];
  if (status === 304) return text === "" ? [] : ["a 304 has a body"];
  const parsed = z.safeParse(schema, JSON.parse(text));
  if (!parsed.success) return [`the schema of the feed: ${parsed.error.message}`];
  const { next, hasMore } = parsed.data.data;

  const { entries, marks } = feed;
  const end = marks.indexOf(next);
  const category = asked.query.get("category");
  const expected = entries.slice(place, end).filter((entry) => category === null || entry.category === category);
  const exact = JSON.stringify({ status: "success", message: "Success", data: { items: expected, next, hasMore } });
  const header = hasMore ? linkOf(base, asked, next) : undefined;
  return [
    ...(end >= place && end - place <= Number(asked.query.get("pageSize"))
      ? []
      : [`next leads from ${place} to ${end}`]),
    ...(text === exact ? [] : [`not the lists from ${place} to ${end}: ${text.slice(0, 300)}`]),
    ...(hasMore || end === entries.length ? [] : [`no more after ${end} of ${entries.length}`]),
    ...(hasMore && end === place ? ["more, and no way there"] : []),
    ...(link === header ? [] : [`Link: ${link}`]),
  ];
};

/** The request with another `since`, and all that it had; of a long one only what the feed knows. */
const linkOf = (base: string, { query }: Asked, next: string): string => {
  const header = (parameters: URLSearchParams) => `<${base}${CHANGES_PATH}?${parameters}>; rel="next"`;
  const all = new URLSearchParams(query);
  all.set("since", next);
  if (header(all).length <= LONG) return header(all);
  const category = query.get("category");
  const pageSize = `${Number(query.get("pageSize"))}`;
  return header(new URLSearchParams({ pageSize, ...(category !== null && { category }), since: next }));
};
