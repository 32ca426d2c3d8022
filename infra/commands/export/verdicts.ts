import { pMapIterable, pMapSkip } from "p-map";
import type { ListName } from "../../../functions/shared/store/lists.ts";
import { listOfKey, type StoredLists } from "../../store/stored-lists.ts";
import type { Found } from "./find.ts";
import { judge } from "./judge.ts";

/** How many lists are read again at a time. */
const CONCURRENCY = 8;
/** Milliseconds between two lines of progress. */
const SAY_EVERY_MS = 5_000;

export const NO_KEY = "this is no list key";

/** What is known of a list that was checked. */
export type Verdict = {
  readonly key: string;
  /** Unless no list can have that key. */
  readonly list?: ListName;
  readonly total?: number | undefined;
  /** How many are stored, valid or not. */
  readonly records: number;
  readonly problems: readonly string[];
};

const verdictOf = ({ key, stored }: Found): Verdict => {
  if (!stored) return { key, records: 0, problems: [NO_KEY] };
  const { total, problems } = judge(stored);
  return { key, list: stored.list, total, records: stored.items.length, problems };
};

/** Checks lists that were read one by one. */
export async function* verdictsOn(found: Iterable<Found> | AsyncIterable<Found>): AsyncGenerator<Verdict> {
  for await (const one of found) yield verdictOf(one);
}

/**
 * Checks every list of the table in one parallel scan, in place of a call or two for each list. A scan may see half of a
 * writer's step, so a list counts as sound only as it was found whole; each other one is read once more by itself, as
 * an export reads it, and judged by that.
 *
 * It holds all keys in memory (about 100 bytes a list, and 8 for the total) and a page of each segment of the scan.
 *
 * @param say is called with a line of progress every five seconds
 * @returns the verdicts in the order of the keys
 * @throws {ApiError} `unavailable`
 */
export async function* verdictsOnAll(lists: StoredLists, say: (line: string) => void): AsyncGenerator<Verdict> {
  /** The total of each sound list; `undefined` for one that is read again. */
  const totals = new Map<string, number | undefined>();
  let saidAt = performance.now();
  await lists.scan((found) => {
    const { total, problems } = verdictOf(found);
    // A second piece of one list: whatever the first one was judged, neither was the whole.
    const isSound = problems.length === 0 && !totals.has(found.key);
    totals.set(found.key, isSound ? total : undefined);
    if (performance.now() - saidAt < SAY_EVERY_MS) return;
    saidAt = performance.now();
    say(`${totals.size} lists read`);
  });

  const finish = async (key: string): Promise<Verdict | typeof pMapSkip> => {
    const list = listOfKey(key);
    if (!list) return verdictOf({ key });
    const total = totals.get(key);
    if (total !== undefined) return { key, list, total, records: total, problems: [] };
    const stored = await lists.read(list);
    return stored ? verdictOf({ key, stored }) : pMapSkip;
  };
  yield* pMapIterable([...totals.keys()].sort(), finish, { concurrency: CONCURRENCY });
}
