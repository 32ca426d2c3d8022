import { type DynamoDB, ScanCommand, type ScanCommandInput } from "@aws-sdk/client-dynamodb";
import * as z from "zod/mini";
import { backOff } from "../../functions/shared/backoff.ts";
import { rereads } from "../../functions/shared/store/agreeing-read.ts";
import { type Category, categories } from "../../functions/shared/store/categories.ts";
import { agrees, header, type Item, type ListName, positionOf } from "../../functions/shared/store/lists.ts";
import { createListQueries } from "../../functions/shared/store/queries.ts";
import { throwStorageError } from "../../functions/shared/store/storage-errors.ts";
import type { Retry } from "./commit.ts";
import { owners } from "./owner.ts";

const categoriesByName = new Map<string, Category>(Object.values(categories).map((each) => [each.name, each]));

/** @returns the list that a partition key names, or `undefined` if no list can have that key */
export const listOfKey = (key: string): ListName | undefined => {
  const [, companySerial = "", category = "", employeeID = ""] = /^([^#]*)#([^#]+)#(.*)$/s.exec(key) ?? [];
  const found = categoriesByName.get(category);
  if (!found || !z.safeParse(owners[found.owner], { companySerial, employeeID }).success) return undefined;
  return { companySerial, category: found, employeeID };
};

/** A whole list as it is stored, valid or not. */
export type StoredList = {
  readonly list: ListName;
  /** The item at position 0. */
  readonly header: Item | undefined;
  /** All others, in the order of their positions. */
  readonly items: readonly Item[];
  /** Whether a writer changed the list while it was read: its items may be partly old and partly new. */
  readonly changing: boolean;
};

export type StoredLists = {
  /**
   * @returns the partition keys of all lists, each once, sorted by UTF-16 code units; a list that was made during the
   *   scan may be missing
   * @throws {ApiError} `unavailable`
   */
  keys(): Promise<string[]>;
  /**
   * Reads the whole table, several segments at a time, strongly consistent item by item: a list that a writer changes
   * meanwhile may be partly old and partly new.
   *
   * @param take is given each key with the items that follow one another in the scan, which are the whole list unless
   *   the table keeps it in pieces; without `stored` if no list can have that key
   * @throws {ApiError} `unavailable`
   */
  scan(take: (found: { readonly key: string; readonly stored?: StoredList }) => void): Promise<void>;
  /**
   * Reads a list, strongly consistent. A list that does not agree with its header is read again, because a writer may
   * be at work; one that never agrees is returned as it is.
   *
   * @returns `undefined` if the table has no item of the list
   * @throws {ApiError} `unavailable`
   */
  read(list: ListName): Promise<StoredList | undefined>;
};

/** Every position, also those that no valid list has. */
export const EVERYTHING = { from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };

/** Segments that are scanned at a time. Each holds a page of 1 MB. */
const SEGMENTS = 4;

/**
 * @param retry is given each call
 * @param signal stops the call or the pause that is under way
 */
export const createStoredLists = (
  dynamodb: DynamoDB,
  table: string,
  { retry, signal }: { retry: Retry; signal?: AbortSignal },
): StoredLists => {
  const queries = createListQueries(dynamodb, table);
  const consistently = { consistent: true, ...(signal && { signal }) };
  const call = <Result>(work: () => Promise<Result>) => retry(() => work().catch(throwStorageError));

  const readOnce = async (list: ListName): Promise<StoredList> => {
    const { items } = await call(() => queries.range(list, EVERYTHING, consistently));
    const first = items.find((item) => positionOf(item) === 0);
    // A long list takes several calls, and a writer may change it between them.
    const [now] = (await call(() => queries.header(list, consistently))).items;
    const changing = now?.["version"]?.S !== first?.["version"]?.S;
    return { list, header: first, items: items.filter((item) => item !== first), changing };
  };

  async function* pages(first: ScanCommandInput): AsyncGenerator<readonly Item[]> {
    let next: ScanCommandInput | undefined = first;
    while (next) {
      const input: ScanCommandInput = next;
      const answer = await call(() => dynamodb.send(new ScanCommand(input), signal && { abortSignal: signal }));
      yield answer.Items ?? [];
      next = answer.LastEvaluatedKey && { ...input, ExclusiveStartKey: answer.LastEvaluatedKey };
    }
  }

  return {
    async keys() {
      const keys = new Set<string>();
      for await (const items of pages(keysInput(table))) {
        for (const { listKey } of items) if (listKey?.S !== undefined) keys.add(listKey.S);
      }
      return [...keys].sort();
    },

    async scan(take) {
      const segment = async (number: number) => {
        let key: string | undefined;
        let items: Item[] = [];
        const flush = () => {
          if (key !== undefined) take(foundAt(key, items));
          items = [];
        };
        const input = { TableName: table, ConsistentRead: true, Segment: number, TotalSegments: SEGMENTS };
        for await (const page of pages(input)) {
          for (const item of page) {
            const next = item["listKey"]?.S;
            if (next !== key) flush();
            key = next;
            items.push(item);
          }
        }
        flush();
      };
      await Promise.all(Array.from({ length: SEGMENTS }, (_, number) => segment(number)));
    },

    async read(list) {
      let found = await readOnce(list);
      for (let reread = 1; reread <= rereads.times && isTorn(found); reread += 1) {
        await backOff(reread, rereads.backoff, signal);
        found = await readOnce(list);
      }
      return found.header || found.items.length > 0 ? found : undefined;
    },
  };
};

const foundAt = (key: string, items: readonly Item[]) => {
  const list = listOfKey(key);
  if (!list) return { key };
  const first = items.find((item) => positionOf(item) === 0);
  return { key, stored: { list, header: first, items: items.filter((item) => item !== first), changing: false } };
};

const keysInput = (table: string): ScanCommandInput => ({
  TableName: table,
  ProjectionExpression: "listKey",
  ConsistentRead: true,
});

const isTorn = ({ header: first, items, changing }: StoredList): boolean =>
  changing || !agrees(items, totalOf(first) ?? 0, { from: 1, to: EVERYTHING.to });

/** @returns the header's total, or `undefined` if it has no valid one */
export const totalOf = (first: Item | undefined): number | undefined => {
  const total = z.safeParse(header.shape.total, Number(first?.["total"]?.N ?? Number.NaN));
  return total.success ? total.data : undefined;
};
