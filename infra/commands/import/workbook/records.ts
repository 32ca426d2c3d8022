import { CommandError } from "../../terminal/command.ts";
import { Unread } from "../cells.ts";
import { csvCell } from "../csv-cell.ts";
import type { MendedCell } from "../identifiers.ts";
import { isBlank } from "../lines.ts";
import type { CellReader } from "../row-reader.ts";
import type { Reject, Row, RowParser } from "../rows.ts";
import { tableRows } from "../table.ts";
import type { TableOptions } from "../table-header.ts";
import type { TableRecord } from "../table-record.ts";
import { type Cell, EMPTY } from "./cells.ts";
import type { Workbook } from "./open.ts";
import { lettersOf } from "./reference.ts";
import type { SheetRow } from "./sheet.ts";
import { readStored } from "./values.ts";

/**
 * Between the cells of a workbook's rejected rows unless `--delimiter` names another one. Excel opens a CSV file by its
 * country's: where the decimal mark is a comma, as in Indonesia, it is the semicolon.
 */
export const WORKBOOK_DELIMITER = ";";

/**
 * Reads a workbook's sheet as a table. What Excel shows in another way is said once the sheet is read.
 *
 * @throws {CommandError} as `tableRows` does, and for an empty sheet
 */
export const workbookRows = (
  workbook: Workbook,
  parser: RowParser,
  options: TableOptions,
): AsyncGenerator<(Row | Reject)[]> => tableRows(recordsOf(workbook, options), parser, options);

async function* recordsOf(workbook: Workbook, { delimiter, notes }: TableOptions): AsyncGenerator<TableRecord[]> {
  let width: number | undefined;
  const beyond = { count: 0, first: "" };
  for await (const rows of workbook.rows()) {
    yield rows.map((row) => {
      if (width === undefined && !isBlankRow(row)) width = row.cells.length;
      const outside =
        width === undefined ? -1 : row.cells.findIndex((cell, at) => at >= (width ?? 0) && cell.kind !== "empty");
      if (outside !== -1) beyond.first ||= `${lettersOf(outside)}${row.row}`;
      if (outside !== -1) beyond.count += 1;
      return recordOf(row, width ?? row.cells.length, delimiter);
    });
  }
  workbook.notes().forEach(notes.say);
  if (beyond.count > 0) {
    const rows = `${beyond.count.toLocaleString("en")} row${beyond.count === 1 ? "" : "s"}`;
    notes.say(`Cells after the header's last column are ignored, in ${rows} (first in ${beyond.first}).`);
  }
  if (width === undefined) throw new CommandError(`there are no rows: the sheet "${workbook.sheet}" is empty`);
}

const isBlankRow = ({ cells, problem }: SheetRow): boolean =>
  problem === undefined && cells.every(({ text }) => isBlank(text));

const recordOf = ({ row, cells, problem }: SheetRow, width: number, delimiter: string): TableRecord => {
  const texts = Array.from({ length: width }, (_, at) => cells[at]?.text ?? "");
  // A rejected row is CSV, in which a time or a truth is text.
  const stored = storedCells(cells, delimiter);
  const textOf = (text: string, at: number) => csvCell(stored.rewritten.get(at) ?? text, delimiter);
  const raw = { toString: () => texts.map(textOf).join(delimiter) };
  if (problem !== undefined) return { line: row, raw, problem };
  return { line: row, raw, cells: texts, stored };
};

const storedCells = (cells: readonly Cell[], delimiter: string) => {
  const mended: MendedCell[] = [];
  const rewritten = new Map<number, string>();
  return {
    mended,
    /** The cells that CSV has as another text, once the row is read. */
    rewritten,
    read: (...[at, text, column, form]: Parameters<CellReader>) => {
      const cell = cells[at] ?? EMPTY;
      const { value, mend } = readStored(cell, text, column, form);
      if (mend) mended.push({ field: column.name, kinds: [mend] });
      // As CSV, the digits that Excel left would be taken for the identifier; a formula is not.
      if (column.takes === "identifier" && value instanceof Unread && cell.kind !== "error")
        rewritten.set(at, `=${text}`);
      // Where a semicolon is between cells, Excel would take 83.333 for a number with a thousands mark.
      if (column.takes === "number" && cell.kind === "number" && delimiter !== ",")
        rewritten.set(at, text.replace(".", ","));
      return value;
    },
  };
};
