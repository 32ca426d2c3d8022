import { isUtf8 } from "node:buffer";
import { isBlank, type Lines, type LongLine, lineEnds, withoutLineEnd, withoutMarks } from "./lines.ts";
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
  let [start, line] = [0, firstLine];
  for (const end of [...lineEnds(bytes), bytes.length]) {
    const row = rowOf(withoutMarks(withoutLineEnd(bytes.subarray(start, end))), line, parser);
    if (row) rows.push(row);
    start = end;
    line += 1;
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
