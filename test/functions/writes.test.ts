import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { append, type ListState, type Step } from "../../functions/shared/plans.ts";
import type { Assignment } from "../../functions/webinar-activity/contract.ts";
import { assignmentsOf } from "../support/assignments.ts";
import { countingClient } from "../support/counting-client.ts";
import { engines } from "../support/engines.ts";
import { listOf, type Storage, sidesOf, startStorage } from "../support/storage.ts";
import { tearingClient, tears } from "../support/tearing-client.ts";

const serials = (records: readonly { assignedCourseSerial: string }[]) =>
  records.map((record) => record.assignedCourseSerial);

describe.each(engines)("writes on $name", (engine) => {
  let storage: Storage;
  beforeAll(async () => {
    storage = await startStorage(engine);
  });
  afterAll(() => storage.stop());

  const wholeList = async (employeeID: string) => {
    const records = [];
    let total = 0;
    for (let page = 1; page === 1 || records.length < total; page += 1) {
      const found = await storage.store.page(listOf(employeeID), { page, pageSize: 100 });
      total = found.total ?? 0;
      records.push(...found.assignments);
    }
    return { total, records };
  };

  it("append more than one transaction's worth, in order", async () => {
    expect(await storage.append(listOf("many"), assignmentsOf(250))).toMatchObject({ written: 250 });
    const { total, records } = await wholeList("many");
    expect(total).toBe(250);
    expect(records).toEqual(assignmentsOf(250));
  });

  it("are idempotent: the same append again writes nothing", async () => {
    await storage.append(listOf("again"), assignmentsOf(5));
    const counting = countingClient(storage.url);
    expect(await sidesOf(counting.dynamodb, storage.tables).append(listOf("again"), assignmentsOf(5))).toMatchObject({
      written: 0,
    });
    expect(counting.calls.map(({ name }) => name)).toEqual(["QueryCommand"]);
    expect(counting.calls[0]?.input).toMatchObject({ ConsistentRead: true });
    // The header must be read before the items.
    expect(counting.calls[0]?.input).not.toHaveProperty("ScanIndexForward", false);
  });

  it("survive a lost answer: a step that was committed unheard is found done", async () => {
    const counting = countingClient(storage.url);
    let lost = 0;
    counting.dynamodb.middlewareStack.add(
      (next, context) => async (args) => {
        const result = await next(args);
        if (context.commandName === "TransactWriteItemsCommand" && lost++ === 0) {
          throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
        }
        return result;
      },
      { step: "initialize", name: "lose", priority: "high" },
    );
    const { append: appendTo } = sidesOf(counting.dynamodb, storage.tables);
    await expect(appendTo(listOf("lost"), assignmentsOf(3))).rejects.toMatchObject({ body: { errorCode: 160 } });
    expect(await appendTo(listOf("lost"), assignmentsOf(3))).toMatchObject({ written: 0 });
    expect((await wholeList("lost")).records).toEqual(assignmentsOf(3));
  });

  it("take one record a step where it is larger than steps are cut, and put none that breaks the schema", async () => {
    const [record] = assignmentsOf(1);
    const huge = [{ assignedCourseSerial: "huge", text: "x".repeat(4_000_000) }];
    expect(append(huge)({ version: "v", records: [] })?.puts).toHaveLength(1);
    const wrong = { ...record, postTestAttempt: -1 } as Assignment;
    await expect(storage.append(listOf("wrong"), [wrong])).rejects.toThrow("postTestAttempt");
    expect((await wholeList("wrong")).total).toBe(0);
  });

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
    const { total, records } = await wholeList("long");
    expect(total).toBe(84);
    expect(new Set(serials(records)).size).toBe(84);
  }, 60_000);

  it.each(Object.entries(tears))("never plan on a read that shows %s", async (name, tear) => {
    const list = listOf(`torn-${name}`);
    await storage.append(list, assignmentsOf(15));
    const { dynamodb } = tearingClient(storage.url, tear, 1);
    expect(await sidesOf(dynamodb, storage.tables).append(list, assignmentsOf(2, "NEW"))).toMatchObject({ written: 2 });
    expect(await wholeList(`torn-${name}`)).toEqual({
      total: 17,
      records: [...assignmentsOf(15), ...assignmentsOf(2, "NEW")],
    });
  });

  it("can be tried: a preview says what the list would be, and writes nothing", async () => {
    const list = listOf("tried");
    await storage.append(list, assignmentsOf(2));
    const counting = countingClient(storage.url);
    const { writer } = sidesOf(counting.dynamodb, storage.tables);
    const tried = await writer.preview(list, append(assignmentsOf(250)));
    expect({ written: tried.written, before: tried.before.records }).toEqual({
      written: 248,
      before: assignmentsOf(2),
    });
    expect(tried.after.records).toEqual(assignmentsOf(250));
    expect(counting.calls.map(({ name }) => name)).toEqual(["QueryCommand"]);
    expect((await wholeList("tried")).total).toBe(2);
  });

  it("tell the list as it was before and after, also where another writer was faster", async () => {
    const list = listOf("told");
    await storage.append(list, assignmentsOf(1));
    const counting = countingClient(storage.url);
    let overtaken = false;
    counting.dynamodb.middlewareStack.add(
      (next, context) => async (args) => {
        if (context.commandName === "TransactWriteItemsCommand" && !overtaken) {
          overtaken = true;
          await storage.append(list, assignmentsOf(1, "FASTER"));
        }
        return next(args);
      },
      { step: "initialize", name: "overtake" },
    );
    const told = await sidesOf(counting.dynamodb, storage.tables).append(list, assignmentsOf(1, "LATER"));
    expect(serials(told.before.records)).toEqual(["ASGC-1", "FASTER-1"]);
    expect(serials(told.after.records)).toEqual(["ASGC-1", "FASTER-1", "LATER-1"]);
  });

  it("register an employee once, and never empty a list", async () => {
    await storage.append(listOf("known"), assignmentsOf(2));
    await storage.register(listOf("known"));
    expect((await wholeList("known")).total).toBe(2);
  });

  it("carry a plan on through as many steps as it takes, deletes from the end included", async () => {
    const list = listOf("shrinking");
    await storage.append(list, assignmentsOf(6));
    const shrinkTo3 = ({ records }: ListState<Assignment>): Step<Assignment> | undefined =>
      records.length > 3 ? { puts: [], deletes: [records.length], total: records.length - 1 } : undefined;
    expect(await storage.writer.change(list, shrinkTo3)).toMatchObject({ written: 3 });
    expect(await wholeList("shrinking")).toEqual({ total: 3, records: assignmentsOf(3) });
  });

  it("by 8 writers of 500 assignments leave positions 1 … 500 dense, the total true and every serial once, and a reader beside them never sees a gap", async () => {
    const employeeID = `race-${randomUUID()}`;
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
          const { assignments, total = 0 } = await storage.store.page(list, { page, pageSize });
          const full = Math.max(0, Math.min(pageSize, total - (page - 1) * pageSize));
          expect(assignments).toHaveLength(full);
          seen.push(...serials(assignments));
          reads += 1;
          if (assignments.length < pageSize) break;
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
    const { total, records } = await wholeList(employeeID);
    expect(total).toBe(500);
    expect(serials(records).sort()).toEqual(serials(all).sort());
    for (const share of shares) {
      const own = new Set(serials(share));
      expect(serials(records).filter((serial) => own.has(serial))).toEqual(serials(share));
    }
  }, 60_000);
});
