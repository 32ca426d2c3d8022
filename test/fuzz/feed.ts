import { isDeepStrictEqual } from "node:util";
import * as z from "zod/mini";
import { type ChangedList, changedList, changesBody } from "../../functions/course-activity/changes-contract.ts";
import { CHANGES_ROUTE, partsOf } from "../../functions/shared/http/routes.ts";
import { BEGINNING } from "../../functions/shared/store/markers.ts";
import { watermarkOf } from "../../functions/shared/store/watermark.ts";

export const CHANGES_PATH = partsOf(CHANGES_ROUTE).path;

/** A company's feed while nothing is written: every list, and the watermark before each and behind the last. */
export type Feed = {
  readonly entries: readonly ChangedList[];
  readonly marks: readonly string[];
};

/** What the feed must name of a list. */
export type Named = Pick<ChangedList, "employeeID" | "category" | "totalItems" | "deleted">;

const body = changesBody(changedList());

/**
 * Walks through a company's feed, a list at a time.
 *
 * @param named every list that it must name
 * @throws where it names others
 */
export const walkFeed = async (
  url: string,
  token: string,
  companySerial: string,
  named: readonly Named[],
): Promise<Feed> => {
  const entries: ChangedList[] = [];
  const marks = [watermarkOf(companySerial, BEGINNING)];
  for (let hasMore = true; hasMore; ) {
    const query = new URLSearchParams({ pageSize: "1", ...(entries.length > 0 && { since: `${marks.at(-1)}` }) });
    const answer = await fetch(`${url}${CHANGES_PATH}?${query}`, { headers: { Authorization: token } });
    const { data } = z.parse(body, await answer.json());
    entries.push(...(data.items as ChangedList[]));
    if (data.items.length > 0) marks.push(data.next);
    hasMore = data.hasMore && entries.length <= named.length;
  }
  const keyOf = ({ employeeID, category }: Named) => `${category}#${employeeID}`;
  const told = entries.map(({ changedAt: _, version: __, ...list }) => list);
  const sorted = (lists: readonly Named[]) => lists.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  if (!isDeepStrictEqual(sorted(told), sorted(named))) throw new Error(`The feed names ${JSON.stringify(told)}`);
  return { entries, marks };
};

/** What stands in a request for a `since` of a company, by the name of its client: `{{demoEnd}}`. */
const sinces = ["Start", "Middle", "End", "Time", "Cut", "Changed", "Longer", "Padded"] as const;
export const sinceNames = ["demo", "other"].flatMap((client) =>
  // Where one company's time stands in another's feed is not known.
  sinces.filter((since) => since !== "Time").map((since) => `${client}${since}`),
);

/** The texts for these names: the first four are good ones for the client itself, the others for nobody. */
export const sincesOf = (client: string, { entries, marks }: Feed): Record<string, string> => {
  const middle = Math.floor(entries.length / 2);
  const mark = `${marks[middle]}`;
  const texts: Record<(typeof sinces)[number], string> = {
    Start: `${marks[0]}`,
    Middle: mark,
    End: `${marks.at(-1)}`,
    Time: `${entries[middle]?.changedAt}`,
    Cut: mark.slice(0, -4),
    Changed: `${mark.slice(0, 20)}${mark[20] === "A" ? "B" : "A"}${mark.slice(21)}`,
    Longer: `${mark}AAAA`,
    Padded: `${mark}=`,
  };
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${client}${name}`, text]));
};

/** @returns before which entry a good `since` stands, by its name; `undefined` for one that is not good */
export const placeOf = ({ entries, marks }: Feed, name: string): number | undefined => {
  const middle = Math.floor(entries.length / 2);
  const places: Readonly<Record<string, number>> = {
    Start: 0,
    Middle: middle,
    End: marks.length - 1,
    Time: entries.findIndex(({ changedAt }) => changedAt >= `${entries[middle]?.changedAt}`),
  };
  return places[name];
};
