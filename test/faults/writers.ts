import { setTimeout as pause } from "node:timers/promises";
import type { ListName } from "../../functions/shared/store/lists.ts";
import { append, upsert } from "../../infra/store/plans.ts";
import { replace } from "../../infra/store/replace.ts";
import { recordsOf } from "../support/records.ts";
import type { Storage } from "../support/storage.ts";

/** So that pages 1 and 2 of 10 are always full, and each tear shows on both. */
const LEAST = 20;
const MOST = 30;

/** A list as a writer committed it. */
export type State = readonly object[];
/** A change from one state to the next; times are milliseconds of `performance.now()`. */
export type Commit = {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly state: State;
  readonly begun: number;
  readonly acknowledged: number;
};

/**
 * Three writers on one list, who write as fast as they can: one replaces all of it, longer or shorter, one rewrites
 * some records in place, and one adds some. Every change is one transaction, and kept.
 */
export const startWriters = async ({ writer }: Pick<Storage, "writer">, list: ListName) => {
  const { category } = list;
  const commits: Commit[] = [];
  let writing = true;
  let version = 0;
  /** The next version of some of the list's records. */
  const records = (count: number, first = 1) => recordsOf(category, count, "KEY", first, ++version);
  const change = async (plan: Parameters<typeof writer.change>[1]) => {
    const begun = performance.now();
    const { before, after, written } = await writer.change(list, plan);
    const made = { from: before.version, to: after.version, state: after.records, begun };
    if (written > 0) commits.push({ ...made, acknowledged: performance.now() });
  };
  const length = () => LEAST + Math.floor(Math.random() * (MOST - LEAST + 1));

  await change(replace(category, records(LEAST)));
  const keepWriting = async (next: (turn: number) => Parameters<typeof change>[0]) => {
    for (let turn = 1; writing; turn += 1) {
      await change(next(turn));
      await pause(20);
    }
  };
  const done = Promise.all([
    keepWriting(() => replace(category, records(length()))),
    keepWriting((turn) => upsert(category, records(5, 1 + (turn % 15)))),
    keepWriting(() => append(category, records(2, MOST + 1))),
  ]);
  return {
    /** @returns every change, in no certain order */
    async stop(): Promise<readonly Commit[]> {
      writing = false;
      await done;
      return commits;
    },
  };
};

type Answer = { readonly page: number; readonly total: number; readonly records: readonly object[] };

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * What is wrong with a page of 10: nothing is where it has as many records as its total says, and each record is as it
 * was committed at that place. Page 1 is one read, and so one state; what a deeper page says of the total is another.
 */
export const wrongIn = ({ page, total, records }: Answer, states: readonly State[]): string[] => {
  const from = (page - 1) * 10;
  const counted = states.filter((state) => state.length === total);
  return [
    ...(counted.length === 0 ? [`no state had a total of ${total}`] : []),
    ...(records.length === Math.min(10, total - from) ? [] : [`${records.length} records of ${total} on page ${page}`]),
    ...records.flatMap((record, index) =>
      states.some((state) => same(state[from + index], record)) ? [] : [`nobody wrote ${JSON.stringify(record)}`],
    ),
    ...(page > 1 || isOneState({ page, total, records }, states) ? [] : ["no state had these records"]),
  ];
};

/** Whether total and records are those of one and the same state. */
export const isOneState = ({ page, total, records }: Answer, states: readonly State[]): boolean => {
  const from = (page - 1) * 10;
  return states.some((state) => state.length === total && same(state.slice(from, from + 10), records));
};
