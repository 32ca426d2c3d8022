import type { MendHeader } from "../../store/mend-header.ts";
import type { StoredList } from "../../store/stored-lists.ts";
import type { Found } from "./find.ts";

/** How many headers got a marker, and how many a writer had given one meanwhile. */
export type Mended = { stamped: number; overtaken: number };

/** Gives the lists on, each after its header got a marker if it had none. */
export async function* mending(
  found: Iterable<Found> | AsyncIterable<Found>,
  mend: MendHeader,
  mended: Mended,
): AsyncIterable<Found> {
  for await (const one of found) {
    const version = one.stored && unmarkedVersionOf(one.stored);
    if (one.stored && version !== undefined) {
      if (await mend(one.stored.list, version)) mended.stamped += 1;
      else mended.overtaken += 1;
    }
    yield one;
  }
}

/** @returns the version of a header that should have a marker and has none */
const unmarkedVersionOf = ({ list, header }: StoredList): string | undefined =>
  list.category.owner === "employee" && !header?.["changes"] ? header?.["version"]?.S : undefined;

export const describeMended = ({ stamped, overtaken }: Mended): string =>
  `${stamped} headers got a marker, ${overtaken} had changed meanwhile`;
