import { createReadStream, fstatSync, type Stats, statSync } from "node:fs";
import { addAbortSignal } from "node:stream";
import { CommandError } from "../terminal/command.ts";

export type Input = {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Bytes, 0 for what is no plain file. */
  readonly size: number;
  /** How many of them were read. */
  readonly bytesRead: () => number;
};

type Options = {
  /** Where rejected rows will go. */
  readonly rejects: string;
  /** Aborted, the bytes end with an error, also while they are waited for. */
  readonly signal: AbortSignal;
};

const STDIN = 0;

/** @returns what a file to import, or `-` for standard input, is called in a sentence */
export const nameOf = (file: string): string => (file === "-" ? "standard input" : file);

/**
 * Finds the file to import, or standard input for `-`; it is opened when its bytes are asked for.
 *
 * @throws {CommandError} if it is a folder or the file for rejected rows; the file system's own errors
 */
export const openInput = (file: string, { rejects, signal }: Options): Input => {
  const stats = file === "-" ? fstatSync(STDIN) : statSync(file);
  if (stats.isDirectory()) throw new CommandError(`${nameOf(file)} is a folder; give a file.`);
  if (isAt(rejects, stats)) {
    throw new CommandError(`--rejects must name another file than ${nameOf(file)}, which it would overwrite.`);
  }
  const open = () => addAbortSignal(signal, file === "-" ? process.stdin : createReadStream(file));
  return counted(open, stats.isFile() ? stats.size : 0);
};

/** Whatever the path's name: a link to the file is the file. */
const isAt = (path: string, { dev, ino }: Stats): boolean => {
  const other = statSync(path, { throwIfNoEntry: false });
  return other?.dev === dev && other.ino === ino;
};

/** The bytes throw a `CommandError` at their end where the file has become shorter. */
const counted = (open: () => AsyncIterable<Uint8Array>, size: number): Input => {
  let read = 0;
  async function* bytes() {
    for await (const chunk of open()) {
      read += chunk.length;
      yield chunk;
    }
    if (read < size) throw new CommandError(`${read} of ${size} bytes were there: somebody writes to it`);
  }
  return { bytes: bytes(), size, bytesRead: () => read };
};
