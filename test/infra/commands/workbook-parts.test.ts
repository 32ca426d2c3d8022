import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openWorkbook } from "../../../infra/commands/import/workbook/open.ts";
import { partsOf, sheetXml, type WrittenSheet, workbookOf, XML } from "../../support/workbook.ts";
import { shown, workbookFileForEach } from "../../support/workbook-file.ts";
import { zipOf } from "../../support/zip.ts";

const file = workbookFileForEach();

const sheetNamed = (name: string, more: Partial<WrittenSheet> = {}): WrittenSheet => ({
  name,
  rows: [[name]],
  ...more,
});

test("reads the first sheet unless another one is named, whatever the case, and names what is not read", async () => {
  const book = await workbookOf({ sheets: [sheetNamed("Juli"), sheetNamed("Agustus"), sheetNamed("Café")] });
  const first = await file.read(book);
  expect(first.sheet).toBe("Juli");
  expect(first.notes).toEqual(['Only the sheet "Juli" is read, and not "Agustus" and "Café"; --sheet names another.']);
  for (const name of ["Agustus", "agustus", " AGUSTUS"]) {
    const { rows, sheet } = await file.read(book, name);
    expect([sheet, shown(rows)]).toEqual(["Agustus", [["text Agustus"]]]);
  }
  expect((await file.read(book, "CAFE\u0301")).sheet).toBe("Café");
});

test("names the sheets that there are for one that is not there", async () => {
  const book = workbookOf({ sheets: [sheetNamed("Juli"), sheetNamed("Daftar", { state: "veryHidden" })] });
  await expect(file.read(book, "Juni")).rejects.toThrow(
    'the workbook has no sheet "Juni"; it has "Juli" and "Daftar" (hidden)',
  );
});

test("says that the sheet it reads is hidden", async () => {
  const { notes } = await file.read(workbookOf({ sheets: [sheetNamed("Juli", { state: "hidden" })] }));
  expect(notes).toEqual(['The sheet "Juli" is hidden, and it is the one that is read.']);
});

test("names hidden columns of the table, hidden rows with values, and merged ranges below the header, once each", async () => {
  const xml = sheetXml(
    [
      '<row r="2"><c r="A2"><v>1</v></c><c r="C2"><v>1</v></c></row>',
      ...Array.from({ length: 7 }, (_, at) => `<row r="${at + 3}" hidden="true"><c r="A${at + 3}"><v>1</v></c></row>`),
      '<row r="20" hidden="1"/>',
    ].join(""),
    '<cols><col min="2" max="2" hidden="1"/><col min="3" max="16384" hidden="1"/><col min="1" max="1"/></cols>',
    '<mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="A2:B2"/><mergeCell ref="C2:C3"/><mergeCell ref="A5:A9"/></mergeCells>',
  );
  const book = partsOf({ sheets: [sheetNamed("A")], parts: { "xl/worksheets/sheet1.xml": xml } });
  expect((await file.read(zipOf(book))).notes).toEqual([
    "2 columns are hidden, and read like the others (B, C).",
    "7 rows are hidden, and read like the others (3, 4, 5, 6, 7, …).",
    "2 merged ranges are read with the value in the first cell, and the others empty (C2:C3, A5:A9).",
  ]);
});

test("finds the parts by their relationships and not by their names", async () => {
  const parts = partsOf({ sheets: [sheetNamed("A")] });
  const moved: [from: string, to: string][] = [
    ["xl/workbook.xml", "app/Book.xml"],
    ["xl/_rels/workbook.xml.rels", "app/_rels/book.xml.rels"],
    ["xl/worksheets/sheet1.xml", "tables/first.xml"],
    ["xl/sharedStrings.xml", "texts.xml"],
    ["xl/styles.xml", "app/look.xml"],
  ];
  const renamed = Object.entries(parts).map(([name, contents]) => {
    const text = `${contents}`
      .replace('Target="xl/workbook.xml"', 'Target="/app/Book.xml"')
      .replace('PartName="/xl/workbook.xml"', 'PartName="/APP/book.xml"')
      .replace('Target="worksheets/sheet1.xml"', 'Target="../tables/first.xml"')
      .replace('Target="sharedStrings.xml"', 'Target="/texts.xml"')
      .replace('Target="styles.xml"', 'Target="./look.xml"');
    return [moved.find(([from]) => from === name)?.[1] ?? name, text];
  });
  expect(shown((await file.read(zipOf(Object.fromEntries(renamed)))).rows)).toEqual([["text A"]]);
});

test("reads strict workbooks, with any prefix, in UTF-16, and skips extensions", async () => {
  const strict = Object.entries(partsOf({ sheets: [sheetNamed("A")] })).map(([name, contents]) => [
    name,
    `${contents}`
      .replaceAll(
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
      )
      .replaceAll(
        "http://schemas.openxmlformats.org/officeDocument/2006/",
        "http://purl.oclc.org/ooxml/officeDocument/",
      ),
  ]);
  const parts = Object.fromEntries(strict);
  expect(parts["xl/workbook.xml"]).not.toContain("2006");
  parts["xl/worksheets/sheet1.xml"] = Buffer.from(
    '\ufeff<?xml version="1.0" encoding="UTF-16"?><x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main" xmlns:e="urn:e"><e:sheetData><x:row><x:c><x:v>9</x:v></x:c></x:row></e:sheetData><!-- --><?x y?><x:sheetData><x:row r="1"><e:c><x:v>8</x:v></e:c><x:c r="A1" e:r="B9"><x:v>7</x:v><x:extLst><x:v>6</x:v></x:extLst></x:c></x:row></x:sheetData></x:worksheet>',
    "utf16le",
  );
  expect(shown((await file.read(zipOf(parts))).rows)).toEqual([["number 7"]]);
  parts["xl/worksheets/sheet1.xml"].swap16();
  expect(shown((await file.read(zipOf(parts))).rows)).toEqual([["number 7"]]);
});

test("reads a workbook without shared strings and styles, and passes over charts", async () => {
  const parts = partsOf({ sheets: [sheetNamed("Chart"), { name: "A", rows: [[1]] }] });
  const rels = `${parts["xl/_rels/workbook.xml.rels"]}`
    .replace("relationships/worksheet", "relationships/chartsheet")
    .replace(/<Relationship Id="rId[ST]"[^>]*>/g, "");
  const { "xl/sharedStrings.xml": _, "xl/styles.xml": __, ...rest } = parts;
  const read = await file.read(zipOf({ ...rest, "xl/_rels/workbook.xml.rels": rels }));
  expect([read.sheet, shown(read.rows), read.notes]).toEqual(["A", [["number 1"]], []]);
});

test("reads .xlsm and files that are stored without compression", async () => {
  const parts = partsOf({ sheets: [sheetNamed("A")] });
  const types = `${parts["[Content_Types].xml"]}`.replace(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
  );
  const read = await file.read(zipOf({ ...parts, "[Content_Types].xml": types }, false));
  expect(shown(read.rows)).toEqual([["text A"]]);
});

test("counts the bytes that it reads up to the size that it said", async () => {
  const { size, read } = await file.read(workbookOf({ sheets: [sheetNamed("A")] }));
  expect(size).toBeGreaterThan(XML.length);
  expect(read).toBe(size);
});

test("stops between two chunks once the signal is aborted", async () => {
  writeFileSync(file.path(), await workbookOf({ sheets: [sheetNamed("A")] }));
  const controller = new AbortController();
  const workbook = await openWorkbook(file.path(), undefined, controller.signal);
  controller.abort();
  await expect(workbook.rows().next()).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
  workbook.close();
});
