import type { AttributeValue, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import * as z from "zod/mini";
import { withinBudget } from "../deadline.ts";
import { ApiError } from "../errors/api-error.ts";
import { type CategoryName, employeesCategories } from "./categories.ts";
import { type Item, type ListName, parseItem } from "./lists.ts";
import { changedAtOf, positionAt, SHARDS, shardKeys } from "./markers.ts";
import { changesInput, createChangesQuery } from "./queries.ts";
import { throwStorageError } from "./storage-errors.ts";

/**
 * Milliseconds before now that an answer ends at: what changed later may not be in the index yet, or may come with an
 * earlier time. 20 s from a writer's time to its commit (`COMMIT_MS` in infra/store/commit.ts, and 5 s for a request that
 * arrives after its writer gave it up), 10 s between two clocks, and 30 s for the index, which DynamoDB says is behind by "a
 * fraction of a second, under normal conditions".
 */
export const MARGIN_MS = 60_000;

type ChangesRequest = {
  /** A place among the markers: all after it are wanted. */
  readonly after: string;
  readonly pageSize: number;
  /** Of one category alone. */
  readonly category?: CategoryName | undefined;
};

/** The last change of a list. */
export type Change = {
  readonly list: ListName;
  /** How many records the list has. */
  readonly total: number;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
  /** Another one after each change. */
  readonly version: string;
  readonly deleted: boolean;
};

export type ChangesPage = {
  /** Oldest first, and at most `pageSize`; fewer also before the end. */
  readonly changes: readonly Change[];
  /** Where the next page begins: the `after` of the request where nothing was found. */
  readonly next: string;
  /** Whether more changes may be there already. */
  readonly hasMore: boolean;
  readonly readUnits: number;
};

export type ChangesStore = {
  /**
   * The employees' lists of a company in the order of their last changes. Whoever passes each page's `next` on as `after`
   * misses no list: one that changes meanwhile moves on to a later place, so it may come twice.
   *
   * @param signal stops a read whose request is out of time
   * @throws {ApiError} `unavailable`, `storedRecordNotValid`
   */
  changes(companySerial: string, request: ChangesRequest, signal?: AbortSignal): Promise<ChangesPage>;
};

const count = z.int().check(z.nonnegative());
const entry = z.object({
  total: count,
  version: z.string(),
  changed: z.string(),
  deleted: z._default(z.boolean(), false),
  expiresAt: z.optional(count),
});

/** @param options the margin, and the clock in milliseconds since 1970 */
export const createChangesStore = (
  dynamodb: DynamoDBClient,
  table: string,
  { marginMs = MARGIN_MS, now = Date.now }: { readonly marginMs?: number; readonly now?: () => number } = {},
): ChangesStore => {
  const query = createChangesQuery(dynamodb);

  const read = async (companySerial: string, { after, pageSize }: ChangesRequest, signal: AbortSignal) => {
    const before = positionAt(now() - marginMs);
    // Else DynamoDB refuses the range.
    if (after >= before) return { items: [], next: after, hasMore: false, readUnits: 0 };
    const shards = await Promise.all(
      shardKeys(companySerial).map((shard) =>
        query(changesInput(table, { shard, after, before, limit: limitOf(pageSize) }), signal),
      ),
    );
    return { ...merge(shards, after, pageSize), readUnits: shards.reduce((sum, { readUnits }) => sum + readUnits, 0) };
  };

  return {
    async changes(companySerial, request, signal) {
      const { items, ...page } = await withinBudget((within) => read(companySerial, request, within), signal).catch(
        throwStorageError,
      );
      const isWanted = ({ list }: Change) => !request.category || list.category.name === request.category;
      return { ...page, changes: items.flatMap((item) => changeOf(item, now()) ?? []).filter(isWanted) };
    },
  };
};

/**
 * How many entries each shard is asked for: half as many again as its share, and 8, so that a page is seldom short because
 * one shard has more of it than the others.
 */
const limitOf = (pageSize: number): number => Math.min(pageSize, Math.ceil((1.5 * pageSize) / SHARDS) + 8);

type Shard = { readonly items: readonly Item[]; readonly more: boolean };

/**
 * The first entries of all shards together. Of a shard that has more, what follows its last entry is not known: so only
 * what is not after the earliest of these is sure to have no gap.
 */
const merge = (shards: readonly Shard[], after: string, pageSize: number) => {
  const ends = shards.filter(({ more }) => more).map(({ items }) => changedOf(items.at(-1)));
  const [end] = ends.sort(byBytes);
  const all = shards.flatMap(({ items }) => items).sort((a, b) => byBytes(changedOf(a), changedOf(b)));
  const items = all.filter((item) => end === undefined || byBytes(changedOf(item), end) <= 0).slice(0, pageSize);
  const last = items.at(-1);
  return { items, next: last ? changedOf(last) : after, hasMore: end !== undefined || items.length < all.length };
};

const changedOf = (item: Item | undefined): string => `${item?.["changed"]?.S}`;

/** DynamoDB's order, which is not that of JavaScript's UTF-16 units. */
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** @returns `undefined` for a removed list's header that is to be deleted, which DynamoDB may do days later */
const changeOf = (item: Item, now: number): Change | undefined => {
  const list = listOf(item["listKey"]);
  const { total, version, changed, deleted, expiresAt } = parseItem(entry, item, list);
  if (expiresAt !== undefined && expiresAt * 1_000 <= now) return undefined;
  return { list, total, version, deleted, changedAt: changedAtOf(changed) };
};

/**
 * `listKey` backwards.
 *
 * @throws {ApiError} `storedRecordNotValid` for a category that this version does not have, as after a rollback: to leave the
 *   list out would be to miss it
 */
const listOf = (key: AttributeValue | undefined): ListName => {
  const [companySerial = "", name, ...employeeID] = `${key?.S}`.split("#");
  const category = employeesCategories.find((each) => each.name === name);
  if (!category) {
    throw new ApiError("storedRecordNotValid", { diagnosis: { reason: "unknown category", company: companySerial } });
  }
  return { companySerial, category, employeeID: employeeID.join("#") };
};
