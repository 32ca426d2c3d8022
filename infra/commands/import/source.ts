import { extname } from "node:path";
import type { Mode } from "./changes.ts";
import type { ColumnMap } from "./column-map.ts";
import { csvRows } from "./csv.ts";
import { decode } from "./decode.ts";
import { cutLines } from "./lines.ts";
import { ndjsonRows } from "./ndjson.ts";
import { type Common, createRowParser, type Reject, type Row } from "./rows.ts";
import { createNotes, type Notes } from "./skipped.ts";

/** Of a stream. */
export type Format = "ndjson" | "csv";
/** Of a file: a workbook cannot be read as a stream. */
export type FileFormat = Format | "xlsx";

export type SourceOptions = Common & {
  readonly format: Format;
  /** The character between the cells of CSV; found in the header unless given. */
  readonly delimiter?: string | undefined;
  readonly notes?: Notes | undefined;
  readonly mode?: Mode | undefined;
  /** Columns of CSV that have another name than their field. */
  readonly map?: ColumnMap | undefined;
};

/** @returns the format that the file's extension names, in any case, or `undefined` */
export const formatOf = (path: string): FileFormat | undefined => formats.get(extname(path).toLowerCase());

const formats = new Map<string, FileFormat>([
  [".xlsx", "xlsx"],
  [".xlsm", "xlsx"],
  [".csv", "csv"],
  [".tsv", "csv"],
  [".ndjson", "ndjson"],
  [".jsonl", "ndjson"],
]);

/**
 * Reads an import file as a stream: at most about 3 MB of it are held in memory, whatever its size.
 *
 * @param bytes the file in chunks of any size; a chunk must not change once it was given
 * @returns its rows in the file's order, each checked, in batches of about 1 MB of the file at most, which may be
 *   empty; an empty file has no rows. Its iteration throws a `CommandError` for a file that cannot be used at all:
 *   UTF-16, a CSV header with problems
 * @throws {CommandError} at once, if `company` is no company serial
 */
export const readRows = (
  bytes: AsyncIterable<Uint8Array>,
  { format, company, category, delimiter, notes = createNotes(), map, mode }: SourceOptions,
): AsyncGenerator<(Row | Reject)[]> => {
  const parser = createRowParser({ company, category });
  const file = cutLines(decode(bytes));
  return format === "csv"
    ? csvRows(file, parser, { delimiter, notes, map, mode, company, category })
    : ndjsonRows(file, parser, notes);
};
