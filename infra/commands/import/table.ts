import { CommandError } from "../terminal/command.ts";
import { comparable } from "./header-names.ts";
import type { Reject, Row, RowParser } from "./rows.ts";
import { refuseNoRows, type Skipped } from "./skipped.ts";
import { readTableHeader, type TableHeader, type TableOptions } from "./table-header.ts";
import type { TableRecord } from "./table-record.ts";
import { raggedRow } from "./wording.ts";

/**
 * Reads a table whose first record that is not blank is the header. Skipped and counted are blank records, which
 * spreadsheets leave behind, and a header that is repeated where files were joined.
 *
 * @throws {CommandError} for a header that cannot be used, and for a table that has none but skipped records
 */
export async function* tableRows(
  file: AsyncIterable<readonly TableRecord[]>,
  parser: RowParser,
  options: TableOptions,
): AsyncGenerator<(Row | Reject)[]> {
  const { skipped } = options.notes;
  let header: TableHeader | undefined;
  let count = 0;
  for await (const records of file) {
    const rows: (Row | Reject)[] = [];
    for (const record of records) {
      if (record.marked) skipped.marks += 1;
      if ("cells" in record && record.cells.every(isEmpty)) skipped.blank += 1;
      else if (!header) header = readTableHeader(record, options);
      else if (isRepeated(record, header)) skipped.headers += 1;
      else rows.push(rowOf(record, header, parser, skipped));
    }
    count += rows.length;
    yield rows;
  }
  if (count === 0) refuseNoRows(header ? "it has a header and nothing else" : "it has no header", skipped);
}

/** @throws {CommandError} where its columns have another order: each row after it would be read wrongly */
const isRepeated = (record: TableRecord, { names, line }: TableHeader): boolean => {
  if (!("cells" in record)) return false;
  // The first cell spares the others of nearly every row.
  if (record.cells.length !== names.length || !names.includes(comparable(record.cells[0] ?? ""))) return false;
  const repeated = record.cells.map(comparable);
  if (repeated.every((name, index) => name === names[index])) return true;
  if (repeated.toSorted().join() !== names.toSorted().join()) return false;
  throw new CommandError(
    `line ${record.line}: here is another header, with the columns of line ${line} in another order; ` +
      "import the parts one by one",
  );
};

const isEmpty = (cell: string): boolean => cell.trim() === "";

/**
 * A row may lack its last cells if they may be empty: after the first 16 rows, Excel leaves out the delimiters of empty
 * cells at the end of a row. Such rows are counted, and one that is not valid so is rejected for what it lacks.
 */
const rowOf = (
  record: TableRecord,
  { names, added, read }: TableHeader,
  parser: RowParser,
  skipped: Skipped,
): Row | Reject => {
  const place = {
    line: record.line,
    // Only a rejected row needs its text.
    get raw() {
      return record.raw.toString();
    },
    mended: "cells" in record ? record.stored?.mended : undefined,
  };
  if ("problem" in record) return parser.reject(record.problem, place);
  const { cells, stored } = record;
  if (cells.length === names.length) return parser.parse(read(cells, stored?.read), place);
  const padded = cells.concat(names.slice(cells.length).fill(""));
  const row = padded.length === names.length && parser.parse(read(padded, stored?.read), place);
  if (!row || "problems" in row) return parser.reject(raggedRow(cells.length - added, names.length - added), place);
  skipped.short += 1;
  return row;
};
