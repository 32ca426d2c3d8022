import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { type CategoryName, categories } from "../../functions/shared/store/categories.ts";
import { columnsOf } from "../../infra/commands/import/columns.ts";
import { valueAt } from "./any-record.ts";
import { cellXml, columnName, partsOf, sheetXml, stringsXml, t, type WrittenCell } from "./workbook.ts";

const SHEET = "xl/worksheets/sheet1.xml";
const STRINGS = "xl/sharedStrings.xml";

/**
 * Writes records of a category to a workbook, in a memory that does not grow with their number. Each text is a shared one
 * of its own.
 *
 * @param records gives the same records each time
 */
export const writeWorkbook = async (
  path: string,
  category: CategoryName,
  records: () => Iterable<object>,
): Promise<void> => {
  const owner = categories[category].owner === "employee" ? ["companySerial", "employeeID"] : ["companySerial"];
  const columns = [...owner.map((name) => [name]), ...columnsOf(category).map((column) => column.path)];
  function* rows(): Generator<WrittenCell[]> {
    yield columns.map((column) => column.join("."));
    for (const record of records())
      yield columns.map((column) => (valueAt(record, column) === "" ? null : valueAt(record, column)) as WrittenCell);
  }
  const zip = new ZipFile();
  for (const [name, contents] of Object.entries(partsOf({ sheets: [{ name: "Sheet1", rows: [] }] }))) {
    const streams: Record<string, () => Iterable<string>> = {
      [SHEET]: () => sheetOf(rows()),
      [STRINGS]: () => textsOf(rows()),
    };
    const stream = streams[name];
    if (stream) zip.addReadStream(Readable.from(stream()), name);
    else zip.addBuffer(Buffer.from(contents), name);
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
};

function* sheetOf(rows: Iterable<readonly WrittenCell[]>): Generator<string> {
  const [head = "", tail = ""] = sheetXml("|").split("|");
  yield head;
  let texts = 0;
  let number = 0;
  for (const row of rows) {
    number += 1;
    const cells = row.map((cell, column) => cellXml(cell, `${columnName(column)}${number}`, () => texts++));
    yield `<row r="${number}">${cells.join("")}</row>`;
  }
  yield tail;
}

function* textsOf(rows: Iterable<readonly WrittenCell[]>): Generator<string> {
  const [head = "", tail = ""] = stringsXml("|").split("|");
  yield head;
  for (const row of rows) {
    yield row.flatMap((cell) => (typeof cell === "string" ? [`<si>${t(cell)}</si>`] : [])).join("");
  }
  yield tail;
}
