import { describe, expect, test } from "vitest";
import { attributesSize, itemName } from "../../../infra/local/dynamodb/attribute-values.ts";

describe("itemName", () => {
  const nameOf = (position: string) => itemName("table", { listKey: { S: "list" }, position: { N: position } });

  test.each([
    ["1", "10"],
    ["1", "-1"],
    ["12345678901234567890123456789012345678", "12345678901234567890123456789012345679"],
  ])("differs for the numbers %s and %s", (one, other) => {
    expect(nameOf(one)).not.toBe(nameOf(other));
  });

  test("does not depend on the order of the attributes, but on table and type", () => {
    const key = { a: { S: "1" }, b: { S: "2" } };
    expect(itemName("table", { b: { S: "2" }, a: { S: "1" } })).toBe(itemName("table", key));
    expect(itemName("other", key)).not.toBe(itemName("table", key));
    expect(itemName("table", { ...key, a: { B: "1" } })).not.toBe(itemName("table", key));
  });
});

// Each of these is also what DynamoDB Local counts in the message by which it refuses a transaction of more than 4 MB.
test.each([
  [{ a: { S: "héllo" } }, 7],
  [{ a: { N: "1" } }, 3],
  [{ a: { N: "12345" } }, 5],
  [{ a: { N: "1000" } }, 3],
  [{ a: { N: "-12345" } }, 6],
  [{ a: { N: "0.00123" } }, 4],
  [{ a: { N: "1e20" } }, 3],
  [{ a: { BOOL: true } }, 2],
  [{ a: { NULL: true } }, 2],
  [{ a: { M: { x: { S: "ab" }, yy: { BOOL: true } } } }, 12],
  [{ a: { M: { x: { M: { y: { S: "ab" } } } } } }, 13],
  [{ long: { S: "a" }, name: { S: "bc" } }, 11],
])("attributesSize of %j is %i bytes", (attributes, bytes) => {
  expect(attributesSize(attributes)).toBe(bytes);
});

test("attributesSize of a list, which no record has, is that of its JSON", () => {
  expect(attributesSize({ a: { L: [{ S: "ab" }] } })).toBe(1 + '[{"S":"ab"}]'.length);
});
