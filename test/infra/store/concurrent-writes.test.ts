import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Assignment } from "../../../functions/shared/records/assignment.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { engines } from "../../support/engines.ts";
import { listOf, type Storage, sidesOf, startStorage, wholeListOf } from "../../support/storage.ts";

const serials = (records: readonly { assignedCourseSerial: string }[]) =>
  records.map((record) => record.assignedCourseSerial);

describe.each(engines)("concurrent writes on $name", (engine) => {
  let storage: Storage;
  beforeAll(async () => {
    storage = await startStorage(engine);
  });
  afterAll(() => storage.stop());

  it("lose no append where the list is longer than one Query reads", async () => {
    const long = (prefix: string, count: number) =>
      assignmentsOf(count, prefix).map((one) => ({
        ...one,
        feedback: "あ".repeat(5_000),
        absentReason: "い".repeat(5_000),
      }));
    await storage.append(listOf("long"), long("FIRST", 60));
    const writers = Array.from({ length: 4 }, (_, writer) => long(`W${writer}`, 6));
    const write = async (records: Assignment[]) => {
      for (const one of records) await storage.append(listOf("long"), [one]);
    };
    await Promise.all(writers.map(write));
    const { total, records } = await wholeListOf(storage, "long");
    expect(total).toBe(84);
    expect(new Set(serials(records)).size).toBe(84);
  });

  it("by 8 writers of 500 assignments leave positions 1 … 500 dense, the total true and every serial once, and a reader beside them never sees a gap", async () => {
    const employeeID = "race";
    const list = listOf(employeeID);
    await storage.register(list);
    const all = assignmentsOf(500);
    const shares = Array.from({ length: 8 }, (_, writer) => all.filter((_, index) => index % 8 === writer));

    let writing = true;
    const write = async (share: typeof all) => {
      const { append: appendTo } = sidesOf(storage.dynamodb, storage.tables);
      for (let at = 0; at < share.length; at += 7) await appendTo(list, share.slice(at, at + 7));
    };
    const read = async () => {
      const pageSize = 25;
      let known: string[] = [];
      let reads = 0;
      while (writing) {
        const seen: string[] = [];
        for (let page = 1; ; page += 1) {
          const { records, total = 0 } = await storage.store.page(list, { page, pageSize });
          const full = Math.max(0, Math.min(pageSize, total - (page - 1) * pageSize));
          expect(records).toHaveLength(full);
          seen.push(...serials(records));
          reads += 1;
          if (records.length < pageSize) break;
        }
        expect(seen.slice(0, known.length)).toEqual(known);
        known = seen;
      }
      return reads;
    };

    const reader = read();
    await Promise.all(shares.map(write)).finally(() => {
      writing = false;
    });
    expect(await reader).toBeGreaterThan(20);
    const { total, records } = await wholeListOf(storage, employeeID);
    expect(total).toBe(500);
    expect(serials(records).sort()).toEqual(serials(all).sort());
    for (const share of shares) {
      const own = new Set(serials(share));
      expect(serials(records).filter((serial) => own.has(serial))).toEqual(serials(share));
    }
  });
});
