import { crc32 } from "node:zlib";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { CommandError } from "../../terminal/command.ts";
import { bounds } from "./bounds.ts";

/** The files inside a zip file. Names are compared without case, as a package's parts are (ECMA-376-2, 9.1.1.3). */
export type Archive = {
  has(name: string): boolean;
  /** @returns the bytes that `read` gives; 0 if there is no such file */
  sizeOf(name: string): number;
  /**
   * @param maxBytes the most inflated bytes
   * @returns the file's contents in chunks; iterating throws a `CommandError` if it is damaged, too large or not there
   */
  read(name: string, maxBytes: number): AsyncGenerator<Buffer>;
  close(): void;
};

/**
 * Opens a zip file by its directory at the end; its files can be read in any order.
 *
 * @throws {CommandError} if it is cut off, damaged or has too many files
 */
export const openArchive = async (path: string): Promise<Archive> => {
  const zip = await readable(openPromise(path, { autoClose: false }));
  try {
    const entries = await readable(entriesOf(zip));
    const find = (name: string) => entries.get(name.toLowerCase());
    return {
      has: (name) => find(name) !== undefined,
      sizeOf: (name) => find(name)?.uncompressedSize ?? 0,
      async *read(name, maxBytes) {
        const entry = find(name);
        if (!entry) throw new CommandError(`the workbook is damaged: it has no ${name}`);
        refuseBomb(entry, maxBytes);
        yield* contentsOf(zip, entry);
      },
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
};

const entriesOf = async (zip: ZipFile): Promise<Map<string, Entry>> => {
  if (zip.entryCount > bounds.entries) {
    throw new CommandError(`the archive has ${zip.entryCount} files; a workbook may have ${bounds.entries}`);
  }
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileName.toLowerCase();
    // Programs differ in which of the two they read.
    if (entries.has(name)) throw new CommandError(`the workbook is damaged: it has ${entry.fileName} twice`);
    entries.set(name, entry);
  }
  return entries;
};

/** Looks at the sizes in the directory; yauzl ends a stream that is longer than what is said there. */
const refuseBomb = ({ fileName, compressedSize, uncompressedSize }: Entry, maxBytes: number): void => {
  if (uncompressedSize > maxBytes) {
    throw new CommandError(
      `${fileName} in the workbook has ${uncompressedSize} bytes, and at most ${maxBytes} are read`,
    );
  }
  if (uncompressedSize > bounds.ratioFrom && uncompressedSize > bounds.ratio * compressedSize) {
    throw new CommandError(
      `${fileName} in the workbook is compressed to less than 1/${bounds.ratio} of its size, as only a zip bomb is; ` +
        "if it is a real sheet, save it as CSV",
    );
  }
};

async function* contentsOf(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  const stream = await readable(zip.openReadStreamPromise(entry));
  let sum = 0;
  try {
    for await (const chunk of stream) {
      // yauzl leaves this check to its user.
      sum = crc32(chunk, sum);
      yield chunk;
    }
  } catch (error) {
    throw damaged(error);
  }
  if (sum !== entry.crc32) throw damaged(new Error(`the checksum of ${entry.fileName} is wrong`));
}

const readable = async <Result>(work: Promise<Result>): Promise<Result> => {
  try {
    return await work;
  } catch (error) {
    throw damaged(error);
  }
};

/** yauzl and zlib have no error class of their own. Errors of the file system have a code and their own words. */
const damaged = (error: unknown): unknown => {
  if (!(error instanceof Error) || error instanceof CommandError) return error;
  const { code, message }: NodeJS.ErrnoException = error;
  if (code && !code.startsWith("Z_")) return error;
  if (message.includes("truncated"))
    return new CommandError("the workbook is cut off: its end is missing; copy it again");
  if (message.includes("encrypt")) return new CommandError("the archive has a password; save it as .xlsx without one");
  return new CommandError(`the workbook is damaged (${message}); open it in Excel or LibreOffice and save it again`);
};
