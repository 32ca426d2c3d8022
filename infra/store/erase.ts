import { randomUUID } from "node:crypto";
import { type DynamoDB, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod/mini";
import { backOff } from "../../functions/shared/backoff.ts";
import { ApiError } from "../../functions/shared/errors/api-error.ts";
import { describeList, type Item, type ListName, positionOf } from "../../functions/shared/store/lists.ts";
import { createListQueries } from "../../functions/shared/store/queries.ts";
import { throwStorageError } from "../../functions/shared/store/storage-errors.ts";
import { cancellationOf, throwCommitError } from "./cancellation.ts";
import { COMMIT_MS, type Retry } from "./commit.ts";
import { startAttempt } from "./commit-time.ts";
import { headerItem, nextChange, stateOf, storedHeader } from "./header-item.ts";
import { fits } from "./step-limits.ts";
import { EVERYTHING } from "./stored-lists.ts";

/** How many lost races an erasure may have, and the pauses after them. */
const MAX_RACES = 50;
const BACKOFF = { firstMs: 20, maxMs: 500 };

export type Eraser = {
  /**
   * @returns how many items the list has besides its header, and whether it is to be removed: not where the table has
   *   nothing of it, nor where it has a removed list's header alone
   */
  look(list: ListName): Promise<{ readonly items: number; readonly state: "unknown" | "removed" | "there" }>;
  /**
   * Removes an employee's list whatever its items and its header are, since nobody's right to that waits for a repair:
   * deletes the items by their keys, from the end, in as many steps as it takes, and leaves a header that says so for a
   * time. It goes on until a read finds that header alone. An unknown list stays unknown.
   *
   * @throws {ApiError} `unavailable` where storage cannot be had or more than 50 races were lost
   */
  erase(list: ListName): Promise<void>;
};

/**
 * @param retry runs each read and each commit by itself
 * @param now for tests: the clock, in milliseconds since 1970
 */
export const createEraser = (
  dynamodb: DynamoDB,
  table: string,
  retry: Retry = (work) => work(),
  now: () => number = Date.now,
): Eraser => {
  const queries = createListQueries(dynamodb, table);

  const read = async (list: ListName): Promise<Found> => {
    const { items } = await retry(() => queries.range(list, EVERYTHING, { consistent: true }).catch(throwStorageError));
    const header = items.find((item) => positionOf(item) === 0);
    return { header, items: items.filter((item) => item !== header) };
  };

  /** Each attempt has a time of its own. @returns whether it was carried out: not after a lost race */
  const step = (list: ListName, found: Found): Promise<boolean> =>
    retry(async () => {
      const { startedAt, optionsFor } = startAttempt(dynamodb, now, COMMIT_MS);
      const command = new TransactWriteItemsCommand(stepInput(table, list, found, startedAt));
      await dynamodb.send(command, optionsFor(command)).catch(throwCommitError);
      return true;
    }).catch((error: unknown) => {
      // Also where an earlier attempt was carried out, and its answer lost: the next read tells.
      if (cancellationOf(error)?.kind === "lost race") return false;
      throw error;
    });

  return {
    async look(list) {
      const found = await read(list);
      return { items: found.items.length, state: stateIn(found) };
    },
    async erase(list) {
      for (let races = 0; races <= MAX_RACES; ) {
        const found = await read(list);
        if (stateIn(found) !== "there") return;
        if (await step(list, found)) continue;
        races += 1;
        await backOff(races, BACKOFF);
      }
      throw new ApiError("unavailable", { diagnosis: { reason: "contended list", ...describeList(list) } });
    },
  };
};

type Found = {
  readonly header: Item | undefined;
  readonly items: readonly Item[];
};

/** What is left of a removed list. */
const tombstone = z.extend(storedHeader, {
  total: z.literal(0),
  deleted: z.literal(true),
  changed: z.string(),
  expiresAt: z.number(),
});

const stateIn = ({ header, items }: Found): "unknown" | "removed" | "there" => {
  if (items.length > 0) return "there";
  if (!header) return "unknown";
  return z.safeParse(tombstone, valuesOf(header)).success ? "removed" : "there";
};

const valuesOf = (item: Item) => unmarshall(item, { wrapNumbers: Number });

const stepInput = (table: string, list: ListName, { header, items }: Found, now: number) => {
  const deletes = items.filter((_, index) => fits(items.length - index, 0));
  const total = items.length - deletes.length;
  // Of a header that is not valid nothing counts.
  const valid = z.safeParse(storedHeader, valuesOf(header ?? {}));
  const stamp = { version: randomUUID(), changedAt: nextChange(valid.success ? stateOf(valid.data) : {}, now) };
  return {
    ClientRequestToken: stamp.version,
    TransactItems: [
      {
        Put: {
          TableName: table,
          Item: marshall(headerItem(list, { total, ...(total === 0 && { deleted: true }) }, stamp)),
          ...stillThe(header),
        },
      },
      ...deletes.map(({ listKey, position }) => ({ Delete: { TableName: table, Key: { listKey, position } as Item } })),
    ],
  };
};

/** On condition that the version is what was read, of whatever type that is. Every writer renews it. */
const stillThe = (header: Item | undefined) => {
  const names = { ExpressionAttributeNames: { "#version": "version" } };
  const version = header?.["version"];
  return version
    ? { ConditionExpression: "#version = :read", ExpressionAttributeValues: { ":read": version }, ...names }
    : { ConditionExpression: "attribute_not_exists(#version)", ...names };
};
