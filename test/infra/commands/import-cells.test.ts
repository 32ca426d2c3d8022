import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CategoryName, categories } from "../../../functions/shared/store/categories.ts";
import {
  type CellForm,
  readDate,
  readNumber,
  readOneOf,
  readTruth,
  Unread,
} from "../../../infra/commands/import/cells.ts";
import { columnsOf } from "../../../infra/commands/import/columns.ts";
import { identifiersOf } from "../../../infra/commands/import/identifiers.ts";
import { mendIdentifier } from "../../../infra/commands/import/mend.ts";
import { createRowParser } from "../../../infra/commands/import/rows.ts";
import { anyRecord, put, valueAt, withoutMinusZero } from "../../support/any-record.ts";

const names = Object.keys(categories) as CategoryName[];
const unread = (part: string) => expect.objectContaining({ problem: expect.stringContaining(part) });

describe("a cell", () => {
  it.each([
    ...["true", "TRUE", "1", "Yes", "ya", "BENAR", " Benar\u{A0}"].map((cell) => [cell, true] as const),
    ...["false", "False", "0", "NO", "Tidak", "SALAH", "salah "].map((cell) => [cell, false] as const),
    ["", undefined] as const,
    ["wahr", "wahr"] as const,
    ["10", "10"] as const,
  ])("of a boolean, %j, is %j", (cell, value) => {
    expect(readTruth(cell)).toBe(value);
  });

  const semicolons = { decimalComma: true };
  const quoted = { quoted: true };
  it.each([
    ["87.5", {}, 87.5],
    ["87.5", semicolons, 87.5],
    ["87,5", semicolons, 87.5],
    ["87,5", quoted, 87.5],
    ["-0,25", quoted, -0.25],
    [" 87,5", quoted, " 87,5"],
    ["0,125", quoted, 0.125],
    ["87,125", semicolons, 87.125],
    ["1.234", semicolons, 1.234],
    ["1,5E+2", semicolons, 150],
    ["87,5", {}, "87,5"],
    ["087,5", quoted, "087,5"],
    ["", quoted, undefined],
    [" ", quoted, " "],
    ["1,234", quoted, unread("must be clear")],
    ["1.234,5", semicolons, unread("no thousands mark")],
    ["1.234,5", quoted, unread("no thousands mark")],
    ["1.234,5", {}, unread("no thousands mark")],
    ["1,234.5", quoted, unread("no thousands mark")],
    ["1.234.567", {}, unread("no thousands mark")],
    ["1 234,5", semicolons, unread("no thousands mark")],
    ["1\u{202F}234", semicolons, unread("no thousands mark")],
  ])("of a number, %j in %j, is %j", (cell, form, value) => {
    expect(readNumber(false)(cell, form)).toEqual(value);
  });

  it.each([
    ["1000", semicolons, 1000],
    ["1.000", {}, 1],
    ["1,0", semicolons, 1],
    ["1.000", semicolons, unread("must be clear")],
    ["1,000", semicolons, unread("must be clear")],
    ["1,000", quoted, unread("must be clear")],
  ])("of an integer, %j in %j, is %j", (cell, form, value) => {
    expect(readNumber(true)(cell, form)).toEqual(value);
  });

  it.each([
    ["Cleared", "Cleared"],
    [" cleared ", "Cleared"],
    ["FAILED\u{A0}", "Failed"],
    ["Done", "Done"],
    ["Clear ed", "Clear ed"],
  ])("of an enum, %j, is %j", (cell, value) => {
    expect(readOneOf(["Ongoing", "Cleared", "Failed"])(cell)).toBe(value);
  });

  it("of an enum whose values differ only by case is taken as it is written", () => {
    expect(["a", "A"].map((cell) => readOneOf(["A", "a"])(cell))).toEqual(["a", "A"]);
  });

  it.each(["22/07/2022", "2022/07/22", "22 Juli 2022", "44764", " 2022-07-22"])(
    "of a date, %j, says how it must be written",
    (cell) => {
      expect(readDate(cell)).toEqual(unread("format the column as yyyy-mm-dd"));
    },
  );

  it.each(["", "2022-07-22", "2022-02-30"])("of a date, %j, is left to the schema", (cell) => {
    expect(readDate(cell)).toBe(cell);
  });
});

it("the reason of a cell that is not read is the row's problem, once", () => {
  const parsed = createRowParser({}).parse(
    {
      companySerial: "C",
      employeeID: "1.5E+12",
      category: "online",
      timeSpent: new Unread("a"),
      completedAt: new Unread("b"),
    },
    { line: 1, raw: "" },
  );
  const problems = "problems" in parsed ? parsed.problems : [];
  expect(problems.filter((problem) => /timeSpent|completedAt|employeeID/.test(problem))).toEqual([
    expect.stringMatching(/^row employeeID: must not be a number in scientific notation/),
    "row timeSpent: a",
    "row completedAt: b",
  ]);
});

const forms: CellForm[] = [{}, { decimalComma: true }, { quoted: true }, { decimalComma: true, quoted: true }];

describe.each(names)("a record of %s that was written to cells", (name) => {
  const owner = { companySerial: "CMP-A", ...(categories[name].owner === "employee" && { employeeID: "E" }) };

  it("is read back as it was, unless an identifier is mended or rejected, which is said", () =>
    fc.assert(
      fc.property(anyRecord(name), fc.constantFrom(...forms), (record, form) => {
        const row = { ...owner, category: name };
        for (const { path, read } of columnsOf(name)) put(row, path, read(`${valueAt(record, path) ?? ""}`, form));
        const parsed = createRowParser({}).parse(row, { line: 1, raw: "" });
        const clean = identifiersOf(name).every(({ path }) => {
          const text = valueAt(record, path) as string;
          const mended = mendIdentifier(text);
          return "value" in mended && mended.value === text;
        });
        if (clean)
          expect(parsed).toEqual({
            employeeID: "",
            ...owner,
            category: name,
            line: 1,
            record: withoutMinusZero(record),
          });
        else if (!("problems" in parsed)) expect(parsed.mended?.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    ));
});
