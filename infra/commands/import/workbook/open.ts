import { CommandError } from "../../terminal/command.ts";
import { openArchive } from "./archive.ts";
import { bounds } from "./bounds.ts";
import { chooseSheet, readContents } from "./contents.ts";
import { createNotes } from "./notes.ts";
import { readSharedStrings } from "./shared-strings.ts";
import { readSheet, type SheetRow } from "./sheet.ts";
import { containerOfFile, refuseOle } from "./signature.ts";
import { createStringStore } from "./strings.ts";
import { readStyles } from "./styles.ts";

// Why a zip reader and an XML parser, and no library for workbooks (November 2026, npm):
// - exceljs 4.4.0, of 2023: its streaming reader keeps all shared strings in memory; advisories are open for its uuid and
//   tmp (GHSA-w5hq-g745-h8pq, GHSA-52f5-9888-hmc6).
// - read-excel-file 9.3.17, of this month: gives a whole sheet at once, and inflates the archive into memory.
// - SheetJS: not published on npm since 0.18.5 of 2022, which has open advisories; needs the whole file in memory.
// - yauzl 3.4.0, of June 2026, 0.1 MB: reads from the directory at the end, checks sizes; its only advisory
//   (CVE-2026-31988) was in 3.2.0 alone. saxes 6.0.0, of 2022, 0.2 MB, no advisory known: streams, and refuses what is
//   not well-formed; sax 1.6.1 is newer, and lets some of it through.

/** A workbook whose sheet can be read once. */
export type Workbook = {
  /** The name of the sheet that is read. */
  readonly sheet: string;
  /** Inflated bytes of what is read. */
  readonly size: number;
  readonly bytesRead: () => number;
  /** @returns the sheet's rows as `readSheet` gives them */
  rows(): AsyncGenerator<SheetRow[]>;
  /** @returns sentences for a person on what Excel shows in another way; all of them once the rows are read */
  notes(): string[];
  close(): void;
};

const SAY_WHAT_IT_IS = "if it is CSV with another name, give --format csv";

/**
 * Opens an Excel workbook (.xlsx, .xlsm), which cannot be read from a pipe: its directory is at the end. Its memory does
 * not grow with the file.
 *
 * @param wanted the name of a sheet; the first one unless given
 * @param signal once aborted, reading the rows fails
 * @throws {CommandError} if it is no workbook, one of another format or with a password, damaged, or has no such sheet; the
 *   file system's own errors
 */
export const openWorkbook = async (path: string, wanted?: string, signal?: AbortSignal): Promise<Workbook> => {
  const container = containerOfFile(path);
  if (container === "ole") refuseOle(path);
  if (container === undefined) throw new CommandError(`the file is not an Excel workbook; ${SAY_WHAT_IT_IS}`);
  const archive = await openArchive(path);
  try {
    const contents = await readContents(archive);
    const { sheets, strings, styles, date1904 } = contents;
    const sheet = chooseSheet(contents, wanted);
    const notes = createNotes(
      sheet,
      sheets.filter((other) => other !== sheet),
    );
    let read = 0;
    async function* counted(part: string, maxBytes: number) {
      for await (const chunk of archive.read(part, maxBytes)) {
        signal?.throwIfAborted();
        read += chunk.length;
        yield chunk;
      }
    }
    return {
      sheet: sheet.name,
      size: archive.sizeOf(strings ?? "") + archive.sizeOf(sheet.part),
      bytesRead: () => read,
      async *rows() {
        const isDate = await readStyles(archive, styles);
        const texts =
          strings === undefined
            ? createStringStore()
            : await readSharedStrings(strings, counted(strings, bounds.strings));
        try {
          yield* readSheet(sheet.part, counted(sheet.part, bounds.sheet), { strings: texts, isDate, date1904 }, notes);
        } finally {
          texts.close();
        }
      },
      notes: notes.sentences,
      close: archive.close,
    };
  } catch (error) {
    archive.close();
    throw error;
  }
};
