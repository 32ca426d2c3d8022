import { CommandError } from "../terminal/command.ts";
import type { ColumnMap } from "./column-map.ts";
import { readHeader } from "./csv-header.ts";
import { type CsvRecord, csvRecords } from "./csv-records.ts";
import { SAVE_AS_UTF8 } from "./decode.ts";
import { findDelimiter, separatorOf } from "./delimiter.ts";
import { comparable } from "./header-names.ts";
import { isBlank, type Lines, type LongLine } from "./lines.ts";
import type { RowReader } from "./row-reader.ts";
import type { Common, Reject, Row, RowParser } from "./rows.ts";
import { describeSkipped, type Notes } from "./skipped.ts";
import { raggedRow, rowProblems } from "./wording.ts";

export type CsvOptions = Common & {
  /** The character between cells; found in the header unless given. */
  readonly delimiter?: string | undefined;
  readonly notes: Notes;
  readonly map?: ColumnMap | undefined;
};

/**
 * Reads CSV with a header. Skipped and counted are blank lines, lines of blank cells, which spreadsheets leave behind,
 * and a header that is repeated where files were joined.
 *
 * @throws {CommandError} for a header that cannot be used, and for a file that has none but skipped rows
 */
export async function* csvRows(
  lines: AsyncIterable<Lines | LongLine>,
  parser: RowParser,
  { delimiter: given, notes, ...common }: CsvOptions,
): AsyncGenerator<(Row | Reject)[]> {
  const { separatorLine, file, ...found } = await findDelimiter(lines);
  const delimiter = given ?? found.delimiter;
  const { skipped } = notes;
  let header: Header | undefined;
  let count = 0;
  let cellsSkipped = false;
  for await (const records of csvRecords(file, delimiter)) {
    const rows: (Row | Reject)[] = [];
    for (const record of records) {
      if (record.line === separatorLine) continue;
      if ("cells" in record && record.cells.every(isBlank)) {
        skipped.blank += 1;
        cellsSkipped ||= record.cells.length > 1;
      } else if (!header) header = headerOf(record, { ...common, delimiter, notes });
      else if (isRepeated(record, header, delimiter)) {
        skipped.headers += 1;
        cellsSkipped = true;
      } else rows.push(rowOf(record, header, parser));
    }
    count += rows.length;
    yield rows;
  }
  if (count > 0 || !cellsSkipped) return;
  throw new CommandError(
    `there are no rows: it has a header and nothing else. ${describeSkipped(skipped)}`.slice(0, -1),
  );
}

type Header = {
  readonly line: number;
  /** The columns' names as they are compared. */
  readonly names: readonly string[];
  readonly read: RowReader;
};

const headerOf = (record: CsvRecord, options: CsvOptions & { readonly delimiter: string }): Header => {
  const { line } = record;
  // Windows-1252 and its sisters cannot be told apart.
  if ("problem" in record && record.problem === rowProblems.notUtf8) {
    throw new CommandError(`line ${line}: the header is not UTF-8, perhaps Windows-1252; ${SAVE_AS_UTF8}`);
  }
  if ("problem" in record) throw new CommandError(`line ${line}: the header cannot be read; ${record.problem}`);
  return { line, names: record.cells.map(comparable), read: readHeader(record.cells, { line, ...options }) };
};

/**
 * Whether a record is the header again, or the line `sep=` before it.
 *
 * @throws {CommandError} where its columns have another order: each row after it would be read wrongly
 */
const isRepeated = (record: CsvRecord, { names, line }: Header, delimiter: string): boolean => {
  if (!("cells" in record)) return false;
  const [first = ""] = record.cells;
  if (first.startsWith("sep=") && separatorOf(record.bytes.toString("utf8", 0, 200)) === delimiter) return true;
  // The first cell spares the others of nearly every row.
  if (record.cells.length !== names.length || !names.includes(comparable(first))) return false;
  const repeated = record.cells.map(comparable);
  if (repeated.every((name, index) => name === names[index])) return true;
  if (repeated.toSorted().join() !== names.toSorted().join()) return false;
  throw new CommandError(
    `line ${record.line}: here is another header, with the columns of line ${line} in another order; ` +
      "import the parts one by one",
  );
};

const rowOf = (record: CsvRecord, { names: { length: width }, read }: Header, parser: RowParser): Row | Reject => {
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
