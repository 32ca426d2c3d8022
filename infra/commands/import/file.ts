import { createReadStream, fstatSync, type Stats, statSync } from "node:fs";
import { addAbortSignal } from "node:stream";
import { CommandError } from "../terminal/command.ts";

export type Input = {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Bytes; 0 for anything but a regular file. */
  readonly size: number;
  /** How many of them were read. */
  readonly bytesRead: () => number;
};

type Options = {
  /** Where rejected rows will go. */
  readonly rejects: string;
  /** Once aborted, reading fails, also while it waits for bytes. */
  readonly signal: AbortSignal;
};

const STDIN = 0;

/** @returns the name of the file to import in a sentence; `-` is standard input */
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

/** Compares the files and not their paths: a link to the file is the same file. */
const isAt = (path: string, { dev, ino }: Stats): boolean => {
  const other = statSync(path, { throwIfNoEntry: false });
  return other?.dev === dev && other.ino === ino;
};

/** The bytes end with a `CommandError` if the file became shorter while it was read. */
const counted = (open: () => AsyncIterable<Uint8Array>, size: number): Input => {
  let read = 0;
  async function* bytes() {
    for await (const chunk of open()) {
      read += chunk.length;
      yield chunk;
    }
    if (read < size)
      throw new CommandError(`only ${read} of ${size} bytes could be read: another program writes to it`);
  }
  return { bytes: bytes(), size, bytesRead: () => read };
};
