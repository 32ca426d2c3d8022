import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { categories } from "../../../functions/shared/store/categories.ts";
import { BEGINNING, markerOf, positionAt } from "../../../functions/shared/store/markers.ts";
import { positionIn, watermarkOf } from "../../../functions/shared/store/watermark.ts";
import { listOf } from "../../support/storage.ts";

const position = fc
  .record({ at: fc.maxSafeNat().map((at) => at % 1e15), employeeID: fc.string({ unit: "grapheme", minLength: 1 }) })
  .map(({ at, employeeID }) => markerOf(listOf(employeeID), at)?.changed ?? "");

describe("a watermark", () => {
  it("gives its position to the company that it was made for, and to no other", () => {
    fc.assert(
      fc.property(position, (at) => {
        const watermark = watermarkOf("CMP-A", at);
        expect(watermark).toMatch(/^[\w-]+$/);
        expect(positionIn("CMP-A", watermark)).toBe(at);
        expect(positionIn("CMP-B", watermark)).toBeUndefined();
      }),
    );
  });

  it.each([BEGINNING, positionAt(1_764_332_531_123)])("may be a time alone, as %s", (at) => {
    expect(positionIn("CMP-A", watermarkOf("CMP-A", at))).toBe(at);
  });

  it("is refused where any character of it is another, is missing or comes twice", () => {
    const whole = watermarkOf("CMP-A", markerOf(listOf("EMPLY100"), 1_764_332_531_123)?.changed ?? "");
    for (let at = 0; at < whole.length; at += 1) {
      const [before, here, after] = [whole.slice(0, at), whole[at], whole.slice(at + 1)];
      const other = here === "A" ? "B" : "A";
      for (const damaged of [before + after, before + here + here + after, before + other + after]) {
        if (damaged !== whole) expect(positionIn("CMP-A", damaged), damaged).toBeUndefined();
      }
    }
  });

  it.each(["", "=", "AAAA", "not one", "2026-11-28T12:00:00Z", "%00"])("is not %j", (text) => {
    expect(positionIn("CMP-A", text)).toBeUndefined();
    expect(positionIn("CMP-A", `${watermarkOf("CMP-A", BEGINNING)}${text || "="}`)).toBeUndefined();
  });

  it.each(["", "1", "anything", "-00000000000001", "0000000000000000", "1e99"])(
    "is not for the position %j",
    (text) => {
      expect(positionIn("CMP-A", watermarkOf("CMP-A", text))).toBeUndefined();
    },
  );
});

describe("a marker", () => {
  it("of the longest names there are has a watermark, and a longer one, which no list has, is refused", () => {
    const at = (employeeID: string) => markerOf(listOf(employeeID), 1)?.changed ?? "";
    const longest = at("\u{1f600}".repeat(128));
    expect(positionIn("CMP-A", watermarkOf("CMP-A", longest))).toBe(longest);
    const [head, max] = [at("").length, 1_000];
    expect(positionIn("CMP-A", watermarkOf("CMP-A", at("x".repeat(max - head))))).toBeDefined();
    expect(positionIn("CMP-A", watermarkOf("CMP-A", at("x".repeat(max - head + 1))))).toBeUndefined();
  });

  it("is in one of eight partitions of its company, the same at each change", () => {
    const shards = Array.from({ length: 200 }, (_, index) => {
      const [first, second] = [1, 2].map((at) => markerOf(listOf(`E${index}`), at)?.changes);
      expect(second).toBe(first);
      return first;
    });
    expect([...new Set(shards)].sort()).toEqual(Array.from({ length: 8 }, (_, shard) => `CMP-A#${shard}`));
  });

  it("is not made for a company's own list", () => {
    expect(markerOf({ ...listOf(""), category: categories.courses }, 1)).toBeUndefined();
  });
});

it("a time before 1970 is the beginning", () => {
  expect(positionAt(-1)).toBe(BEGINNING);
});
