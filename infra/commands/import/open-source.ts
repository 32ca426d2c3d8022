import { CommandError } from "../terminal/command.ts";
import { nameOf, openInput } from "./file.ts";
import type { ImportOptions } from "./options.ts";
import { createRowParser } from "./rows.ts";
import type { ImportJob } from "./run.ts";
import type { Notes } from "./skipped.ts";
import { readRows } from "./source.ts";
import { openWorkbook } from "./workbook/open.ts";
import { WORKBOOK_DELIMITER, workbookRows } from "./workbook/records.ts";

export type Source = ImportJob["source"] & { close(): void };

/**
 * Opens the file to import. A workbook is looked at at once, any other file when its rows are asked for.
 *
 * @param signal once aborted, reading fails
 * @returns a source whose rows throw a `CommandError` naming the file, where it cannot be used at all
 * @throws {CommandError} as `openInput` and `openWorkbook` do
 */
export const openSource = async (options: ImportOptions, signal: AbortSignal, notes: Notes): Promise<Source> => {
  const { file, format, sheet, rejects, delimiter = WORKBOOK_DELIMITER } = options;
  const input = openInput(file, { rejects, signal });
  if (format !== "xlsx") {
    return { ...input, rows: named(file, () => readRows(input.bytes, { ...options, format, notes })), close() {} };
  }
  const workbook = await openWorkbook(file, sheet, signal).catch((error: unknown) => {
    throw naming(file, error);
  });
  const rows = () => workbookRows(workbook, createRowParser(options), { ...options, delimiter, notes });
  return { rows: named(file, rows), size: workbook.size, bytesRead: workbook.bytesRead, close: workbook.close };
};

async function* named<Batch>(file: string, rows: () => AsyncIterable<Batch>): AsyncGenerator<Batch> {
  try {
    yield* rows();
  } catch (error) {
    throw naming(file, error);
  }
}

const naming = (file: string, error: unknown): unknown =>
  error instanceof CommandError ? new CommandError(`${nameOf(file)}: ${error.message}. Nothing was written.`) : error;
