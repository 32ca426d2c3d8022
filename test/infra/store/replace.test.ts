import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ListState, type Plan, upsert } from "../../../infra/store/plans.ts";
import { replace } from "../../../infra/store/replace.ts";

type Record = { readonly assignedCourseSerial: string; readonly revision: number; readonly text?: string };

const key = { recordKey: ["assignedCourseSerial"] };

const recordOf = (serial: number, revision: number): Record => ({ assignedCourseSerial: `S${serial}`, revision });
const serialsOf = (records: readonly Record[]) => records.map(({ assignedCourseSerial }) => assignedCourseSerial);
const range = (from: number, to: number, revision = 0) =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => recordOf(from + index, revision));

/** The state after each step of a plan, the first being the one given. */
const statesOf = (plan: Plan<Record>, start: readonly Record[], version: string | undefined = "v") => {
  const states: ListState<Record>[] = [{ version, records: start }];
  for (;;) {
    const state = states.at(-1) as ListState<Record>;
    const step = plan(state);
    if (!step) return states.map(({ records }) => records);
    expect(step.puts.length + step.deletes.length).toBeLessThanOrEqual(99);
    const positions = [...step.puts.map(({ position }) => position), ...step.deletes];
    expect(new Set(positions).size).toBe(positions.length);
    const next = new Map(state.records.map((record, index) => [index + 1, record]));
    for (const { position, record } of step.puts) next.set(position, record);
    for (const position of step.deletes) expect(next.delete(position)).toBe(true);
    const records = Array.from({ length: step.total }, (_, index) => next.get(index + 1));
    expect(next.size).toBe(step.total);
    expect(records).not.toContain(undefined);
    states.push({ version: `v${states.length}`, records: records as Record[] });
    expect(states.length).toBeLessThan(40);
  }
};

const expectSound = (states: readonly (readonly Record[])[], start: readonly Record[], target: readonly Record[]) => {
  const allowed = new Set([...start, ...target].map((record) => JSON.stringify(record)));
  const kept = serialsOf(target).filter((serial) => serialsOf(start).includes(serial));
  for (const records of states) {
    const serials = new Set(serialsOf(records));
    expect(serials.size).toBe(records.length);
    expect(kept.filter((serial) => !serials.has(serial))).toEqual([]);
    expect(records.filter((record) => !allowed.has(JSON.stringify(record)))).toEqual([]);
  }
  expect(states.at(-1)).toEqual(target);
};

describe("the plan replace", () => {
  it("moves up to 99 changes as a whole: what differs is put, the rest deleted from the end", () => {
    const target = [recordOf(1, 0), recordOf(3, 1), recordOf(2, 0)];
    expect(replace(key, target)({ version: "v", records: range(1, 5) })).toEqual({
      puts: [
        { position: 2, record: recordOf(3, 1) },
        { position: 3, record: recordOf(2, 0) },
      ],
      deletes: [5, 4],
      total: 3,
    });
    expect(statesOf(replace(key, range(1, 99)), [])).toHaveLength(2);
    expect(statesOf(replace<Record>(key, []), range(1, 99))).toHaveLength(2);
    expect(statesOf(replace(key, range(1, 99).reverse()), range(1, 99))).toHaveLength(2);
    expect(statesOf(replace(key, range(51, 99).reverse()), range(1, 99))).toHaveLength(2);
  });

  it("has nothing to do where the list is the one given, and writes none of the records that already are", () => {
    expect(replace(key, range(1, 300))({ version: "v", records: range(1, 300) })).toBeUndefined();
    const step = replace(key, [...range(1, 200), recordOf(201, 1)])({ version: "v", records: range(1, 201) });
    expect(step?.puts).toEqual([{ position: 201, record: recordOf(201, 1) }]);
  });

  it("makes an unknown employee known, also without records; and leaves a known one without records alone", () => {
    expect(replace(key, [])({ version: undefined, records: [] })).toEqual({ puts: [], deletes: [], total: 0 });
    expect(replace(key, [])({ version: "v", records: [] })).toBeUndefined();
  });

  it("takes the first of several records with one serial", () => {
    expect(statesOf(replace(key, [recordOf(1, 1), recordOf(1, 2)]), []).at(-1)).toEqual([recordOf(1, 1)]);
  });

  it.each<[string, Record[], Record[]]>([
    ["100 changes", range(1, 100), range(1, 100, 1)],
    ["a new record before 1,000 others", range(1, 1_000), range(0, 1_000)],
    ["1,000 records turned round", range(1, 1_000), range(1, 1_000).reverse()],
    ["the first of 1,000 records removed", range(1, 1_000), range(2, 1_000)],
    ["1,000 records emptied", range(1, 1_000), []],
    ["300 other records", range(1, 300), range(301, 600)],
    ["fewer and changed records", range(1, 500), range(100, 250, 1).reverse()],
  ])("moves %s in steps, each of them sound", (_, start, target) => {
    const states = statesOf(replace(key, target), start);
    expectSound(states, start, target);
    // At least 99 changes a step, but for the last one and for a move of two changes that no longer fits.
    expect(states.length - 1).toBeLessThanOrEqual(Math.ceil((start.length + target.length) / 97) + 1);
  });

  it("keeps each step below a transaction's 4 MB, and moves a record alone that is larger", () => {
    const heavy = (revision: number): Record[] =>
      range(1, 10, revision).map((record) => ({ ...record, text: "x".repeat(1e6) }));
    const states = statesOf(replace(key, heavy(1).reverse()), heavy(0));
    expectSound(states, heavy(0), heavy(1).reverse());
    expect(states.length).toBeGreaterThan(3);
    const huge: Record[] = [{ ...recordOf(1, 0), text: "x".repeat(4e6) }];
    expect(statesOf(replace(key, huge), []).at(-1)).toEqual(huge);
  });

  it("never puts what was read where the records given have a newer version of it", () => {
    const target = [...range(1_001, 1_100), ...range(1, 150, 1).reverse()];
    const versions = new Map(target.map((record) => [record.assignedCourseSerial, record]));
    const step = replace(key, target)({ version: "v", records: range(1, 150) });
    expect(step?.puts.length).toBeGreaterThan(90);
    for (const { record } of step?.puts ?? []) expect(record).toBe(versions.get(record.assignedCourseSerial));
    expectSound(statesOf(replace(key, target), range(1, 150)), range(1, 150), target);
  });

  it("mends a list in which a serial stands twice", () => {
    const twice = [...range(1, 120), ...range(1, 120, 1)];
    const target = range(1, 120, 2).reverse();
    expect(statesOf(replace(key, target), twice).at(-1)).toEqual(target);
    // What stands twice makes room for new records: it is not carried on to the list's end.
    const grown = [...range(1, 120), ...range(201, 320)];
    expect(statesOf(replace(key, grown), [...range(1, 120), ...range(1, 120)])).toHaveLength(3);
  });

  it("goes from any list to any other, each step sound, and from wherever another writer leaves it", () => {
    const serials = fc.uniqueArray(fc.nat(400), { maxLength: 300, size: "max" });
    const records = fc
      .tuple(serials, fc.nat(2))
      .map(([all, revision]) => all.map((serial) => recordOf(serial, serial % 3 === 0 ? revision : 0)));
    fc.assert(
      fc.property(records, records, records, fc.nat(), (start, target, other, cut) => {
        const states = statesOf(replace(key, target), start);
        expectSound(states, start, target);
        const left = states[cut % states.length] ?? start;
        const merged = statesOf(upsert(key, other), left).at(-1) ?? left;
        expect(statesOf(replace(key, target), merged).at(-1)).toEqual(target);
        expect(replace(key, target)({ version: "v", records: target })).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });
});
