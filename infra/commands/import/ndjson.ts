import { isUtf8 } from "node:buffer";
import { isBlank, type Lines, type LongLine, lineEnds, withoutLineEnd, withoutMarks } from "./lines.ts";
import type { Reject, Row, RowParser } from "./rows.ts";
import { type Notes, refuseNoRows, type Skipped } from "./skipped.ts";
import { rowProblems } from "./wording.ts";

/**
 * Reads NDJSON: a JSON object a line. Blank lines are skipped and counted. The last value of a repeated key counts.
 *
 * @throws {CommandError} for a file of blank lines
 */
export async function* ndjsonRows(
  file: AsyncIterable<Lines | LongLine>,
  parser: RowParser,
  { skipped }: Notes,
): AsyncGenerator<(Row | Reject)[]> {
  let count = 0;
  for await (const part of file) {
    const rows =
      "beginning" in part
        ? [parser.reject(rowProblems.tooLong, { line: part.line, raw: part.beginning })]
        : rowsOf(part, parser, skipped);
    count += rows.length;
    yield rows;
  }
  if (count === 0) refuseNoRows("all its lines are blank", skipped);
}

const rowsOf = ({ line: firstLine, bytes }: Lines, parser: RowParser, skipped: Skipped): (Row | Reject)[] => {
  const rows: (Row | Reject)[] = [];
  let [start, line] = [0, firstLine];
  for (const end of [...lineEnds(bytes), bytes.length]) {
    const whole = withoutLineEnd(bytes.subarray(start, end));
    const bare = withoutMarks(whole);
    if (bare.length < whole.length && line > 1) skipped.marks += 1;
    const row = rowOf(bare, line, parser);
    if (row) rows.push(row);
    else if (end > start) skipped.blank += 1;
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
