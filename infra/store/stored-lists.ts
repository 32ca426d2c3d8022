import { setTimeout as pause } from "node:timers/promises";
import { type DynamoDB, ScanCommand, type ScanCommandInput } from "@aws-sdk/client-dynamodb";
import * as z from "zod/mini";
import { agrees, header, type Item, type ListName, positionOf } from "../../functions/shared/store/lists.ts";
import { createListQueries } from "../../functions/shared/store/queries.ts";
import { storageError } from "../../functions/shared/store/storage-errors.ts";
import type { Retry } from "./commit.ts";
import { owner } from "./owner.ts";

/** The course category whose lists the commands bring in and out. */
export const CATEGORY = "webinar";

/** @returns the list that a partition key names, or `undefined` if no list can have that key */
export const listOfKey = (key: string): ListName | undefined => {
  const [, company = "", category = "", employeeID = ""] = /^([^#]*)#([^#]+)#(.*)$/s.exec(key) ?? [];
  const list = { companySerial: company, category, employeeID };
  return z.safeParse(owner, list).success ? list : undefined;
};

/** A whole list as it lies in the table, sound or not. */
export type StoredList = {
  readonly list: ListName;
  /** The item at position 0. */
  readonly header: Item | undefined;
  /** All others, in the order of their positions. */
  readonly items: readonly Item[];
  /** Whether a writer changed it while it was read: it may be half of the one and half of the other list. */
  readonly changing: boolean;
};

export type StoredLists = {
  /**
   * @returns the partition keys of all lists, each once, sorted by UTF-16 code units; one that was made during the read
   *   may be missing
   * @throws {ApiError} `unavailable`
   */
  keys(): Promise<string[]>;
  /**
   * Reads a list strongly consistently. One that does not agree with its header is read again, as a writer may be at
   * work, and handed out as it is if it never does.
   *
   * @returns `undefined` if the table has nothing of it
   * @throws {ApiError} `unavailable`
   */
  read(list: ListName): Promise<StoredList | undefined>;
};

/** How often a list that does not agree with its header is read again. */
const REREADS = 5;
/** Milliseconds before the first of them; each later one waits twice as long: 310 ms in all. */
const FIRST_PAUSE_MS = 10;
/** Every position that a list could have, and those that it could not. */
const EVERYTHING = { from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };

/** @param signal stops what is under way */
export const createStoredLists = (
  dynamodb: DynamoDB,
  table: string,
  { patience, signal }: { patience: Retry; signal?: AbortSignal },
): StoredLists => {
  const queries = createListQueries(dynamodb, table);
  const aborting = signal && { signal };
  const patiently = <Result>(work: () => Promise<Result>) =>
    patience(() =>
      work().catch((error: unknown) => {
        throw storageError(error);
      }),
    );

  const readOnce = async (list: ListName): Promise<StoredList> => {
    const { items } = await patiently(() => queries.range(list, EVERYTHING, { consistent: true, ...aborting }));
    const first = items.find((item) => positionOf(item) === 0);
    // A long list takes several calls, and a writer may come between them.
    const [now] = (await patiently(() => queries.header(list, { consistent: true, ...aborting }))).items;
    const changing = now?.["version"]?.S !== first?.["version"]?.S;
    return { list, header: first, items: items.filter((item) => item !== first), changing };
  };

  return {
    async keys() {
      const keys = new Set<string>();
      let next: ScanCommandInput | undefined = keysInput(table);
      while (next) {
        const input: ScanCommandInput = next;
        const answer = await patiently(() =>
          dynamodb.send(new ScanCommand(input), { ...(signal && { abortSignal: signal }) }),
        );
        for (const { listKey } of answer.Items ?? []) if (listKey?.S !== undefined) keys.add(listKey.S);
        next = answer.LastEvaluatedKey && { ...input, ExclusiveStartKey: answer.LastEvaluatedKey };
      }
      return [...keys].sort();
    },

    async read(list) {
      let found = await readOnce(list);
      for (let reread = 0; reread < REREADS && isTorn(found); reread += 1) {
        await pause(FIRST_PAUSE_MS * 2 ** reread, undefined, aborting);
        found = await readOnce(list);
      }
      return found.header || found.items.length > 0 ? found : undefined;
    },
  };
};

const keysInput = (table: string): ScanCommandInput => ({
  TableName: table,
  ProjectionExpression: "listKey",
  ConsistentRead: true,
});

const isTorn = ({ header: first, items, changing }: StoredList): boolean =>
  changing || !agrees(items, totalOf(first) ?? 0, { from: 1, to: EVERYTHING.to });

/** @returns what a header says how many assignments there are, if it says so at all */
export const totalOf = (first: Item | undefined): number | undefined => {
  const total = z.safeParse(header.shape.total, Number(first?.["total"]?.N ?? Number.NaN));
  return total.success ? total.data : undefined;
};
