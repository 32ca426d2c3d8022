import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommandError } from "../../terminal/command.ts";

const PAGE_BYTES = 64 * 1024;
/** Pages that are held in memory. Rows refer to strings nearly in the order of the file. */
const PAGES = 32;

/** Bytes on the disk that are written once, at the end, and read in any order. */
export type PagedFile = {
  append(bytes: Uint8Array): void;
  /** @returns the bytes from one offset to another; the last read must come after the last `append` */
  read(from: number, to: number): Buffer;
  close(): void;
};

/**
 * A temporary file that only the owner can read. Its name is deleted at once, so that nothing stays behind, even if the
 * process is killed.
 *
 * @throws {CommandError} where the temporary folder cannot be written to; so does `append`
 */
export const createPagedFile = (): PagedFile => {
  const file = inTemporaryFolder(openUnnamed);
  const pages = new Map<number, Buffer>();
  const waiting = Buffer.alloc(PAGE_BYTES);
  let length = 0;
  let written = 0;

  const flush = () => {
    for (let at = 0; at < length; ) {
      const from = at;
      at += inTemporaryFolder(() => writeSync(file, waiting, from, length - from, written + from));
    }
    written += length;
    length = 0;
  };
  const pageAt = (number: number): Buffer => {
    let page = pages.get(number);
    if (page) pages.delete(number);
    else {
      page = Buffer.alloc(PAGE_BYTES);
      page = page.subarray(0, readSync(file, page, 0, PAGE_BYTES, number * PAGE_BYTES));
    }
    // A Map keeps the order of insertion: the first page is the one that was used least recently.
    pages.set(number, page);
    for (const [oldest] of pages) {
      if (pages.size <= PAGES) break;
      pages.delete(oldest);
    }
    return page;
  };

  return {
    append(bytes) {
      for (let at = 0; at < bytes.length; ) {
        const piece = bytes.subarray(at, at + PAGE_BYTES - length);
        waiting.set(piece, length);
        length += piece.length;
        at += piece.length;
        if (length === PAGE_BYTES) flush();
      }
    },
    read(from, to) {
      if (length > 0) flush();
      const parts: Buffer[] = [];
      for (let at = from; at < to; ) {
        const number = Math.floor(at / PAGE_BYTES);
        const start = number * PAGE_BYTES;
        const part = pageAt(number).subarray(at - start, to - start);
        if (part.length === 0) throw new RangeError(`the file ends before ${to}`);
        parts.push(part);
        at += part.length;
      }
      return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
    },
    close: () => closeSync(file),
  };
};

const openUnnamed = (): number => {
  const folder = mkdtempSync(join(tmpdir(), "import-"));
  try {
    return openSync(join(folder, "strings"), "wx+", 0o600);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const inTemporaryFolder = <Result>(work: () => Result): Result => {
  try {
    return work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandError(
      `the workbook's texts cannot be stored in the temporary folder ${tmpdir()} (${code}); set TMPDIR to a folder with ` +
        "more free space",
    );
  }
};
