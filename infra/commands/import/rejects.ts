import { chmodSync, closeSync, openSync, readSync, rmSync, type Stats, statSync, writeSync } from "node:fs";
import { CommandError, describeFailure } from "../terminal/command.ts";
import { isRejectsHeader, rejectRecord, rejectsHeader, type SourceColumns } from "./reject-csv.ts";
import type { Reject } from "./rows.ts";
import { shownProblems } from "./shown-problems.ts";

/** How many rejected rows are also shown on the terminal. */
const SHOWN = 5;

export type Rejects = {
  add(reject: Reject): void;
  /** Called at the end of the input: deletes an older file of rejected rows if no row was rejected. */
  finish(): void;
};

/**
 * Keeps rejected rows in a file: NDJSON of `{ line, problems, row }`, `row` being the text as it was read; or, for a CSV
 * source, CSV with the source's columns. Only its owner can read it. An older one is kept until the first row is
 * rejected or the input ends.
 *
 * @param say is called with a line for each of the first few: whose row it is, and each problem with the field's value
 * @param columns returns the source's columns, where it is CSV
 * @throws {CommandError} where the file cannot be written, or has other contents than rejected rows
 */
export const createRejects = (
  path: string,
  say: (line: string) => void,
  columns: () => SourceColumns | undefined = () => undefined,
): Rejects => {
  const older = statSync(path, { throwIfNoEntry: false });
  try {
    refuseOtherFile(path, older);
  } catch (error) {
    throw new CommandError(`Rejected rows cannot be saved: ${describeFailure(error)} Give another --rejects FILE.`);
  }
  let count = 0;
  let file: number | undefined;
  return {
    add(reject) {
      const source = columns();
      const shown = source || count < SHOWN ? shownProblems(reject, source) : [];
      try {
        if (file === undefined) {
          file = openForOwner(path, "w");
          if (source) writeSync(file, rejectsHeader(source));
        }
        writeSync(file, source ? rejectRecord(reject, shown, source) : jsonLine(reject));
      } catch (error) {
        throw new CommandError(`Rejected rows cannot be saved in ${path}: ${describeFailure(error)}`);
      }
      count += 1;
      if (count <= SHOWN) say(`${placeOf(reject)}: ${shown.join("; ")}`);
      if (count === SHOWN + 1) say(`More rows are rejected; ${path} has all of them.`);
    },
    finish() {
      if (count === 0 && older?.isFile()) rmSync(path, { force: true });
    },
  };
};

const jsonLine = ({ line, problems, row }: Reject): string => `${JSON.stringify({ line, problems, row })}\n`;

const placeOf = ({ line, owner: { employeeID } }: Reject): string =>
  employeeID ? `${employeeID}, line ${line}` : `line ${line}`;

const openForOwner = (path: string, flags: "a" | "w"): number => openSync(path, flags, 0o600);

/** Checks before any work is done that the file can be written, and that it does not hold other data. */
const refuseOtherFile = (path: string, older: Stats | undefined): void => {
  // A device or a pipe (/dev/null, /dev/stderr) is written to and never deleted.
  if (older && !older.isFile() && !older.isDirectory()) return;
  closeSync(openForOwner(path, "a"));
  if (!older) rmSync(path);
  else if (older.size > 0 && !hasRejects(path))
    throw new CommandError(`${path} exists, and does not hold rejected rows.`);
  else chmodSync(path, 0o600);
};

/** Whether a file begins with what `add` writes. */
const hasRejects = (path: string): boolean => {
  const bytes = Buffer.alloc(32);
  const file = openSync(path, "r");
  readSync(file, bytes);
  closeSync(file);
  const beginning = bytes.toString();
  return beginning.startsWith('{"line":') || isRejectsHeader(beginning);
};
