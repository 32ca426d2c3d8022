import { expect, test } from "vitest";
import {
  DAY_STYLE,
  escaped,
  partsOf,
  sheetOf,
  sheetXml,
  stringsXml,
  stylesXml,
  workbookOf,
} from "../../support/workbook.ts";
import { shown, workbookFileForEach } from "../../support/workbook-file.ts";
import { zipOf } from "../../support/zip.ts";

const file = workbookFileForEach();
const cellsOf = async (...xml: string[]) => {
  const { rows } = await file.read(sheetOf(xml.map((cell) => ({ xml: cell }))));
  return shown(rows)[0];
};

test("gives texts, numbers, booleans and days by their stored values, and the row that Excel shows", async () => {
  const { rows } = await file.read(sheetOf(["ID", "Nilai"], ["EMPLY100", 87.5, true, false, { serial: 45_587 }]));
  expect(rows.map(({ row }) => row)).toEqual([1, 2]);
  expect(shown(rows)).toEqual([
    ["text ID", "text Nilai"],
    ["text EMPLY100", "number 87.5", "boolean TRUE", "boolean FALSE", "date 2024-10-22"],
  ]);
});

test("gives a number as the shortest decimal text that reads back", async () => {
  expect(
    await cellsOf(
      "<c><v>0.30000000000000004</v></c>",
      "<c><v>8.7499999999999994E-2</v></c>",
      "<c><v>9007199254740991</v></c>",
      "<c><v>-0</v></c>",
      "<c><v> 7 </v></c>",
      "<c><v>1E+3</v></c>",
    ),
  ).toEqual([
    "number 0.30000000000000004",
    "number 0.0875",
    "number 9007199254740991",
    "number 0",
    "number 7",
    "number 1000",
  ]);
});

test("gives inline strings, texts of formulas, errors and ISO dates", async () => {
  expect(
    await cellsOf(
      '<c t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>',
      '<c t="str"><f>"b"&amp;1</f><v>b1</v></c>',
      '<c t="e"><f>NA()</f><v>#N/A</v></c>',
      '<c t="d"><v>2024-10-22T00:00:00.000Z</v></c>',
      '<c t="d"><v>2024-10-22T13:45:00Z</v></c>',
      "<c><f>1+1</f><v>2</v></c>",
      '<c t="b"><f>TRUE()</f><v>1</v></c>',
    ),
  ).toEqual([
    "text  a ",
    "=text b1",
    "=error #N/A",
    "date 2024-10-22",
    "date 2024-10-22T13:45:00",
    "=number 2",
    "=boolean TRUE",
  ]);
});

test("names formulas without a stored value, and not those whose value is an empty text", async () => {
  const book = sheetOf(["a", "b"], [{ xml: "<c><f>1+1</f></c>" }, { xml: '<c t="str"><f>""</f><v></v></c>' }]);
  const { rows, notes } = await file.read(book);
  expect(shown(rows)[1]).toEqual(["=uncalculated =", "=text "]);
  expect(notes).toEqual(["1 formula is without a stored value; open the workbook in Excel and save it (A2)."]);
});

test("joins the runs of a rich text and leaves out how it is read aloud", async () => {
  const strings = stringsXml(
    '<si><r><rPr><b/></rPr><t xml:space="preserve">Ne</t></r><r><t>gosiasi</t></r><rPh sb="0" eb="1"><t>x</t></rPh><phoneticPr fontId="1"/></si><si><t><![CDATA[a<b]]> &amp; c</t></si><si/>',
  );
  const book = partsOf({
    sheets: [{ name: "A", rows: [[0, 1, 2].map((at) => ({ xml: `<c t="s"><v>${at}</v></c>` }))] }],
    parts: { "xl/sharedStrings.xml": strings },
  });
  const { rows } = await file.read(zipOf(book));
  expect(shown(rows)).toEqual([["text Negosiasi", "text a<b & c"]]);
});

test("decodes escaped characters, also escaped escapes", async () => {
  const { rows } = await file.read(sheetOf(["a\r\nb", "_x000D_", "\u0001", "_x00", "_X000d_"]));
  expect(rows[0]?.cells.map(({ text }) => text)).toEqual(["a\r\nb", "_x000D_", "\u0001", "_x00", "_X000d_"]);
});

test("places cells by their reference, and those without one after the one before", async () => {
  const xml = sheetXml(
    '<row><c><v>1</v></c><c r="C1"><v>2</v></c><c><v>3</v></c></row><row r="7"><c r="AA7"><v>4</v></c></row><row><c><v>5</v></c></row>',
  );
  const book = partsOf({ sheets: [{ name: "A", rows: [] }], parts: { "xl/worksheets/sheet1.xml": xml } });
  const { rows } = await file.read(zipOf(book));
  expect(rows.map(({ row }) => row)).toEqual([1, 7, 8]);
  expect(shown(rows)).toEqual([
    ["number 1", "", "number 2", "number 3"],
    [...Array(26).fill(""), "number 4"],
    ["number 5"],
  ]);
});

test("gives formatted rows without values as empty ones, and no cells after the last value", async () => {
  const { rows } = await file.read(sheetOf(["a", { xml: '<c s="1"/>' }], [{ xml: '<c s="1"/>' }], []));
  expect(shown(rows)).toEqual([["text a"], [], []]);
});

const dateCell = (style: number, value: number | string) => ({ xml: `<c s="${style}"><v>${value}</v></c>` });

test("takes a number for a date where the cell's own format is one", async () => {
  const formats = [
    ...["dd/mm/yyyy", "[$-421]dd mmmm yyyy;@", "[h]", "mm:ss.0", 'yyyy"-W"'],
    ...["0.00", '#,##0 "hari"', "[Red]0.0", "General", "0\\d", "_d0", "#,##0.00 [$Rp-421]", "0.00E+00"],
  ];
  const styles = stylesXml(
    formats.map((_, index) => `<xf numFmtId="${200 + index}"/>`).join(""),
    formats.map((code, index) => `<numFmt numFmtId="${200 + index}" formatCode="${escaped(code)}"/>`).join(""),
  );
  const rows = [formats.map((_, style) => dateCell(style, 45_587))];
  const book = workbookOf({ sheets: [{ name: "A", rows }], parts: { "xl/styles.xml": styles } });
  const kinds = (await file.read(book)).rows[0]?.cells.map(({ kind }) => kind);
  expect(kinds).toEqual([...Array(5).fill("date"), ...Array(8).fill("number")]);
});

test("knows the built-in formats that are dates", async () => {
  const ids = [0, 13, 14, 22, 23, 37, 44, 45, 47, 48, 49];
  const styles = stylesXml(ids.map((id) => `<xf numFmtId="${id}"/>`).join(""));
  const rows = [ids.map((_, style) => dateCell(style, 45_587))];
  const book = workbookOf({ sheets: [{ name: "A", rows }], parts: { "xl/styles.xml": styles } });
  const cells = (await file.read(book)).rows[0]?.cells ?? [];
  expect(ids.filter((_, index) => cells[index]?.kind === "date")).toEqual([14, 22, 45, 47]);
});

test("keeps a text in a cell that is formatted as a date", async () => {
  expect(await cellsOf(`<c t="inlineStr" s="${DAY_STYLE}"><is><t>besok</t></is></c>`)).toEqual(["text besok"]);
});

test("counts days from 1900 as Excel does, with its 29 February", async () => {
  const serials = [1, 59, 60, 61, 45_587.572_916_666_664, 0.5, 2_958_465, 2_958_466, -1, 45_587.999_999];
  const { rows } = await file.read(sheetOf(serials.map((serial) => ({ serial }))));
  expect(shown(rows)[0]).toEqual([
    "date 1900-01-01",
    "date 1900-02-28",
    "date 1900-02-29",
    "date 1900-03-01",
    "date 2024-10-22T13:45:00",
    "date 12:00:00",
    "date 9999-12-31",
    "error ####",
    "error ####",
    "date 2024-10-23",
  ]);
});

test("counts days from 1904 where the workbook does", async () => {
  const rows = [[0, 1, 44_125, 0.5].map((serial) => ({ serial }))];
  const read = await file.read(workbookOf({ sheets: [{ name: "A", rows }], date1904: true }));
  expect(shown(read.rows)[0]).toEqual(["date 1904-01-01", "date 1904-01-02", "date 2024-10-22", "date 12:00:00"]);
});
