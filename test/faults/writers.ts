import { setTimeout as pause } from "node:timers/promises";
import type { Assignment } from "../../functions/webinar-activity/contract.ts";
import { upsert } from "../../infra/store/plans.ts";
import { replace } from "../../infra/store/replace.ts";
import { assignmentsOf } from "../support/assignments.ts";
import { listOf, type Storage } from "../support/storage.ts";

/** So that pages 1 and 2 of 10 are always full, and each tear shows on both. */
const LEAST = 20;
const MOST = 30;

const told = (records: readonly Assignment[], feedback: string) => records.map((record) => ({ ...record, feedback }));

/**
 * Two writers on one list, who write as fast as they can: one replaces all of it, longer or shorter, the other rewrites
 * some records in place. Every state that they commit is kept.
 */
export const startWriters = async ({ writer }: Pick<Storage, "writer">, employeeID: string) => {
  const list = listOf(employeeID);
  const states: (readonly Assignment[])[] = [];
  let writing = true;
  const change = async (plan: Parameters<typeof writer.change>[1]) => {
    const { after } = await writer.change(list, plan);
    states.push(after.records);
  };
  const length = () => LEAST + Math.floor(Math.random() * (MOST - LEAST + 1));

  await change(replace(assignmentsOf(LEAST)));
  const replacing = async () => {
    for (let turn = 1; writing; turn += 1) {
      await change(replace(told(assignmentsOf(length()), `replaced ${turn}`)));
      await pause(20);
    }
  };
  const rewriting = async () => {
    for (let turn = 1; writing; turn += 1) {
      await change(upsert(told(assignmentsOf(5, "ASGC", 1 + (turn % 15)), `rewritten ${turn}`)));
      await pause(20);
    }
  };
  const done = Promise.all([replacing(), rewriting()]);
  return {
    /** @returns every state that was committed, in no certain order */
    async stop() {
      writing = false;
      await done;
      return states;
    },
  };
};

type Answer = { readonly page: number; readonly total: number; readonly records: readonly Assignment[] };

/**
 * What is wrong with a page of 10: nothing is where it has as many records as its total says, and each record is as it
 * was committed at that place. Page 1 is one read, and so one state; what a deeper page says of the total is another.
 */
export const wrongIn = ({ page, total, records }: Answer, states: readonly (readonly Assignment[])[]): string[] => {
  const from = (page - 1) * 10;
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  const counted = states.filter((state) => state.length === total);
  return [
    ...(counted.length === 0 ? [`no state had a total of ${total}`] : []),
    ...(records.length === Math.min(10, total - from) ? [] : [`${records.length} records of ${total} on page ${page}`]),
    ...records.flatMap((record, index) =>
      states.some((state) => same(state[from + index], record)) ? [] : [`nobody wrote ${JSON.stringify(record)}`],
    ),
    ...(page > 1 || counted.some((state) => same(state.slice(0, 10), records)) ? [] : ["no state had these records"]),
  ];
};
