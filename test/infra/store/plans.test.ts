import { describe, expect, it } from "vitest";
import { append, register, upsert } from "../../../infra/store/plans.ts";
import { fits } from "../../../infra/store/step-limits.ts";
import { assignmentsOf } from "../../support/assignments.ts";

const key = { recordKey: ["assignedCourseSerial"] };
const [first, second, third, fourth] = assignmentsOf(4);
if (!first || !second || !third || !fourth) throw new Error("four records");
const four = [first, second, third, fourth] as const;

describe("the plan", () => {
  it("append adds what is missing at the end, in order, each serial once", () => {
    const [a, b, c] = four;
    expect(append(key, [b, c, c, a])({ version: "v", records: [a] })).toEqual({
      puts: [
        { position: 2, record: b },
        { position: 3, record: c },
      ],
      deletes: [],
      total: 3,
    });
  });

  it("append has nothing left to do once all serials are there, and nothing to do for no records", () => {
    expect(append(key, assignmentsOf(2))({ version: "v", records: assignmentsOf(2) })).toBeUndefined();
    expect(append(key, [])({ version: undefined, records: [] })).toBeUndefined();
  });

  it("append takes 99 records a step, since a transaction has 100 items and one is the header", () => {
    const step = append(key, assignmentsOf(250))({ version: "v", records: assignmentsOf(100) });
    expect(step?.puts.map(({ position }) => position)).toEqual(Array.from({ length: 99 }, (_, index) => 101 + index));
    expect(step?.total).toBe(199);
  });

  it("append cuts a step below the 4 MB of a transaction", () => {
    const records = assignmentsOf(99).map((record) => ({
      ...record,
      feedback: "😀".repeat(5_000),
      absentReason: "😀".repeat(5_000),
    }));
    const step = append(key, records)({ version: undefined, records: [] });
    expect(step?.puts.length).toBeLessThan(99);
    const bytes = Buffer.byteLength(JSON.stringify(step?.puts));
    expect(bytes).toBeLessThan(3_800_000);
    expect(bytes).toBeGreaterThan(3_000_000);
  });

  it("takes 99 changes and 3,500,000 bytes a step, and no more", () => {
    expect(fits(99, 3_500_000)).toBe(true);
    expect(fits(100, 3_500_000)).toBe(false);
    expect(fits(99, 3_500_001)).toBe(false);
  });

  it("upsert rewrites in place what differs, adds what is missing at the end, and leaves the rest alone", () => {
    const [a, b, c, d] = four;
    const changed = { ...b, feedback: "changed" };
    expect(upsert(key, [d, changed, a])({ version: "v", records: [a, b, c] })).toEqual({
      puts: [
        { position: 4, record: d },
        { position: 2, record: changed },
      ],
      deletes: [],
      total: 4,
    });
    expect(upsert(key, [changed, a])({ version: "v", records: [a, changed, c] })).toBeUndefined();
  });

  it("upsert that only rewrites keeps the total, also where the step is cut", () => {
    const changed = assignmentsOf(150).map((record) => ({ ...record, postTestAttempt: 9 }));
    const step = upsert(key, changed)({ version: "v", records: assignmentsOf(200) });
    expect(step?.puts).toHaveLength(99);
    expect(step?.total).toBe(200);
  });

  it("append never rewrites", () => {
    const [a, b] = four;
    const changed = { ...a, feedback: "changed" };
    expect(append(key, [changed, b])({ version: "v", records: [a] })?.puts).toEqual([{ position: 2, record: b }]);
  });

  it("register makes a header for an unknown employee and leaves a known one alone", () => {
    expect(register({ version: undefined, records: [] })).toEqual({ puts: [], deletes: [], total: 0 });
    expect(register({ version: "v", records: [] })).toBeUndefined();
  });
});
