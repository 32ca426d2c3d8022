import { hash } from "node:crypto";
import { appendFileSync, createReadStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Owner } from "../../owner.ts";
import { CommandError } from "../command.ts";
import type { Row } from "./rows.ts";

/** What is spooled of a row; `incomplete` stands for a row of that employee which was rejected. */
export type SpooledRow = Row | (Owner & { readonly line: number; readonly incomplete: true });

/** One part of the spool: all rows of some employees, in the order of the file. */
export type Partition = AsyncIterable<SpooledRow>;

/** Into how many parts rows are dealt, and again the rows of each part that has come out too large. */
const FAN_OUT = 64;
/** Bytes of a part that is not dealt again: what is held in memory at a time. */
const MAX_PARTITION_BYTES = 8_000_000;
/** How often a part is dealt again at the most: one that is still too large by then is one employee's alone. */
const MAX_DEPTH = 3;
/** Characters that are gathered for a part before they go to its file. */
const BUFFERED = 8_000;

export type Spool = {
  add(row: SpooledRow): void;
  /** How many rows were added, not counting those that were rejected. */
  readonly rows: number;
  /** Can be walked more than once. */
  partitions(): AsyncGenerator<Partition>;
  /** Deletes the files. */
  remove(): void;
};

/**
 * Rows of one employee may lie anywhere in a file and must be gathered before they are written, in a memory that does
 * not grow with the file. So rows are dealt into 64 files of a temporary folder by the hash of their employee; a part
 * above 8 MB is dealt again into 64; and then part after part is read back. The folder can be read by its owner alone
 * and is gone when the process ends, however it ends but by SIGKILL or SIGQUIT.
 */
export const createSpool = (): Spool => {
  const folder = inTemporaryFolder(() => mkdtempSync(join(tmpdir(), "webinar-import-")));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  const root = createDeal(join(folder, "part"), 0);
  let rows = 0;
  return {
    add(row) {
      if (!("incomplete" in row)) rows += 1;
      root.add(row);
    },
    get rows() {
      return rows;
    },
    partitions: () => root.partitions(),
    remove() {
      process.off("exit", remove);
      remove();
    },
  };
};

/** @throws {CommandError} where the folder for temporary files cannot take what is to be written */
const inTemporaryFolder = <Result>(write: () => Result): Result => {
  try {
    return write();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandError(
      `Rows cannot be gathered in the temporary folder ${tmpdir()} (${code}). ` +
        "Set TMPDIR to one with as much free space as the file has bytes, and half of that again.",
    );
  }
};

const createDeal = (prefix: string, depth: number) => {
  const parts = Array.from({ length: FAN_OUT }, (_, number) => createPart(`${prefix}-${number}`));

  const add = (row: SpooledRow) => {
    const digest = hash("sha256", `${row.companySerial}#${row.employeeID}`, "buffer");
    // A byte of its own for each depth, or a part would be dealt into one part again.
    parts[(digest[depth] ?? 0) % FAN_OUT]?.append(`${JSON.stringify(row)}\n`);
  };

  async function* partitions(): AsyncGenerator<Partition> {
    for (const part of parts) {
      part.flush();
      if (part.bytes === 0) continue;
      if (part.bytes <= MAX_PARTITION_BYTES || depth === MAX_DEPTH) {
        yield part.read();
        continue;
      }
      const deal = createDeal(part.path, depth + 1);
      try {
        for await (const row of part.read()) deal.add(row);
        yield* deal.partitions();
      } finally {
        // Also of a walk that is broken off, or the next one would deal to the same files again.
        deal.remove();
      }
    }
  }

  return { add, partitions, remove: () => parts.forEach((part) => void part.remove()) };
};

const createPart = (path: string) => {
  let buffered = "";
  const part = {
    path,
    bytes: 0,
    append(line: string) {
      buffered += line;
      if (buffered.length > BUFFERED) part.flush();
    },
    flush() {
      part.bytes += Buffer.byteLength(buffered);
      if (buffered) inTemporaryFolder(() => appendFileSync(path, buffered, { mode: 0o600 }));
      buffered = "";
    },
    async *read(): AsyncGenerator<SpooledRow> {
      let rest = "";
      for await (const text of createReadStream(path, "utf8")) {
        const lines = `${rest}${text}`.split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) yield JSON.parse(line);
      }
    },
    remove: () => rmSync(path, { force: true }),
  };
  return part;
};
