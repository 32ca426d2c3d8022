import { pMapIterable, pMapSkip } from "p-map";
import { categories } from "../../../functions/shared/store/categories.ts";
import { listKey } from "../../../functions/shared/store/lists.ts";
import { listOfKey, type StoredList, type StoredLists } from "../../store/stored-lists.ts";
import { CommandError } from "../terminal/command.ts";
import type { Selection } from "./options.ts";

/** How many lists are read at a time. */
const CONCURRENCY = 8;
/** Milliseconds between two lines of progress. */
const SAY_EVERY_MS = 5_000;

/** A partition key of the table, and the list that is stored there, unless no list can have that key. */
export type Found = { readonly key: string; readonly stored?: StoredList };

/**
 * Reads the selected webinar lists, several at a time, and returns them in the order of their keys. It holds all their
 * keys in memory (about 100 bytes an employee), and as many lists as are read at a time.
 *
 * @param say is called with a line of progress every five seconds
 * @throws {CommandError} for an employee or a company that the table does not know
 * @throws {ApiError} `unavailable`, here or while they are iterated
 */
export const findLists = async (
  lists: StoredLists,
  { companySerial, employeeID }: Selection,
  say: (line: string) => void,
): Promise<Iterable<Found> | AsyncIterable<Found>> => {
  if (employeeID !== undefined) {
    const list = { companySerial, category: categories.webinar.name, employeeID };
    const stored = await lists.read(list);
    if (!stored) throw new CommandError(`Employee ${employeeID} of company ${companySerial} is not in the table.`);
    return [{ key: listKey(list), stored }];
  }
  const keys = (await lists.keys()).filter(isWanted(companySerial));
  if (companySerial !== undefined && keys.length === 0) {
    throw new CommandError(`Company ${companySerial} is not in the table.`);
  }
  return withProgress(say, keys.length, pMapIterable(keys, readOne(lists), { concurrency: CONCURRENCY }));
};

const isWanted = (companySerial: string | undefined) => (key: string) => {
  const list = listOfKey(key);
  if (!list) return companySerial === undefined;
  return list.category === categories.webinar.name && list.companySerial === (companySerial ?? list.companySerial);
};

const readOne =
  (lists: StoredLists) =>
  async (key: string): Promise<Found | typeof pMapSkip> => {
    const list = listOfKey(key);
    if (!list) return { key };
    const stored = await lists.read(list);
    return stored ? { key, stored } : pMapSkip;
  };

async function* withProgress(say: (line: string) => void, total: number, found: AsyncIterable<Found>) {
  let done = 0;
  let saidAt = performance.now();
  for await (const one of found) {
    yield one;
    done += 1;
    if (performance.now() - saidAt < SAY_EVERY_MS) continue;
    saidAt = performance.now();
    say(`${done} of ${total} lists`);
  }
}
