import { marshall } from "@aws-sdk/util-dynamodb";
import { describe, expect, it } from "vitest";
import { categories } from "../../../functions/shared/store/categories.ts";
import { agrees, describeList, listKey, parseItem } from "../../../functions/shared/store/lists.ts";
import { rangeOf } from "../../../functions/shared/store/page-store.ts";
import { headerInput, rangeInput } from "../../../functions/shared/store/queries.ts";
import { exampleAssignment } from "../../support/assignments.ts";
import { listOf } from "../../support/storage.ts";

describe("the read's DynamoDB inputs", () => {
  const list = listOf("E#1");

  it("ask for exactly a page's positions", () => {
    expect(rangeOf({ page: 1, pageSize: 10 })).toEqual({ from: 1, to: 10 });
    expect(rangeOf({ page: 1_000, pageSize: 7 })).toEqual({ from: 6_994, to: 7_000 });
    expect(rangeInput("T", list, { from: 11, to: 20 }, false)).toEqual({
      TableName: "T",
      KeyConditionExpression: "listKey = :list AND #position BETWEEN :from AND :to",
      ExpressionAttributeNames: { "#position": "position" },
      ExpressionAttributeValues: { ":list": { S: "CMP-A#webinar#E#1" }, ":from": { N: "11" }, ":to": { N: "20" } },
      ConsistentRead: false,
      ReturnConsumedCapacity: "TOTAL",
    });
    expect(headerInput("T", list, true)).toMatchObject({
      Key: { listKey: { S: "CMP-A#webinar#E#1" }, position: { N: "0" } },
      ConsistentRead: true,
    });
  });

  it("write the largest position as plain digits", () => {
    const { to } = rangeOf({ page: 90_071_992_547_409, pageSize: 100 });
    const input = rangeInput("T", list, { from: to, to }, false);
    expect(input.ExpressionAttributeValues[":to"].N).toBe("9007199254740900");
  });

  it("name a list in logs by company, category and a hash of its key, never by the employee", () => {
    const described = describeList(listOf("SECRET-EMPLOYEE"));
    expect(described).toEqual({
      company: "CMP-A",
      category: "webinar",
      listHash: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect(listKey(listOf("SECRET-EMPLOYEE"))).toBe("CMP-A#webinar#SECRET-EMPLOYEE");
  });
});

describe("a stored item", () => {
  it("has the nearest number to one with more digits than a JavaScript number has", () => {
    const item = { ...marshall(exampleAssignment), position: { N: "1" }, postTestScore: { N: "12345678901234567.5" } };
    expect(parseItem(categories.webinar.stored, item, listOf("E"))).toEqual({
      ...exampleAssignment,
      postTestScore: 12345678901234568,
    });
  });
});

describe("a page agrees with its header", () => {
  const items = (...positions: number[]) => positions.map((position) => ({ position: { N: `${position}` } }));
  it.each([
    ["a full page", items(1, 2), 5, 1, 2, true],
    ["a last page", items(3), 3, 3, 4, true],
    ["a page past the end", [], 2, 3, 4, true],
    ["an empty list", [], 0, 1, 10, true],
    ["a hole", items(1, 3), 3, 1, 3, false],
    ["a missing tail", items(1), 2, 1, 2, false],
    ["a record past the total", items(1, 2), 1, 1, 2, false],
    ["a record past the end", items(3), 2, 3, 4, false],
    ["records without a header", items(1), 0, 1, 10, false],
    ["a wrong start", items(2, 3), 3, 1, 2, false],
  ])("%s", (_, found, total, from, to, expected) => {
    expect(agrees(found, total, { from, to })).toBe(expected);
  });
});
