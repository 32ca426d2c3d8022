import { describe, expect, it } from "vitest";
import { categories } from "../../../functions/shared/store/categories.ts";
import { stepInput } from "../../../infra/store/step-input.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { categoryList, recordsOf } from "../../support/records.ts";
import { listOf } from "../../support/storage.ts";

const STAMP = { version: "new", changedAt: 1_764_332_531_123 };

describe("a step's transaction", () => {
  const list = listOf("E");

  it("writes the header on condition of the version that was read, with its puts and deletes", () => {
    const [record] = assignmentsOf(1);
    if (!record) throw new Error("one record");
    const step = { puts: [{ position: 1, record }], deletes: [3, 2], total: 1 };
    const input = stepInput("T", list, { version: "old", records: [] }, step, STAMP);
    expect(input.ClientRequestToken).toBe("new");
    expect(input.TransactItems?.[0]?.Put).toEqual({
      TableName: "T",
      Item: {
        listKey: { S: "CMP-A#webinar#E" },
        position: { N: "0" },
        total: { N: "1" },
        version: { S: "new" },
        changes: { S: expect.stringMatching(/^CMP-A#[0-7]$/) },
        changed: { S: "001764332531123#webinar#E" },
      },
      ConditionExpression: "#p0 = :read",
      ExpressionAttributeNames: { "#p0": "version" },
      ExpressionAttributeValues: { ":read": { S: "old" } },
    });
    expect(input.TransactItems?.[1]?.Put?.Item).toMatchObject({ position: { N: "1" }, isAttend: { BOOL: true } });
    expect(input.TransactItems?.slice(2).map(({ Delete }) => Delete?.Key?.["position"])).toEqual([
      { N: "3" },
      { N: "2" },
    ]);
  });

  it("puts and deletes only where the assignment that was read still stands, and puts past the end freely", () => {
    const records = assignmentsOf(3);
    const [record] = records;
    if (!record) throw new Error("three records");
    const puts = [1, 4].map((position) => ({ position, record }));
    const { TransactItems } = stepInput(
      "T",
      list,
      { version: "old", records },
      { puts, deletes: [3], total: 3 },
      STAMP,
    );
    const serialIs = (serial: string) => ({
      ConditionExpression: "#p0 = :read",
      ExpressionAttributeNames: { "#p0": "assignedCourseSerial" },
      ExpressionAttributeValues: { ":read": { S: serial } },
    });
    expect(TransactItems?.[1]?.Put).toMatchObject(serialIs("ASGC-1"));
    expect(TransactItems?.[2]?.Put).not.toHaveProperty("ConditionExpression");
    expect(TransactItems?.[3]?.Delete).toMatchObject(serialIs("ASGC-3"));
  });

  it("finds a key that is a field of a field", () => {
    const category = categories.online;
    const records = recordsOf(category, 2);
    const input = stepInput(
      "T",
      categoryList(category),
      { version: "old", records },
      { puts: [], deletes: [2], total: 1 },
      STAMP,
    );
    expect(input.TransactItems?.[1]?.Delete).toMatchObject({
      ConditionExpression: "#p0.#p1 = :read",
      ExpressionAttributeNames: { "#p0": "course", "#p1": "serial" },
      ExpressionAttributeValues: { ":read": { S: "KEY-2" } },
    });
  });

  it("writes a first header only where there is none", () => {
    const input = stepInput("T", list, { version: undefined, records: [] }, { puts: [], deletes: [], total: 0 }, STAMP);
    expect(input.TransactItems?.[0]?.Put?.ConditionExpression).toBe("attribute_not_exists(listKey)");
  });
});
