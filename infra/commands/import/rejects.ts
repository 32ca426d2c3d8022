import { chmodSync, closeSync, openSync, readSync, rmSync, type Stats, statSync, writeSync } from "node:fs";
import { CommandError, describeFailure } from "../terminal/command.ts";
import type { Reject } from "./rows.ts";

/** How many rejected rows are told on the terminal, too. */
const TOLD = 5;

export type Rejects = {
  add(reject: Reject): void;
  /** Once the whole file was gone through: an older file that nothing was added to is of no use any more. */
  finish(): void;
};

/**
 * Keeps rejected rows in a file of NDJSON, `{ line, problems, row }` each, `row` being the text as it was read. Only its
 * owner can read it. An older one stays until the first row is rejected, or none was.
 *
 * @param say takes the first few, a line each, and without what the row holds
 * @throws {CommandError} where no such file can be written, or another kind of file is in its place
 */
export const createRejects = (path: string, say: (line: string) => void): Rejects => {
  const older = statSync(path, { throwIfNoEntry: false });
  try {
    refuseOtherFile(path, older);
  } catch (error) {
    throw new CommandError(`Rejected rows have no place: ${describeFailure(error)} Give another --rejects FILE.`);
  }
  let count = 0;
  let file: number | undefined;
  return {
    add({ line, problems, row }) {
      try {
        file ??= openForOwner(path, "w");
        writeSync(file, `${JSON.stringify({ line, problems, row })}\n`);
      } catch (error) {
        throw new CommandError(`Rejected rows cannot be kept in ${path}: ${describeFailure(error)}`);
      }
      count += 1;
      if (count <= TOLD) say(`line ${line}: ${problems.join("; ")}`);
      if (count === TOLD + 1) say(`More rows are rejected; all of them stand in ${path}.`);
    },
    finish() {
      if (count === 0 && older?.isFile()) rmSync(path, { force: true });
    },
  };
};

const openForOwner = (path: string, flags: "a" | "w"): number => openSync(path, flags, 0o600);

/** Finds out before any work is done whether the file can be written, and that it is not somebody's data. */
const refuseOtherFile = (path: string, older: Stats | undefined): void => {
  // What is a device or a pipe (/dev/null, /dev/stderr) is written to and stays.
  if (older && !older.isFile() && !older.isDirectory()) return;
  closeSync(openForOwner(path, "a"));
  if (!older) rmSync(path);
  else if (older.size > 0 && !hasRejects(path)) throw new CommandError(`${path} is there, and holds no rejected rows.`);
  else chmodSync(path, 0o600);
};

/** The beginning of what `add` writes. */
const hasRejects = (path: string): boolean => {
  const beginning = Buffer.alloc(8);
  const file = openSync(path, "r");
  readSync(file, beginning);
  closeSync(file);
  return beginning.toString() === '{"line":';
};
