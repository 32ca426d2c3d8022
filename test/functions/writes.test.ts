import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stepInput } from "../../functions/shared/list-writer.ts";
import { append, type ListState, register, type Step } from "../../functions/shared/plans.ts";
import type { Assignment } from "../../functions/webinar-activity/contract.ts";
import { assignmentsOf } from "../support/assignments.ts";
import { countingClient } from "../support/counting-client.ts";
import { engines } from "../support/engines.ts";
import { listOf, type Storage, sidesOf, startStorage } from "../support/storage.ts";

const serials = (records: readonly { assignedCourseSerial: string }[]) =>
  records.map((record) => record.assignedCourseSerial);

describe("the plan", () => {
  it("append adds what is missing at the end, in order, each serial once", () => {
    const [a, b, c] = assignmentsOf(3);
    if (!a || !b || !c) throw new Error("three records");
    expect(append([b, c, c, a])({ version: "v", records: [a] })).toEqual({
      puts: [
        { position: 2, record: b },
        { position: 3, record: c },
      ],
      deletes: [],
      total: 3,
    });
  });

  it("append has nothing left to do once all serials are there, and nothing to do for no records", () => {
    expect(append(assignmentsOf(2))({ version: "v", records: assignmentsOf(2) })).toBeUndefined();
    expect(append([])({ version: undefined, records: [] })).toBeUndefined();
  });

  it("append takes 99 records a step, since a transaction has 100 items and one is the header", () => {
    const step = append(assignmentsOf(250))({ version: "v", records: assignmentsOf(100) });
    expect(step?.puts.map(({ position }) => position)).toEqual(Array.from({ length: 99 }, (_, index) => 101 + index));
    expect(step?.total).toBe(199);
  });

  it("append cuts a step below the 4 MB of a transaction", () => {
    const records = assignmentsOf(99).map((record) => ({
      ...record,
      feedback: "あ".repeat(5_000),
      absentReason: "😀".repeat(5_000),
    }));
    const step = append(records)({ version: undefined, records: [] });
    const bytes = Buffer.byteLength(JSON.stringify(step?.puts));
    expect(bytes).toBeLessThan(4_000_000);
    expect(bytes).toBeGreaterThan(3_000_000);
  });

  it("register makes a header for an unknown employee and leaves a known one alone", () => {
    expect(register({ version: undefined, records: [] })).toEqual({ puts: [], deletes: [], total: 0 });
    expect(register({ version: "v", records: [] })).toBeUndefined();
  });
});

describe("a step's transaction", () => {
  const list = listOf("E");

  it("writes the header on condition of the version that was read, with its puts and deletes", () => {
    const [record] = assignmentsOf(1);
    if (!record) throw new Error("one record");
    const step = { puts: [{ position: 1, record }], deletes: [3, 2], total: 1 };
    const input = stepInput("T", list, { version: "old", records: [] }, step, "new");
    expect(input.ClientRequestToken).toBe("new");
    expect(input.TransactItems?.[0]?.Put).toEqual({
      TableName: "T",
      Item: { listKey: { S: "CMP-A#webinar#E" }, position: { N: "0" }, total: { N: "1" }, version: { S: "new" } },
      ConditionExpression: "version = :read",
      ExpressionAttributeValues: { ":read": { S: "old" } },
    });
    expect(input.TransactItems?.[1]?.Put?.Item).toMatchObject({ position: { N: "1" }, isAttend: { BOOL: true } });
    expect(input.TransactItems?.slice(2).map(({ Delete }) => Delete?.Key?.["position"])).toEqual([
      { N: "3" },
      { N: "2" },
    ]);
  });

  it("writes a first header only where there is none", () => {
    const input = stepInput("T", list, { version: undefined, records: [] }, { puts: [], deletes: [], total: 0 }, "new");
    expect(input.TransactItems?.[0]?.Put?.ConditionExpression).toBe("attribute_not_exists(listKey)");
  });
});

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
    expect(await storage.append(listOf("many"), assignmentsOf(250))).toEqual({ written: 250 });
    const { total, records } = await wholeList("many");
    expect(total).toBe(250);
    expect(records).toEqual(assignmentsOf(250));
  });

  it("are idempotent: the same append again writes nothing", async () => {
    await storage.append(listOf("again"), assignmentsOf(5));
    const counting = countingClient(storage.url);
    expect(await sidesOf(counting.dynamodb, storage.tables).append(listOf("again"), assignmentsOf(5))).toEqual({
      written: 0,
    });
    expect(counting.calls.map(({ name }) => name)).toEqual(["QueryCommand"]);
    expect(counting.calls[0]?.input["ConsistentRead"]).toBe(true);
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
    expect(await appendTo(listOf("lost"), assignmentsOf(3))).toEqual({ written: 0 });
    expect((await wholeList("lost")).records).toEqual(assignmentsOf(3));
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
    expect(await storage.writer.change(list, shrinkTo3)).toEqual({ written: 3 });
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
