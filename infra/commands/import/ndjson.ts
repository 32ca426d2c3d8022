import { isUtf8 } from "node:buffer";
import { isBlank, type Lines, type LongLine, NEWLINE, withoutLineEnd } from "./lines.ts";
import type { Reject, Row, RowParser } from "./rows.ts";
import { rowProblems } from "./wording.ts";

/** Reads NDJSON: a JSON object a line. Blank lines are skipped. The last value of a repeated key counts. */
export async function* ndjsonRows(
  file: AsyncIterable<Lines | LongLine>,
  parser: RowParser,
): AsyncGenerator<(Row | Reject)[]> {
  for await (const part of file) {
    if ("beginning" in part) yield [parser.reject(rowProblems.tooLong, { line: part.line, raw: part.beginning })];
    else yield rowsOf(part, parser);
  }
}

const rowsOf = ({ line: firstLine, bytes }: Lines, parser: RowParser): (Row | Reject)[] => {
  const rows: (Row | Reject)[] = [];
  for (let start = 0, line = firstLine; start < bytes.length; line += 1) {
    const end = bytes.indexOf(NEWLINE, start) + 1 || bytes.length;
    const row = rowOf(withoutLineEnd(bytes.subarray(start, end)), line, parser);
    if (row) rows.push(row);
    start = end;
  }
  return rows;
};

const rowOf = (bytes: Buffer, line: number, parser: RowParser): Row | Reject | undefined => {
  const place = { line, raw: bytes.toString() };
  if (!isUtf8(bytes)) return parser.reject(rowProblems.notUtf8, place);
  if (isBlank(place.raw)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(place.raw);
  } catch {
    // The parser's own message quotes the row.
    return parser.reject(rowProblems.notJson, place);
  }
  return parser.parse(value, place);
};
