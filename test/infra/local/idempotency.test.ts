import { expect, test } from "vitest";
import { createIdempotencyWindow } from "../../../infra/local/dynamodb/idempotency.ts";

const TEN_MINUTES = 10 * 60 * 1000;

test("a token is known with the same parameters, in any order of their members", () => {
  const tokens = createIdempotencyWindow(() => 0);
  expect(tokens.has("token", [{ a: 1, b: { c: 2, d: 3 } }])).toBe(false);
  tokens.add("token", [{ a: 1, b: { c: 2, d: 3 } }]);
  expect(tokens.has("token", [{ b: { d: 3, c: 2 }, a: 1 }])).toBe(true);
});

test("a known token with other parameters, or another order of a list, is a mismatch", () => {
  const tokens = createIdempotencyWindow(() => 0);
  tokens.add("token", [1, 2]);
  expect(() => tokens.has("token", [2, 1])).toThrow(
    expect.objectContaining({ exception: "IdempotentParameterMismatchException" }),
  );
});

test("a token is known for ten minutes, and may have other parameters after that", () => {
  let now = 1_000;
  const tokens = createIdempotencyWindow(() => now);
  tokens.add("early", [1]);
  now += 1;
  tokens.add("late", [1]);
  now = 1_000 + TEN_MINUTES - 1;
  expect(tokens.has("early", [1])).toBe(true);
  now = 1_000 + TEN_MINUTES;
  expect(tokens.has("early", [2])).toBe(false);
  expect(tokens.has("late", [1])).toBe(true);
});
