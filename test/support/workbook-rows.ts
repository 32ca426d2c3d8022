import { writeFileSync } from "node:fs";
import { openSource } from "../../infra/commands/import/open-source.ts";
import { type ImportOptions, parseOptions } from "../../infra/commands/import/options.ts";
import type { Reject, Row } from "../../infra/commands/import/rows.ts";
import { createNotes } from "../../infra/commands/import/skipped.ts";
import { csvColumns, goodRow } from "./import-files.ts";
import type { WrittenCell } from "./workbook.ts";

/** `goodRow` as the cells of a sheet with the columns `csvColumns`, numbers and truths as such, with some cells changed. */
export const sheetRow = (
  number: number,
  changes: Partial<Record<(typeof csvColumns)[number], WrittenCell>> = {},
): WrittenCell[] => {
  const { course, batch, ...rest } = goodRow(number);
  const cells: Record<string, unknown> = {
    ...rest,
    "course.serial": course.serial,
    "course.name": course.name,
    "batch.serial": batch.serial,
    "batch.name": batch.name,
    ...changes,
  };
  return csvColumns.map((column) => (cells[column] === "" ? null : cells[column]) as WrittenCell);
};

/** Reads a file as the command does. @returns its rows, what was said of it, and what its header and empty rows were */
export const rowsOfFile = async (path: string, bytes: Uint8Array | Promise<Uint8Array>, ...args: string[]) => {
  writeFileSync(path, await bytes);
  const options = parseOptions([path, ...args]) as ImportOptions;
  const said: string[] = [];
  const notes = createNotes((line) => void said.push(line));
  const source = await openSource(options, new AbortController().signal, notes);
  try {
    const rows: (Row | Reject)[] = [];
    for await (const batch of source.rows) rows.push(...batch);
    return { rows, said, notes };
  } finally {
    source.close();
  }
};
