import { CommandError } from "../terminal/command.ts";
import type { Mode } from "./changes.ts";
import type { ColumnMap } from "./column-map.ts";
import { unguarded } from "./csv-cell.ts";
import { readHeader } from "./csv-header.ts";
import { SAVE_AS_UTF8 } from "./decode.ts";
import { comparable } from "./header-names.ts";
import { ADDED_COLUMNS } from "./reject-csv.ts";
import type { RowReader } from "./row-reader.ts";
import type { Common } from "./rows.ts";
import type { Notes } from "./skipped.ts";
import type { TableRecord } from "./table-record.ts";
import { rowProblems } from "./wording.ts";

export type TableOptions = Common & {
  /** The character between cells. */
  readonly delimiter: string;
  readonly notes: Notes;
  readonly map?: ColumnMap | undefined;
  readonly mode?: Mode | undefined;
};

const REPLACE_BY_REJECTS =
  "these are the rejected rows of another file, and --mode replace would remove all other records of their lists; " +
  "import it with --mode upsert";

export type TableHeader = {
  readonly line: number;
  /** The columns' names as they are compared. */
  readonly names: readonly string[];
  /** How many of them a file of rejected rows has before those of its source. */
  readonly added: number;
  readonly read: RowReader;
};

/**
 * Reads a table's header, and takes note of its columns.
 *
 * @throws {CommandError} for a header that cannot be used
 */
export const readTableHeader = (record: TableRecord, options: TableOptions): TableHeader => {
  const { line } = record;
  // Windows-1252 and its sisters cannot be told apart.
  if ("problem" in record && record.problem === rowProblems.notUtf8) {
    throw new CommandError(`line ${line}: the header is not UTF-8, perhaps Windows-1252; ${SAVE_AS_UTF8}`);
  }
  if ("problem" in record) throw new CommandError(`line ${line}: the header cannot be read; ${record.problem}`);
  const ofRejects = ADDED_COLUMNS.every((name, index) => record.cells[index] === name);
  if (ofRejects && options.mode === "replace") throw new CommandError(REPLACE_BY_REJECTS);
  const names = ofRejects ? record.cells.map(unguarded) : record.cells;
  const { read, fields } = readHeader(names, { line, ...options });
  const added = ofRejects ? ADDED_COLUMNS.length : 0;
  options.notes.columns = {
    delimiter: options.delimiter,
    names: names.slice(added),
    fields: fields.slice(added),
    ofRejects,
  };
  return {
    line,
    names: names.map(comparable),
    added,
    read: ofRejects ? (cells, readCell) => read(cells.map(unguarded), readCell) : read,
  };
};
