import fc from "fast-check";
import { expect, test } from "vitest";
import { lettersOf, placeOf } from "../../../infra/commands/import/workbook/reference.ts";
import { type WrittenCell, workbookOf } from "../../support/workbook.ts";
import { shown, workbookFileForEach } from "../../support/workbook-file.ts";

const file = workbookFileForEach();
const MS_OF_DAY = 86_400_000;

/** A cell as it is written, and as it must be read. */
type Pair = { readonly written: WrittenCell; readonly read: string };

const day = fc.date({ min: new Date("1904-01-02"), max: new Date("9999-12-31"), noInvalidDate: true });
const cellIn = (date1904: boolean): fc.Arbitrary<Pair> =>
  fc.oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 50 }).map((text) => ({ written: text, read: `text ${text}` })),
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .map((number) => ({ written: number, read: `number ${number === 0 ? 0 : number}` })),
    fc.boolean().map((truth) => ({ written: truth, read: truth ? "boolean TRUE" : "boolean FALSE" })),
    day.map((date) => {
      const epoch = date1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
      const midnight = Math.floor(date.getTime() / MS_OF_DAY) * MS_OF_DAY;
      return { written: { serial: (midnight - epoch) / MS_OF_DAY }, read: `date ${date.toISOString().slice(0, 10)}` };
    }),
    fc.constant({ written: null, read: "" }),
  );

const table = fc
  .boolean()
  .chain((date1904) => fc.record({ date1904: fc.constant(date1904), rows: fc.array(fc.array(cellIn(date1904))) }));

test("reads any table of texts, numbers, truths and days as it was written", async () => {
  await fc.assert(
    fc.asyncProperty(table, async ({ date1904, rows }) => {
      const written = rows.map((row) => row.map((cell) => cell.written));
      const { rows: read } = await file.read(workbookOf({ sheets: [{ name: "A", rows: written }], date1904 }));
      const expected = rows.map((row) => row.map((cell) => cell.read));
      for (const row of expected) while (row.at(-1) === "") row.pop();
      expect(shown(read)).toEqual(expected);
    }),
  );
});

test("names each cell of Excel's sheet as it reads it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 16_383 }), fc.integer({ min: 1, max: 1_048_576 }), (column, row) => {
      expect(placeOf(`${lettersOf(column)}${row}`)).toEqual({ row, column });
    }),
  );
  expect(["A", "Z", "AA", "XFD"]).toEqual([0, 25, 26, 16_383].map(lettersOf));
  for (const none of ["", "A", "1", "A0", "a1", "XFE1", "A1048577", "A1 ", "$A$1"])
    expect(placeOf(none)).toBeUndefined();
});
