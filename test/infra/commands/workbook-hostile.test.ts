import { crc32 } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import { bounds } from "../../../infra/commands/import/workbook/bounds.ts";
import { partsOf, sheetOf, sheetXml, stringsXml, XML } from "../../support/workbook.ts";
import { shown, workbookFileForEach } from "../../support/workbook-file.ts";
import { zipOf } from "../../support/zip.ts";

const file = workbookFileForEach();
const parts = partsOf({ sheets: [{ name: "A", rows: [["a", 1]] }] });
const SHEET = "xl/worksheets/sheet1.xml";
const withSheet = (xml: string | Uint8Array) => zipOf({ ...parts, [SHEET]: xml });
const withRows = (rows: string) => withSheet(sheetXml(rows));

let good: Buffer;
beforeAll(async () => {
  good = await zipOf(parts);
});

const ole = (...directory: string[]) => {
  const bytes = Buffer.alloc(512 + 128 * directory.length);
  bytes.write("d0cf11e0a1b11ae1", "hex");
  for (const [index, name] of directory.entries()) bytes.write(`${name}\0`, 512 + 128 * index, "utf16le");
  return bytes;
};

test("refuses .xls and workbooks with a password by name, with what to do", async () => {
  await expect(file.read(ole("Root Entry", "Workbook", "The EncryptedPackage"))).rejects.toThrow(
    "the file is in the format of Excel 97-2003 (.xls); open it in Excel or LibreOffice, save it as Excel Workbook (.xlsx)",
  );
  // The directory begins after 512 bytes, and the file is read in chunks of 8,192 entries.
  const far = Array(8_192 - 4).fill("x");
  for (const directory of [
    ["Root Entry", "EncryptedPackage"],
    [...far, "EncryptedPackage"],
  ]) {
    await expect(file.read(ole(...directory))).rejects.toThrow(
      "the workbook has a password; open it in Excel or LibreOffice, save it as Excel Workbook (.xlsx) without a password",
    );
  }
});

test.each([
  ["application/vnd.ms-excel.sheet.binary.macroEnabled.main", "an Excel binary workbook (.xlsb)"],
  ["application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "a Word document"],
  ["application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml", "a PowerPoint presentation"],
  ["application/x-other", "application/x-other, and not an Excel workbook"],
])("refuses %s by name", async (mediaType, name) => {
  const types = `${parts["[Content_Types].xml"]}`.replace(/[^"]*sheet\.main\+xml/, mediaType);
  await expect(file.read(zipOf({ ...parts, "[Content_Types].xml": types }))).rejects.toThrow(`the file is ${name}`);
});

test("refuses .ods and archives without a workbook by name", async () => {
  const ods = { mimetype: "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>" };
  await expect(file.read(zipOf(ods, false))).rejects.toThrow("the file is an OpenDocument file (.ods); open it in");
  const none = "the file is an archive (.zip) without a workbook";
  await expect(file.read(zipOf({ "a.csv": "1" }))).rejects.toThrow(none);
  await expect(file.read(zipOf({}))).rejects.toThrow(none);
  const { "_rels/.rels": _, ...others } = parts;
  await expect(file.read(zipOf(others))).rejects.toThrow(none);
  await expect(file.read(zipOf({ ...others, "_rels/.rels": "" }))).rejects.toThrow(
    "_rels/.rels is not well-formed XML",
  );
});

test("refuses a workbook that is cut off at any byte", async () => {
  for (let length = 4; length < good.length; length += 97) {
    await expect(file.read(good.subarray(0, length)), `${length} bytes`).rejects.toThrow(/^the workbook is cut off/);
  }
});

test("gives the same rows or an error for a workbook with any byte changed", async () => {
  const expected = JSON.stringify((await file.read(good)).rows);
  for (let at = 8; at < good.length; at += 41) {
    const bytes = Buffer.from(good);
    bytes[at] = (bytes[at] ?? 0) ^ 0x55;
    const rows = await file.read(bytes).then(
      (read) => JSON.stringify(read.rows),
      (error: Error) => error.name,
    );
    expect(["CommandError", expected], `byte ${at}`).toContain(rows);
  }
});

test("refuses a part whose contents have another checksum", async () => {
  const sheet = Buffer.from(`${parts[SHEET]}`);
  const bytes = await zipOf(parts, false);
  bytes.write("9", bytes.indexOf("<v>1</v>") + 3);
  expect(crc32(sheet)).toBeGreaterThan(0);
  await expect(file.read(bytes)).rejects.toThrow(`the workbook is damaged (the checksum of ${SHEET} is wrong)`);
});

/** XML of `size` bytes that compresses well. */
const padded = (size: number) =>
  Buffer.alloc(size, " ")
    .fill("<a>", 0, 3)
    .fill("</a>", size - 4);

test("refuses a part over the bound of its size before it inflates it", async () => {
  const bomb = zipOf({ ...parts, "xl/styles.xml": padded(bounds.smallPart + 1) });
  await expect(file.read(bomb)).rejects.toThrow(
    `xl/styles.xml in the workbook has ${bounds.smallPart + 1} bytes, and at most ${bounds.smallPart} are read`,
  );
});

test("refuses a part that is compressed as only a bomb is, and reads a smaller one", async () => {
  const rows = (bytes: number) => {
    const row = "<row><c><v>1</v></c></row>";
    return withRows(row.repeat(Math.ceil(bytes / row.length)));
  };
  await expect(file.read(rows(bounds.ratioFrom))).rejects.toThrow(
    `${SHEET} in the workbook is compressed to less than 1/200 of its size, as only a zip bomb is`,
  );
  const { rows: read } = await file.read(rows(bounds.ratioFrom / 8));
  expect(read.length).toBe(Math.ceil(bounds.ratioFrom / 8 / 26));
});

test("refuses a part that is longer than the archive says", async () => {
  const size = Buffer.byteLength(sheetXml("<row/>".repeat(50_000)));
  const bytes = Buffer.from(await withRows("<row/>".repeat(50_000)));
  const entry = bytes.lastIndexOf(SHEET) - 46;
  expect(bytes.readUInt32LE(entry + 24)).toBe(size);
  bytes.writeUInt32LE(1_000, entry + 24);
  await expect(file.read(bytes)).rejects.toThrow(/^the workbook is damaged \(too many bytes in the stream/);
});

test("refuses an archive with more files than a workbook has before it reads their names", async () => {
  const counting = (files: number) => {
    const bytes = Buffer.from(good);
    bytes.writeUInt16LE(files, bytes.lastIndexOf("504b0506", undefined, "hex") + 10);
    return bytes;
  };
  await expect(file.read(counting(bounds.entries + 1))).rejects.toThrow(
    `the archive has ${bounds.entries + 1} files; a workbook may have ${bounds.entries}`,
  );
  await expect(file.read(counting(bounds.entries))).rejects.toThrow("the workbook is damaged (unexpected EOF");
});

test("refuses an archive that has a part twice, also in another case", async () => {
  await expect(file.read(zipOf({ ...parts, [SHEET.toUpperCase()]: "" }))).rejects.toThrow(/it has \S+ twice$/);
});

test("refuses an archive with a password", async () => {
  const bytes = Buffer.from(good);
  const entry = bytes.indexOf("504b0102", 0, "hex");
  bytes.writeUInt16LE(bytes.readUInt16LE(entry + 8) | 1, entry + 8);
  await expect(file.read(bytes)).rejects.toThrow("the archive has a password; save it as .xlsx without one");
});

test.each([
  [
    "entities",
    `${XML}<!DOCTYPE a [<!ENTITY b "1"><!ENTITY c "&b;&b;">]><worksheet/>`,
    "has a document type declaration",
  ],
  [
    "an entity without a declaration",
    sheetXml('<row r="1"><c r="A1"><v>&lol;</v></c></row>'),
    "is not well-formed XML",
  ],
  ["a missing end tag", sheetXml("").replace("</worksheet>", ""), "is not well-formed XML"],
  ["tags that cross", sheetXml("<row><c></row></c>"), "is not well-formed XML"],
  ["no XML", "PK", "is not well-formed XML"],
  ["bytes that are no text", Buffer.from([0x3c, 0xff, 0x3e]), "has bytes that are not text"],
  ["half a character at the end", Buffer.from([0x3c, 0xc3]), "has bytes that are not text"],
  ["another root", stringsXml(""), "begins with <sst>"],
  ["a root of another namespace", '<worksheet xmlns="urn:x"/>', "begins with <worksheet>"],
  [
    "a text without an end",
    sheetXml(`<row><c><v>${"1".repeat(bounds.token + 100_000)}`),
    "has a tag or text of more than",
  ],
  ["a tag without an end", `<worksheet ${"a".repeat(bounds.token + 100_000)}`, "has a tag or text of more than"],
  ["rows that go back", sheetXml('<row r="2"/><row r="2"/>'), "has row 2 after row 2"],
  ["a row that is no number", sheetXml('<row r="x"/>'), 'has a row "x"'],
  ["a row after Excel's last", sheetXml('<row r="1048577"/>'), 'has a row "1048577"'],
  [
    "cells that go back",
    sheetXml('<row><c r="B1"/><c r="A1"/></row>'),
    "has two cells A1, or cells that are not in order",
  ],
  ["a cell of another row", sheetXml('<row r="2"><c r="B1"/></row>'), 'has a cell "B1" in row 2'],
  ["a column after Excel's last", sheetXml('<row><c r="XFE1"/></row>'), 'has a cell "XFE1" in row 1'],
  [
    "a text that is not there",
    sheetXml('<row><c t="s"><v>1</v></c></row>'),
    "has a cell A1 whose value is not one of its type",
  ],
  ["a text that has no number", sheetXml('<row><c t="s"><v>-1</v></c></row>'), "has a cell A1 whose value is not"],
  ["a number that is none", sheetXml("<row><c><v>1,5</v></c></row>"), "has a cell A1 whose value is not"],
  ["a number that is not decimal", sheetXml("<row><c><v>0x10</v></c></row>"), "has a cell A1 whose value is not"],
  ["a text's number that is none", sheetXml('<row><c t="s"><v>0e0</v></c></row>'), "has a cell A1 whose value is not"],
  ["a number beyond doubles", sheetXml("<row><c><v>1e999</v></c></row>"), "has a cell A1 whose value is not"],
  ["an unknown type", sheetXml('<row><c t="x"><v>1</v></c></row>'), "has a cell A1 whose value is not"],
])("refuses a sheet with %s", async (_, xml, message) => {
  await expect(file.read(withSheet(xml))).rejects.toThrow(`the workbook is damaged: ${SHEET} ${message}`);
});

test("reads elements inside each other up to the bound", async () => {
  const nested = (depth: number) => withSheet(sheetXml("", "<a>".repeat(depth) + "</a>".repeat(depth)));
  expect((await file.read(nested(bounds.depth - 1))).rows).toEqual([]);
  await expect(file.read(nested(bounds.depth))).rejects.toThrow(
    `${SHEET} has more than ${bounds.depth} elements inside each other`,
  );
});

test("rejects a row with more characters in a cell than Excel has, and reads the others", async () => {
  const text = "a".repeat(bounds.cell);
  const inline = (longer: string) => ({ xml: `<c t="inlineStr"><is><t>${longer}</t></is></c>` });
  const { rows } = await file.read(sheetOf([text], ["x", `${text}b`], [inline(text)], [inline(`${text}b`)], ["z"]));
  const problem = (cell: string) => `row: must have at most 32767 characters in a cell (${cell})`;
  expect(rows.map(({ problem, cells }) => problem ?? cells[0]?.text.length)).toEqual([
    bounds.cell,
    problem("B2"),
    bounds.cell,
    problem("A4"),
    1,
  ]);
});

test("rejects a row with more characters than a line of CSV may have", async () => {
  const text = "a".repeat(25_000);
  const { rows } = await file.read(sheetOf(Array(40).fill(text), [...Array(40).fill(text), "b"], ["c"]));
  expect(rows.map(({ problem }) => problem)).toEqual([
    undefined,
    "row: must have at most 1000000 characters",
    undefined,
  ]);
  expect(shown(rows)[2]).toEqual(["text c"]);
});
