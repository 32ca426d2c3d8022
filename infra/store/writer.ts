import type { DynamoDB } from "@aws-sdk/client-dynamodb";
import { backOff } from "../../functions/shared/backoff.ts";
import { ApiError } from "../../functions/shared/errors/api-error.ts";
import { agrees, describeList, type ListName, parseItem, positionOf } from "../../functions/shared/store/lists.ts";
import { createListQueries } from "../../functions/shared/store/queries.ts";
import { throwStorageError } from "../../functions/shared/store/storage-errors.ts";
import { applyInMemory, COMMIT_MS, type CommitOptions, createCommit, type TakeStep } from "./commit.ts";
import { stateOf, storedHeader } from "./header-item.ts";
import type { ListState, Plan } from "./plans.ts";

/** How many lost races a change may have. */
const MAX_RACES = 50;
/** The pauses after lost races. */
const BACKOFF = { firstMs: 20, maxMs: 500 };
/** After so many reads that found the same header and items that do not agree with it, the list is broken. */
const MAX_TORN_READS = 10;
/** From the header on. */
const WHOLE_LIST = { from: 0, to: Number.MAX_SAFE_INTEGER };

/** Assumed without a read: the commit's condition fails if there is a header. */
const UNKNOWN: ListState<never> = { version: undefined, records: [] };

type Changed<Value> = {
  /** How many items were put and deleted. */
  readonly written: number;
  /** The list as it was before the first committed step, and as it is after the last. */
  readonly before: ListState<Value>;
  readonly after: ListState<Value>;
};

type Expectation = {
  /** The employee is probably unknown: the list is read only if that turns out to be wrong. */
  readonly expectUnknown?: boolean;
};

export type ListWriter = {
  /**
   * Carries `plan` out: reads the list, plans the next step, commits it on condition that the list is still the one
   * that was read, and repeats that until the plan has nothing left to do. After any crash, and beside any other
   * writer, the list is dense, its total is right, and each step is applied as a whole or not at all.
   *
   * One region must do all the writing: a global table's transactions are atomic only where they were made.
   *
   * @throws {ApiError} `unavailable` where storage cannot be had or more than 50 races were lost;
   *   `storedRecordNotValid`, also for a list that does not agree with its header while no writer changes it
   * @throws {z.core.$ZodError} for a record to be put that breaks its category's schema, before anything of its step is
   *   written
   */
  change<Value extends object>(
    list: ListName<Value>,
    plan: Plan<Value>,
    expectation?: Expectation,
  ): Promise<Changed<Value>>;

  /** What `change` would do to the list as it is now. Writes nothing; throws what `change` throws. */
  preview<Value extends object>(list: ListName<Value>, plan: Plan<Value>): Promise<Changed<Value>>;
};

/**
 * @param retry runs each read and each commit by itself: a retry does not repeat the steps that were committed
 * @param options for tests: the clock, and the milliseconds that a commit may take
 */
export const createListWriter = (
  dynamodb: DynamoDB,
  table: string,
  retry: CommitOptions["retry"] = (work) => work(),
  { now = Date.now, commitMs = COMMIT_MS }: Partial<Omit<CommitOptions, "retry">> = {},
): ListWriter => {
  const queries = createListQueries(dynamodb, table);
  const commit = createCommit(dynamodb, table, { retry, now, commitMs });

  /**
   * A Query goes through the positions in ascending order, so it reads the header first: whatever changes the items
   * from then on renews the version too, and the step that was planned on them fails its condition.
   *
   * @returns without records where header and items do not agree: another writer is at work, or the list is broken
   */
  const read = async <Value extends object>(
    list: ListName<Value>,
  ): Promise<Omit<ListState<Value>, "records"> & Partial<Pick<ListState<Value>, "records">>> => {
    const { items } = await queries.range(list, WHOLE_LIST, { consistent: true });
    const [first, ...others] = items;
    const headed = first !== undefined && positionOf(first) === 0;
    const known = headed ? parseItem(storedHeader, first, list) : undefined;
    const state = known ? stateOf(known) : { version: undefined };
    const records = headed ? others : items;
    if (!agrees(records, known?.total ?? 0, { ...WHOLE_LIST, from: 1 })) return state;
    return { ...state, records: records.map((item) => parseItem(list.category.stored, item, list)) };
  };

  const carryOut = async <Value extends object>(
    list: ListName<Value>,
    plan: Plan<Value>,
    take: TakeStep,
    { expectUnknown = false }: Expectation = {},
  ): Promise<Changed<Value>> => {
    type State = ListState<Value>;
    let written = 0;
    let before: State = UNKNOWN;

    /** @returns the state in which the plan has nothing left to do, or `undefined` after a lost race */
    const go = async (from: State): Promise<State | undefined> => {
      if (written === 0) before = from;
      let state: State | undefined = from;
      while (state) {
        const step = plan(state);
        if (!step) return state;
        state = await take(list, state, step);
        if (state) written += step.puts.length + step.deletes.length;
      }
      return undefined;
    };

    const guessed = expectUnknown ? await go(UNKNOWN) : undefined;
    if (guessed && guessed !== UNKNOWN) return { written, before, after: guessed };

    let torn: Pick<State, "version"> & { times: number } = { version: undefined, times: 0 };
    for (let races = 0; races <= MAX_RACES; races += 1) {
      if (races > 0) await backOff(races, BACKOFF);
      const { records, ...state } = await retry(() => read(list).catch(throwStorageError));
      if (records) {
        const after = await go({ ...state, records });
        if (after) return { written, before, after };
      } else {
        const { version } = state;
        torn = { version, times: torn.version === version ? torn.times + 1 : 1 };
        if (torn.times === MAX_TORN_READS) throw listError("storedRecordNotValid", "torn list", list);
      }
    }
    throw listError("unavailable", "contended list", list);
  };

  return {
    change: (list, plan, expectation) => carryOut(list, plan, commit, expectation),
    preview: (list, plan) => carryOut(list, plan, applyInMemory),
  };
};

const listError = (name: "storedRecordNotValid" | "unavailable", reason: string, list: ListName) =>
  new ApiError(name, { diagnosis: { reason, ...describeList(list) } });
