import { isUtf8 } from "node:buffer";
import { CsvError, parse } from "csv-parse/sync";
import {
  countLines,
  firstLineEnd,
  type Lines,
  type LongLine,
  lastLineEnd,
  withoutLineEnd,
  withoutMarks,
} from "./lines.ts";
import { MAX_LINE_BYTES, rowProblems } from "./wording.ts";

/** One record, or the line of one that cannot be read. `raw` is as it was read, without the line end. */
export type CsvRecord = {
  readonly line: number;
  readonly raw: Buffer;
  /** Whether a byte order mark was taken off, which is not that of the file. */
  readonly marked?: boolean;
} & ({ readonly cells: readonly string[] } | { readonly problem: string });

/** With its line end. */
const MAX_RECORD_BYTES = MAX_LINE_BYTES + 2;

/** What comes after the bytes at hand: more of the file, its end, or a line that is over the limit. */
type Next = "more" | "end" | "long line";

/**
 * Splits a CSV file into its records (RFC 4180), which have several lines where quoted cells do. A record that is not
 * complete waits for more bytes. After one that csv-parse cannot read, parsing restarts at the line after the one where
 * that record starts, so that a stray quote does not swallow the records after it.
 *
 * @returns the records in order, the header and blank lines among them, in batches of about 1 MB at most
 */
export async function* csvRecords(
  file: AsyncIterable<Lines | LongLine>,
  delimiter: string,
): AsyncGenerator<CsvRecord[]> {
  let waiting: Buffer[] = [];
  let length = 0;
  let wanted = 0;
  let line = 1;
  const take = (next: Next) => {
    const { records, rest, restLine } = scan(Buffer.concat(waiting), line, delimiter, next);
    waiting = rest.length > 0 ? [rest] : [];
    length = rest.length;
    // A record that is not complete is read from its start again: twice the bytes each time keeps that cheap.
    wanted = Math.min(2 * length, MAX_RECORD_BYTES);
    line = restLine;
    return records;
  };
  for await (const part of file) {
    if ("beginning" in part) {
      const raw = Buffer.from(part.beginning);
      yield [...take("long line"), { line: part.line, raw, problem: rowProblems.tooLong }];
      line = part.line + 1;
      continue;
    }
    waiting.push(part.bytes);
    length += part.bytes.length;
    if (length >= wanted) yield take("more");
  }
  yield take("end");
}

/** All records in `bytes`, which are whole lines from `firstLine` on, and the rest that needs more bytes. */
const scan = (bytes: Buffer, firstLine: number, delimiter: string, next: Next) => {
  const records: CsvRecord[] = [];
  const allUtf8 = isUtf8(bytes);
  let start = 0;
  let line = firstLine;
  let marked = false;
  const add = (end: number, what: { cells: readonly string[] } | { problem: string }) => {
    const record = bytes.subarray(start, end);
    const readable = allUtf8 || isUtf8(record);
    const bare = withoutMarks(record);
    marked ||= bare.length < record.length;
    records.push({
      line,
      raw: withoutLineEnd(bare),
      ...(marked && line > 1 && { marked }),
      ...(readable ? what : { problem: rowProblems.notUtf8 }),
    });
    line += countLines(record);
    start = end;
    marked = false;
  };
  const delimiters = lineEndsIn(bytes);
  while (start < bytes.length) {
    // A mark before a quote would hide it.
    const from = bytes.length - withoutMarks(bytes.subarray(start)).length;
    marked ||= from > start;
    start = from;
    const to = endOfInput(bytes, from);
    const { found, failure } = parseRecords(bytes.subarray(from, to), delimiter, delimiters);
    for (const { cells, end } of found) {
      // A mark inside the first cell's quotes is text: no file was joined there.
      const isMarked = start > from && withoutMarks(bytes.subarray(start, from + end)).length < from + end - start;
      add(from + end, { cells: isMarked ? withoutMark(cells) : cells });
    }
    if (!failure) continue;
    if (failure === "CSV_QUOTE_NOT_CLOSED") {
      if (next === "more" && bytes.length - start < MAX_RECORD_BYTES) break;
      // The input was cut at the limit of its first record: this record may still be within its own.
      if (start > from) continue;
    }
    const open = next === "end" ? "quoteNotClosed" : "quoteTooLong";
    if (withoutMarks(bytes.subarray(start)).length < bytes.length - start) continue;
    add(firstLineEnd(bytes, start) || bytes.length, { problem: rowProblems[quoteProblems[failure] ?? open] });
  }
  return { records, rest: bytes.subarray(start), restLine: line };
};

/** The problem for each of csv-parse's errors; for a quote that is still open, what follows decides. */
const quoteProblems: Readonly<Record<string, keyof typeof rowProblems>> = {
  CSV_INVALID_CLOSING_QUOTE: "textAfterQuote",
  INVALID_OPENING_QUOTE: "quoteInsideCell",
};

/** Whole lines, as many as one record may take: the result must not depend on the size of the chunks. */
const endOfInput = (bytes: Buffer, start: number): number =>
  bytes.length - start <= MAX_RECORD_BYTES ? bytes.length : lastLineEnd(bytes, start + MAX_RECORD_BYTES);

/** The line ends that csv-parse looks for; fewer of them are faster. */
const lineEndsIn = (bytes: Buffer): string[] => (bytes.includes("\r") ? ["\r\n", "\n", "\r"] : ["\n"]);

const withoutMark = (cells: string[]): string[] =>
  cells[0]?.startsWith("\ufeff") ? [cells[0].replace(/^\ufeff+/, ""), ...cells.slice(1)] : cells;

/** @returns the records before the first unreadable one, each with the offset of its end, and that one's error */
const parseRecords = (input: Buffer, delimiter: string, lineEnds: string[]) => {
  const found: { cells: string[]; end: number }[] = [];
  try {
    parse(input, {
      delimiter,
      record_delimiter: lineEnds,
      relax_column_count: true,
      on_record: (cells, { bytes }) => {
        found.push({ cells, end: bytes });
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { found, failure: error.code };
  }
  return { found, failure: undefined };
};
