import { zipOf } from "./zip.ts";

/** A cell to write; `null` is none. A day is written as Excel does, as a number with a date's style. */
export type WrittenCell = string | number | boolean | null | { readonly serial: number } | { readonly xml: string };

export type WrittenSheet = {
  readonly name: string;
  readonly rows: readonly (readonly WrittenCell[])[];
  readonly state?: "hidden" | "veryHidden";
  /** XML before and after the rows. */
  readonly before?: string;
  readonly after?: string;
};

export type WrittenWorkbook = {
  readonly sheets: readonly WrittenSheet[];
  readonly date1904?: boolean;
  /** Parts that are added, or take the place of the ones that are written. */
  readonly parts?: Readonly<Record<string, string | Uint8Array>>;
};

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml";
export const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** The style that `partsOf` gives to days. */
export const DAY_STYLE = 1;

/** The parts of a workbook as Excel names them, with shared strings. */
export const partsOf = ({
  sheets,
  date1904 = false,
  parts = {},
}: WrittenWorkbook): Record<string, string | Uint8Array> => {
  const numbers = new Map<string, number>();
  const numberOf = (text: string) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
  const written = sheets.map(({ rows, before = "", after = "" }, index) => [
    `xl/worksheets/sheet${index + 1}.xml`,
    sheetXml(rows.map((row, at) => rowXml(row, at + 1, numberOf)).join(""), before, after),
  ]);
  return {
    "[Content_Types].xml": `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${MEDIA}.sheet.main+xml"/></Types>`,
    "_rels/.rels": relationships(`<Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/>`),
    "xl/workbook.xml": `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr${date1904 ? ' date1904="1"' : ""}/><sheets>${sheets
      .map(({ name, state }, index) => {
        const hidden = state ? ` state="${state}"` : "";
        return `<sheet name="${escaped(name)}" sheetId="${index + 1}"${hidden} r:id="rId${index + 1}"/>`;
      })
      .join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relationships(
      [
        ...sheets.map(
          (_, index) =>
            `<Relationship Id="rId${index + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
        ),
        `<Relationship Id="rIdS" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/>`,
        `<Relationship Id="rIdT" Type="${OFFICE}/styles" Target="styles.xml"/>`,
      ].join(""),
    ),
    "xl/styles.xml": stylesXml('<xf numFmtId="0"/><xf numFmtId="14"/>'),
    ...Object.fromEntries(written),
    "xl/sharedStrings.xml": stringsXml([...numbers.keys()].map((text) => `<si>${t(text)}</si>`).join("")),
    ...parts,
  };
};

/** @returns the bytes of a workbook */
export const workbookOf = (workbook: WrittenWorkbook): Promise<Buffer> => zipOf(partsOf(workbook));

/** @returns the bytes of a workbook with one sheet of these rows */
export const sheetOf = (...rows: readonly (readonly WrittenCell[])[]): Promise<Buffer> =>
  workbookOf({ sheets: [{ name: "Sheet1", rows }] });

const relationships = (inside: string) =>
  `${XML}<Relationships xmlns="${PACKAGE}/relationships">${inside}</Relationships>`;
export const sheetXml = (rows: string, before = "", after = "") =>
  `${XML}<worksheet xmlns="${MAIN}" xmlns:r="${OFFICE}">${before}<sheetData>${rows}</sheetData>${after}</worksheet>`;
export const stringsXml = (inside: string) => `${XML}<sst xmlns="${MAIN}">${inside}</sst>`;
/** @param xfs the styles of cells @param numFmts their own number formats */
export const stylesXml = (xfs: string, numFmts = "") =>
  `${XML}<styleSheet xmlns="${MAIN}"><numFmts>${numFmts}</numFmts><cellStyleXfs><xf numFmtId="22"/></cellStyleXfs><cellXfs>${xfs}</cellXfs></styleSheet>`;

const rowXml = (row: readonly WrittenCell[], number: number, numberOf: (text: string) => number): string =>
  `<row r="${number}">${row.map((cell, column) => cellXml(cell, `${columnName(column)}${number}`, numberOf)).join("")}</row>`;

export const cellXml = (cell: WrittenCell, r: string, numberOf: (text: string) => number): string => {
  if (cell === null) return "";
  if (typeof cell === "string") return `<c r="${r}" t="s"><v>${numberOf(cell)}</v></c>`;
  if (typeof cell === "number") return `<c r="${r}"><v>${cell}</v></c>`;
  if (typeof cell === "boolean") return `<c r="${r}" t="b"><v>${cell ? 1 : 0}</v></c>`;
  if ("serial" in cell) return `<c r="${r}" s="${DAY_STYLE}"><v>${cell.serial}</v></c>`;
  return cell.xml.replace("<c", `<c r="${r}"`);
};

export const columnName = (column: number): string =>
  `${column >= 26 ? columnName(Math.floor(column / 26) - 1) : ""}${String.fromCharCode(65 + (column % 26))}`;

export const t = (text: string) => `<t xml:space="preserve">${escaped(text)}</t>`;

/** As Excel writes a text: characters that XML cannot have, or that its parser changes, by their number. */
export const escaped = (text: string): string =>
  text
    .replace(/_(?=x[0-9a-f]{4}_)/gi, "_x005F_")
    .replace(/(?![\t\n])[\p{Cc}\p{Cs}\ufffe\uffff]/gu, (it) => `_x${it.charCodeAt(0).toString(16).padStart(4, "0")}_`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
