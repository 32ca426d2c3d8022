import * as z from "zod/mini";
import { header, type ListName, listKey } from "../../functions/shared/store/lists.ts";
import { changedAtOf, MARKER, markerOf } from "../../functions/shared/store/markers.ts";
import type { ListState } from "./plans.ts";

/** A header as the writer reads it. Headers from before there was a feed of changes have no marker. */
export const storedHeader = z.extend(header, { changed: z.optional(z.string().check(z.regex(MARKER))) });

/** How long a removed list's header stays, so that whoever follows the feed of changes learns of the removal. */
const TOMBSTONE_DAYS = 30;

/** What a step gives its list's header. */
export type Stamp = {
  /** Random. */
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
};

/** @returns the state that a header tells of, without the records */
export const stateOf = ({ version, changed, deleted }: z.output<typeof storedHeader>) => ({
  version,
  deleted,
  changedAt: changed === undefined ? undefined : changedAtOf(changed),
});

/**
 * When the next change of a list is: now, and after its last one whatever the clocks say, so that a later change never has
 * an earlier place among the markers.
 */
export const nextChange = ({ changedAt = 0 }: Pick<ListState<unknown>, "changedAt">, now: number): number =>
  Math.max(now, changedAt + 1);

/** @returns the item at position 0; `deleted` for what stays of a removed list */
export const headerItem = (
  list: ListName,
  { total, deleted }: { readonly total: number; readonly deleted?: true },
  stamp: Stamp,
) => ({
  listKey: listKey(list),
  position: 0,
  total,
  version: stamp.version,
  ...markerOf(list, stamp.changedAt),
  ...(deleted && { deleted, expiresAt: Math.ceil(stamp.changedAt / 1_000) + TOMBSTONE_DAYS * 24 * 60 * 60 }),
});
