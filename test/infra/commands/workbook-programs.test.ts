import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { shown, workbookFileForEach } from "../../support/workbook-file.ts";

// Workbooks that other programs wrote: openpyxl 3.1, and XlsxWriter with days from 1904 and a rich text.

const file = workbookFileForEach();
const fixture = (name: string) => readFileSync(new URL(`../../support/fixtures/${name}.xlsx`, import.meta.url));

test("reads a workbook of openpyxl, which does not calculate its formulas", async () => {
  const { rows, notes } = await file.read(fixture("openpyxl"));
  expect(shown(rows).slice(0, 3)).toEqual([
    ["text ID", "text Nilai", "text Hadir", "text Selesai", "text Jam", "text Catatan", "text F"],
    [
      ...["text EMPLY100", "number 87.5", "boolean TRUE", "date 2024-10-22", "date 2024-10-22T13:45:00"],
      ...["text   spasi ", "=uncalculated ="],
    ],
    ["number 100", "number 0.3", "boolean FALSE", "date 1900-01-05", "date 12:30:00", "text a\nb\tc", "error #N/A"],
  ]);
  expect(notes).toEqual([
    'Only the sheet "Juli" is read, and not "Kosong" (hidden); --sheet names another.',
    "1 column is hidden, and read like the others (B).",
    "1 row is hidden, and read like the others (3).",
    "1 merged range is read with the value in the first cell, and the others empty (A5:A9).",
    "1 formula is without a stored value; open the workbook in Excel and save it (G2).",
  ]);
});

test("reads a workbook of XlsxWriter with days from 1904", async () => {
  const { rows, sheet } = await file.read(fixture("xlsxwriter-1904"));
  expect(sheet).toBe("A & B");
  expect(shown(rows)).toEqual([
    ["text x", "text y"],
    ["date 2024-10-22", "text Nego siasi"],
    ["=error #DIV/0!", "=text ab"],
    ["boolean TRUE", "", "", "text _x000D_ \u0001"],
    [],
  ]);
});
