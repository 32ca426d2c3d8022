import { hash } from "node:crypto";
import { appendFileSync, createReadStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Owner } from "../../store/owner.ts";
import { CommandError } from "../terminal/command.ts";
import type { Row } from "./rows.ts";

/** What is spooled of a row; `incomplete` stands for a row of that employee which was rejected. */
export type SpooledRow = Row | (Owner & { readonly line: number; readonly incomplete: true });

/** One part of the spool: all rows of some employees, in the order of the file. */
export type Partition = AsyncIterable<SpooledRow>;

/** Into how many parts rows are dealt, and again the rows of each part that has come out too large. */
const FAN_OUT = 64;
/** Bytes of a part that is not dealt again: what is held in memory at a time. */
const MAX_PARTITION_BYTES = 8_000_000;
/** How often a part is dealt again at the most; by then employees share it whose hashes are much alike. */
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
 * above 8 MB is dealt again into 64, unless it is one employee's; and then part after part is read back. The folder can be read by its owner alone
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
        "Set TMPDIR to one with more free space: rows stand there as NDJSON, which CSV becomes several times larger by, " +
        "and a part of them twice at times.",
    );
  }
};

type Deal = { add(row: SpooledRow): void; partitions(): AsyncGenerator<Partition> };
type Part = ReturnType<typeof createPart>;

const createDeal = (prefix: string, depth: number): Deal => {
  const parts = Array.from({ length: FAN_OUT }, (_, number) => createPart(`${prefix}-${number}`));
  /** What became of the parts that were dealt again. */
  const deals = new Map<Part, Deal>();

  const add = (row: SpooledRow) => {
    const owner = `${row.companySerial}#${row.employeeID}`;
    const digest = hash("sha256", owner, "buffer");
    // A byte of its own for each depth, or a part would be dealt into one part again.
    parts[(digest[depth] ?? 0) % FAN_OUT]?.append(`${JSON.stringify(row)}\n`, owner);
  };

  const dealAgain = async (part: Part): Promise<Deal> => {
    const deal = createDeal(part.path, depth + 1);
    for await (const row of part.read()) deal.add(row);
    deals.set(part, deal);
    // It would take the same space once more.
    part.remove();
    return deal;
  };

  async function* partitions(): AsyncGenerator<Partition> {
    for (const part of parts) {
      part.flush();
      if (part.bytes === 0) continue;
      if (part.bytes <= MAX_PARTITION_BYTES || part.isOneEmployees() || depth === MAX_DEPTH) yield part.read();
      else yield* (deals.get(part) ?? (await dealAgain(part))).partitions();
    }
  }

  return { add, partitions };
};

const createPart = (path: string) => {
  let buffered = "";
  const owners = new Set<string>();
  const part = {
    path,
    bytes: 0,
    /** Such a part cannot be dealt into smaller ones. */
    isOneEmployees: () => owners.size === 1,
    append(line: string, owner: string) {
      // One more than one is all that is asked for.
      if (owners.size < 2) owners.add(owner);
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
