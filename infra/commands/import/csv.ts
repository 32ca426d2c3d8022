import { CommandError } from "../terminal/command.ts";
import { type HeaderOptions, type RowReader, readHeader } from "./csv-header.ts";
import { type CsvRecord, csvRecords } from "./csv-records.ts";
import { isBlank, type Lines, type LongLine } from "./lines.ts";
import type { Common, Reject, Row, RowParser } from "./rows.ts";
import { raggedRow } from "./wording.ts";

export type CsvOptions = Common & {
  /** The character between cells. */
  readonly delimiter: string;
};

/**
 * Reads CSV with a header. Blank lines are skipped, and lines of blank cells, which spreadsheets leave behind.
 *
 * @throws {CommandError} for a header that cannot be used
 */
export async function* csvRows(
  file: AsyncIterable<Lines | LongLine>,
  parser: RowParser,
  { delimiter, ...common }: CsvOptions,
): AsyncGenerator<(Row | Reject)[]> {
  let header: Header | undefined;
  for await (const records of csvRecords(file, delimiter)) {
    const rows: (Row | Reject)[] = [];
    for (const record of records) {
      if ("cells" in record && record.cells.every(isBlank)) continue;
      if (header) rows.push(rowOf(record, header, parser));
      else header = headerOf(record, { ...common, decimalComma: delimiter !== "," });
    }
    yield rows;
  }
}

type Header = { readonly width: number; readonly read: RowReader };

const headerOf = (record: CsvRecord, common: Omit<HeaderOptions, "line">): Header => {
  const { line } = record;
  if ("problem" in record) throw new CommandError(`line ${line}: the header cannot be read; ${record.problem}`);
  return { width: record.cells.length, read: readHeader(record.cells, { line, ...common }) };
};

const rowOf = (record: CsvRecord, { width, read }: Header, parser: RowParser): Row | Reject => {
  const place = {
    line: record.line,
    // Only a rejected row needs its text.
    get raw() {
      return record.bytes.toString();
    },
  };
  if ("problem" in record) return parser.reject(record.problem, place);
  if (record.cells.length !== width) return parser.reject(raggedRow(record.cells.length, width), place);
  return parser.parse(read(record.cells), place);
};
