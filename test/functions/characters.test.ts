import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { multiLine, singleLine } from "../../functions/shared/characters.ts";

const accepts = (schema: z.ZodMiniType, value: unknown) => z.safeParse(schema, value).success;

describe("singleLine", () => {
  it.each([
    ["one character", "a"],
    ["128 characters", "a".repeat(128)],
    ["128 code points of two UTF-16 units each", "😀".repeat(128)],
    ["a space", " "],
    ["a hash, a slash, quotes", `#/"'`],
    ["a right-to-left mark", "a\u200fb"],
    ["the first printable characters around the controls", " ~\u00a0"],
  ])("accepts %s", (_, value) => {
    expect(accepts(singleLine(1, 128), value)).toBe(true);
  });

  it.each([
    ["an empty string", ""],
    ["129 characters", "a".repeat(129)],
    ["129 code points of two UTF-16 units each", "😀".repeat(129)],
    ["256 UTF-16 units that are 129 code points", `${"😀".repeat(127)}ab`.concat("a")],
    ["NUL", "a\u0000b"],
    ["a new line", "a\nb"],
    ["a tab", "a\tb"],
    ["DEL", "a\u007fb"],
    ["a C1 control", "a\u0085b"],
    ["a lone surrogate", "a\ud800"],
    ["a number", 1],
    ["nothing", undefined],
  ])("refuses %s", (_, value) => {
    expect(accepts(singleLine(1, 128), value)).toBe(false);
  });

  it("accepts an empty string where the minimum is 0", () => {
    expect(accepts(singleLine(0, 128), "")).toBe(true);
  });

  it("says what is missing, what is no string, and what the rule is", () => {
    const problem = (value: unknown) => z.safeParse(singleLine(1, 128), value).error?.issues[0]?.message;
    const rule = "must be 1 to 128 characters, none of them a control character";
    expect(problem(undefined)).toBe(`is required, ${rule}`);
    expect(problem(1)).toBe(`must be a string, ${rule}`);
    expect(problem("")).toBe(rule);
  });
});

describe("multiLine", () => {
  it("accepts new lines and tabs", () => {
    expect(accepts(multiLine(0, 5_000), "a\r\n\tb")).toBe(true);
  });

  it.each(["\u0000", "\u000b", "\u001f", "\u007f", "\u009f"])("refuses the control character %j", (control) => {
    expect(accepts(multiLine(0, 5_000), control)).toBe(false);
  });

  it("says what the rule is", () => {
    const [issue] = z.safeParse(multiLine(0, 5_000), "\u0000").error?.issues ?? [];
    expect(issue?.message).toBe("must be 0 to 5000 characters, no control characters but new lines and tabs");
  });

  it("accepts 5,000 characters and refuses 5,001", () => {
    expect(accepts(multiLine(0, 5_000), "é".repeat(5_000))).toBe(true);
    expect(accepts(multiLine(0, 5_000), "é".repeat(5_001))).toBe(false);
  });
});
