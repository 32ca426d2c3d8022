import { describe, expect, it } from "vitest";
import { stepInput } from "../../functions/shared/list-writer.ts";
import { append, register } from "../../functions/shared/plans.ts";
import { assignmentsOf } from "../support/assignments.ts";
import { listOf } from "../support/storage.ts";

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
