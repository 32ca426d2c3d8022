import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CategoryName, categories } from "../../../functions/shared/store/categories.ts";
import { readTruth } from "../../../infra/commands/import/cells.ts";
import { identifiersOf } from "../../../infra/commands/import/identifiers.ts";
import { mendEmployeeID, mendIdentifier } from "../../../infra/commands/import/mend.ts";

const names = Object.keys(categories) as CategoryName[];

/** Texts in which everything happens that the rules are about. */
const parts = fc.constantFrom(
  ...["a", "A", "e", "\u{301}", "é", "1", "E+12", "1.5E3", " ", "\u{A0}", "\u{3000}", "\n", "\u{85}", "\u{2000}"],
  ...[
    "\u{200B}",
    "\u{2060}",
    "\u{202A}",
    "\u{AD}",
    "\u{FEFF}",
    "\u{34F}",
    "\u{FE0F}",
    '"',
    '""',
    '="',
    "=",
    "#N/A",
    "#",
    "/",
    "\u{0}",
    "😀",
  ],
);
const texts = fc.oneof(
  fc.array(parts, { maxLength: 8 }).map((some) => some.join("")),
  fc.array(parts, { maxLength: 5 }).map((some) => `="${some.join("")}"`),
  fc.string({ unit: "grapheme", maxLength: 20 }),
  fc.string({ unit: "binary", maxLength: 20 }),
);

describe("an identifier", () => {
  it.each([
    ["EMPLY-100", "EMPLY-100", []],
    ["00123", "00123", []],
    ["12E5", "12E5", []],
    ["E+12", "E+12", []],
    ["#123", "#123", []],
    ["Siti Aminah", "Siti Aminah", []],
    ["F-TRIM ", "F-TRIM", ["blanks"]],
    ["\u{A0}\u{3000}F-TRIM\r\n", "F-TRIM", ["blanks"]],
    ["F-TRIM\u{200B}", "F-TRIM", ["zeroWidth"]],
    ["F\u{2060}-TR\u{202A}IM", "F-TRIM", ["zeroWidth"]],
    [" \u{200B} F", "F", ["blanks", "zeroWidth"]],
    ["F\u{206A}-TR\u{34F}IM\u{FE0F}", "F-TRIM", ["zeroWidth"]],
    ["F-\u{E0061}TRIM\u{FFF9}\u{3164}", "F-TRIM", ["zeroWidth"]],
    ["Jose\u{301}", "Jos\u{E9}", ["nfc"]],
    ["Jose\u{200B}\u{301}", "Jos\u{E9}", ["zeroWidth", "nfc"]],
    ["\u{212B}", "\u{C5}", ["nfc"]],
    ['="00123"', "00123", ["excelText"]],
    [' ="00 ""1"" " ', '00 "1"', ["blanks", "excelText"]],
    ['=""', "", ["excelText"]],
    [" ", "", ["blanks"]],
    ["", "", []],
  ])("%j is taken as %j", (text, value, mended) => {
    expect(mendIdentifier(text)).toEqual({ value, mended });
  });

  it.each([
    ["1.23457E+12", "scientific"],
    ["1,23457E+12", "scientific"],
    ["1e+21", "scientific"],
    ["-1E-05", "scientific"],
    ["1.23457E12", "scientific"],
    ['="1.2E+3"', "scientific"],
    ["#N/A", "error value"],
    [" #ref!", "error value"],
    ["#DIV/0!", "error value"],
    ["#NAME?", "error value"],
    ["########", "error value"],
    ["Err:502", "error value"],
    ["#WERT!", "error value"],
    ["#\u{A1}REF!", "error value"],
    ["#\u{BF}NOMBRE?", "error value"],
    ["=A1", "formula"],
    ['="a"&"b"', "formula"],
    ['="=A1"', "formula"],
    ['=" ="', "formula"],
    ["\u{FEFF}F-TRIM", "U+FEFF"],
    ["F-\u{FEFF}TRIM", "U+FEFF"],
  ])("%j is a problem: %s", (text, problem) => {
    expect(mendIdentifier(text)).toEqual({ problem: expect.stringContaining(problem) });
  });

  it("is the same after it was mended once", () =>
    fc.assert(
      fc.property(texts, (text) => {
        const mended = mendIdentifier(text);
        if ("value" in mended) expect(mendIdentifier(mended.value)).toEqual({ value: mended.value, mended: [] });
      }),
      { numRuns: 2_000 },
    ));

  it("becomes another only with a word: two that are not mended stay two", () =>
    fc.assert(
      fc.property(texts, (text) => {
        const mended = mendIdentifier(text);
        if ("value" in mended) expect(mended.mended.length === 0).toBe(mended.value === text);
      }),
      { numRuns: 2_000 },
    ));

  it("of 1 MB of blanks does not hold the import up", () => {
    const text = `E${" ".repeat(1_000_000)}1`;
    const start = performance.now();
    expect(mendIdentifier(` ${text}\u{85}`)).toEqual({ value: text, mended: ["blanks"] });
    expect(readTruth(text)).toBe(text);
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it("of an employee has no slash, which the gateway cannot route", () => {
    expect(mendEmployeeID("a/b")).toEqual({ problem: expect.stringContaining("must not contain /") });
    expect(mendEmployeeID('="a/b"')).toEqual({ problem: expect.stringContaining("%2F") });
    expect(mendIdentifier("a/b")).toEqual({ value: "a/b", mended: [] });
    expect(mendEmployeeID("%2F")).toEqual({ value: "%2F", mended: [] });
    expect(mendEmployeeID(" a-b")).toEqual({ value: "a-b", mended: ["blanks"] });
  });
});

it.each([".", "..", " .. ", '=".."'])("%j is no employee ID: clients take it for a folder of the path", (text) => {
  expect(mendEmployeeID(text)).toEqual({ problem: expect.stringContaining("must not be . or ..") });
});

it("an employee ID may have dots beside other characters, and a serial be one", () => {
  expect(["...", ".a", "a.."].map((text) => mendEmployeeID(text))).toEqual(
    ["...", ".a", "a.."].map((value) => ({ value, mended: [] })),
  );
  expect(mendIdentifier("..")).toEqual({ value: "..", mended: [] });
});

it("the identifiers of a record are all its serials", () => {
  expect(names.map((name) => [name, identifiersOf(name).map(({ field }) => field)])).toEqual([
    ["webinar", ["course.serial", "batch.serial", "assignedCourseSerial"]],
    ["offline", ["course.serial", "batch.serial", "assignedCourseSerial"]],
    ["online", ["course.serial"]],
    ["courses", ["serial"]],
  ]);
});
