import pMap, { pMapIterable, pMapSkip } from "p-map";
import { type Category, categories } from "../../../functions/shared/store/categories.ts";
import { listKey } from "../../../functions/shared/store/lists.ts";
import { listOfKey, type StoredList, type StoredLists } from "../../store/stored-lists.ts";
import { CommandError } from "../terminal/command.ts";
import type { OfEmployee, Selection } from "./options.ts";

/** How many lists are read at a time. */
const CONCURRENCY = 8;
/** Milliseconds between two lines of progress. */
const SAY_EVERY_MS = 5_000;

/** A partition key of the table, and the list that is stored there, unless no list can have that key. */
export type Found = { readonly key: string; readonly stored?: StoredList };

/**
 * Reads the selected lists, several at a time, and returns them in the order of their keys. It holds all their keys in
 * memory (about 100 bytes a list), and as many lists as are read at a time.
 *
 * @param say is called with a line of progress every five seconds
 * @param see is called with the keys before any list is handed out
 * @throws {CommandError} for an employee or a company of whom the table has no such list
 * @throws {ApiError} `unavailable`, here or while they are iterated
 */
export const findLists = async (
  lists: StoredLists,
  selection: Selection,
  say: (line: string) => void,
  see: (keys: readonly string[]) => void = () => {},
): Promise<Iterable<Found> | AsyncIterable<Found>> => {
  const { companySerial, employeeID, category } = selection;
  const isNot = category ? `has no list of the category ${category.name}` : "is not in the table";
  if (employeeID !== undefined) {
    const found = await pMap(keysOf(selection), readOne(lists), { concurrency: CONCURRENCY });
    see(found.map(({ key }) => key));
    if (found.length > 0) return found;
    throw new CommandError(`Employee ${employeeID} of company ${companySerial} ${isNot}.`);
  }
  const keys = (await lists.keys()).filter(isWanted(selection));
  if (companySerial !== undefined && keys.length === 0) {
    throw new CommandError(`Company ${companySerial} ${isNot}.`);
  }
  see(keys);
  return withProgress(say, keys.length, pMapIterable(keys, readOne(lists), { concurrency: CONCURRENCY }));
};

/** The keys of all lists that the employee may have. */
const keysOf = ({ companySerial, employeeID, category }: OfEmployee): string[] => {
  const all = Object.values<Category>(categories).filter(({ owner }) => owner === "employee");
  return (category ? [category] : all).map((each) => listKey({ companySerial, category: each, employeeID })).sort();
};

const isWanted =
  ({ companySerial, category }: Selection) =>
  (key: string) => {
    const list = listOfKey(key);
    // A key of no list belongs to no company and no category.
    if (!list) return companySerial === undefined && category === undefined;
    return (
      list.companySerial === (companySerial ?? list.companySerial) && list.category === (category ?? list.category)
    );
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
