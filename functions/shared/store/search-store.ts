import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { withinBudget } from "../deadline.ts";
import { ApiError } from "../errors/api-error.ts";
import { foundIn, readUntilItAgrees } from "./agreeing-read.ts";
import { describeList, type ListName, listKey, parseItem } from "./lists.ts";
import { type Page, type PageRequest, rangeOf } from "./page-store.ts";
import { createListQueries } from "./queries.ts";
import { throwStorageError } from "./storage-errors.ts";

/**
 * How many records a list that is searched has at the most, and all lists that an instance keeps together. The import
 * holds it.
 */
export const MAX_SEARCHED = 10_000;

export type SearchRequest = PageRequest & {
  /** A part of the wanted records' names, in any case and any of Unicode's forms of the same text. */
  readonly name: string;
};

export type SearchStore = {
  /**
   * A page of those records, in the list's order, whose `name` contains the given one.
   *
   * An instance keeps the lists that it searched, up to 10,000 records of all of them. While the header has the version that
   * was kept, a search costs 1 read unit. A list's first search costs 1 for each 4 kB of the list; so does the first one
   * after `SETTLED_MS`, and after each change.
   *
   * @param signal stops a read whose request is out of time
   * @returns the page, and as its total the number of all such records; `undefined` for a list that the table does not
   *   know
   * @throws {ApiError} `unavailable`, `storedRecordNotValid`; `internal` for a list of more than 10,000 records
   */
  search<Value extends object>(
    list: ListName<Value>,
    request: SearchRequest,
    signal?: AbortSignal,
  ): Promise<Page<Value>>;
};

/**
 * Milliseconds after which all items of a transaction that renewed a header are read as they are now. A Query beside it may
 * show the new header and some old items, so what is kept is read once more after this time.
 */
const SETTLED_MS = 2_000;

/** A list in memory: its records, and their names as they are compared. */
type Kept = {
  readonly version: string | undefined;
  readonly records: readonly object[];
  readonly names: readonly string[];
  /** When an instance read this version first, by `performance.now()`. */
  readonly foundAt: number;
  /** Whether it was read again after `SETTLED_MS`. */
  readonly settled: boolean;
};
type Searchable = Kept & { readonly readUnits: number };

export const createSearchStore = (dynamodb: DynamoDBClient, table: string): SearchStore => {
  const queries = createListQueries(dynamodb, table);
  /** By key, the one that was searched last at the end. */
  const kept = new Map<string, Kept>();

  /**
   * Strongly consistent: the header is read first, and whatever changes a record from then on renews the version too.
   *
   * @param known the list as it was kept, if it was
   */
  const readWhole = async (list: ListName, known: Kept | undefined, signal: AbortSignal): Promise<Searchable> => {
    const range = { from: 0, to: MAX_SEARCHED };
    const startedAt = performance.now();
    const readOnce = async () => foundIn(list, await queries.range(list, range, { consistent: true, signal }));
    const { header, items, readUnits } = await readUntilItAgrees(list, { ...range, from: 1 }, readOnce, signal);
    if (header && header.total > MAX_SEARCHED) throw tooLong(list);
    const records = items.map((item) => parseItem(list.category.stored, item, list));
    const foundAt = known && known.version === header?.version ? known.foundAt : performance.now();
    const settled = startedAt - foundAt >= SETTLED_MS;
    return { version: header?.version, records, names: records.map(nameOf), foundAt, settled, readUnits };
  };

  const keep = (key: string, list: Kept): void => {
    kept.delete(key);
    kept.set(key, list);
    let records = 0;
    for (const [other, { names }] of [...kept].reverse()) {
      if (records + names.length > MAX_SEARCHED) kept.delete(other);
      else records += names.length;
    }
  };

  const current = async (list: ListName, signal: AbortSignal): Promise<Searchable> => {
    const key = listKey(list);
    const known = kept.get(key);
    // Before the header is waited for, so that a slow answer does not cost a second read.
    const due = known !== undefined && isDue(known);
    // Consistent, so that a replica that is behind does not make an instance read the whole list again.
    const now = known && foundIn(list, await queries.header(list, { consistent: true, signal }));
    const isCurrent = now && now.header?.version === known.version && !due;
    const { readUnits, ...found } = isCurrent ? { ...known, readUnits: 0 } : await readWhole(list, known, signal);
    keep(key, found);
    return { ...found, readUnits: readUnits + (now?.readUnits ?? 0) };
  };

  return {
    async search<Value extends object>(list: ListName<Value>, request: SearchRequest, signal?: AbortSignal) {
      const { version, records, names, readUnits } = await withinBudget(
        (within) => current(list, within),
        signal,
      ).catch(throwStorageError);
      const wanted = comparable(request.name);
      const found = records.filter((_, index) => names[index]?.includes(wanted)) as Value[];
      const { from, to } = rangeOf(request);
      return { records: found.slice(from - 1, to), total: version === undefined ? undefined : found.length, readUnits };
    },
  };
};

/**
 * Unicode's compatibility form: a full-width or ligature letter equals the plain one. Lower case alone would depend on where
 * a word ends: Σ becomes ς there, and σ elsewhere. Change of case can undo the form.
 */
const comparable = (text: string): string => text.normalize("NFKC").toLowerCase().toUpperCase().normalize("NFKC");

const nameOf = (record: object): string => comparable(`${Reflect.get(record, "name")}`);

const isDue = ({ foundAt, settled }: Kept): boolean => !settled && performance.now() - foundAt >= SETTLED_MS;

const tooLong = (list: ListName) =>
  new ApiError("internal", {
    diagnosis: { reason: `list of more than ${MAX_SEARCHED} records`, ...describeList(list) },
  });
