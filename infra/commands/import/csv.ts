import { type CsvRecord, csvRecords } from "./csv-records.ts";
import { findDelimiter, separatorOf } from "./delimiter.ts";
import type { Lines, LongLine } from "./lines.ts";
import type { Reject, Row, RowParser } from "./rows.ts";
import type { Notes } from "./skipped.ts";
import { tableRows } from "./table.ts";
import type { TableOptions } from "./table-header.ts";

export type CsvOptions = Omit<TableOptions, "delimiter"> & {
  /** The character between cells; found in the header unless given. */
  readonly delimiter?: string | undefined;
};

/**
 * Reads CSV with a header, as a table.
 *
 * @throws {CommandError} as `tableRows` does
 */
export async function* csvRows(
  lines: AsyncIterable<Lines | LongLine>,
  parser: RowParser,
  { delimiter: given, ...options }: CsvOptions,
): AsyncGenerator<(Row | Reject)[]> {
  const { file, ...found } = await findDelimiter(lines);
  const delimiter = given ?? found.delimiter;
  yield* tableRows(withoutSeparators(csvRecords(file, delimiter), options.notes), parser, { ...options, delimiter });
}

/** Without the line `sep=` at the beginning of the file; that of a file which was joined to it is counted as its header. */
async function* withoutSeparators(file: AsyncIterable<CsvRecord[]>, { skipped }: Notes): AsyncGenerator<CsvRecord[]> {
  let isFirst = true;
  for await (const records of file) {
    yield records.filter((record) => {
      const isRow = !isSeparator(record);
      if (!isRow && !isFirst) skipped.headers += 1;
      isFirst = false;
      return isRow;
    });
  }
}

/** With another delimiter than the one it names, `sep=;` is the only cell of its record. */
const isSeparator = (record: CsvRecord): boolean =>
  "cells" in record &&
  /^sep=/i.test(record.cells[0] ?? "") &&
  separatorOf(record.raw.toString("utf8", 0, 200)) !== undefined;
