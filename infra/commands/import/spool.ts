import { hash } from "node:crypto";
import { appendFileSync, createReadStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listKey } from "../../../functions/shared/store/lists.ts";
import { type ListOwner, listNamed } from "../../store/owner.ts";
import { CommandError } from "../terminal/command.ts";
import { folderPrefix } from "./leftovers.ts";
import type { Row } from "./rows.ts";

/** A spooled row; `incomplete` marks a rejected row of that list. */
export type SpooledRow = Row | (ListOwner & { readonly line: number; readonly incomplete: true });

/** One partition of the spool: all rows of some lists, in the order of the file. */
export type Partition = AsyncIterable<SpooledRow>;

/** How many partitions the rows are hashed into, and again those of a partition that became too large. */
const FAN_OUT = 64;
/** The most bytes of a partition that is not split: as much is held in memory at a time. */
const MAX_PARTITION_BYTES = 8_000_000;
/** How often a partition is split at the most; the hashes of the lists that still share one are very similar. */
const MAX_DEPTH = 3;
/** Characters that are buffered for a partition before they are written to its file. */
const BUFFERED = 8_000;

export type Spool = {
  add(row: SpooledRow): void;
  /** How many rows were added, without the rejected ones. */
  readonly rows: number;
  /** Can be iterated more than once. */
  partitions(): AsyncGenerator<Partition>;
  /** Deletes the files. */
  remove(): void;
};

/**
 * The rows of one list may be anywhere in a file, and must be grouped before they are written, in a memory that does
 * not grow with the file. So rows are partitioned by the hash of their list's key into 64 files of a temporary folder; a
 * partition above 8 MB is split into 64 again, unless all of it is one list's; then one partition after the other is
 * read back. Only the owner can read the folder. It is deleted when the process ends or, after SIGKILL or
 * SIGQUIT, when the next import starts.
 */
export const createSpool = (): Spool => {
  const folder = inTemporaryFolder(() => mkdtempSync(join(tmpdir(), folderPrefix())));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  const root = createPartitions(join(folder, "part"), 0);
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

/** @throws {CommandError} where the temporary folder cannot be written to */
const inTemporaryFolder = <Result>(write: () => Result): Result => {
  try {
    return write();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandError(
      `Rows cannot be stored in the temporary folder ${tmpdir()} (${code}). ` +
        "Set TMPDIR to a folder with more free space: it holds all rows as NDJSON, which is several times larger than " +
        "CSV, and a part of them twice.",
    );
  }
};

type Partitions = { add(row: SpooledRow): void; partitions(): AsyncGenerator<Partition> };
type Part = ReturnType<typeof createPart>;

const createPartitions = (prefix: string, depth: number): Partitions => {
  const parts = Array.from({ length: FAN_OUT }, (_, number) => createPart(`${prefix}-${number}`));
  /** The partitions that each split part was split into. */
  const splits = new Map<Part, Partitions>();

  const add = (row: SpooledRow) => {
    const key = listKey(listNamed(row));
    const digest = hash("sha256", key, "buffer");
    // Each depth has its own byte of the hash: with the same one, a part would be split into a single part.
    parts[(digest[depth] ?? 0) % FAN_OUT]?.append(`${JSON.stringify(row)}\n`, key);
  };

  const split = async (part: Part): Promise<Partitions> => {
    const parts = createPartitions(part.path, depth + 1);
    for await (const row of part.read()) parts.add(row);
    splits.set(part, parts);
    // Its rows would take the space twice.
    part.remove();
    return parts;
  };

  async function* partitions(): AsyncGenerator<Partition> {
    for (const part of parts) {
      part.flush();
      if (part.bytes === 0) continue;
      if (part.bytes <= MAX_PARTITION_BYTES || part.isOneLists() || depth === MAX_DEPTH) yield part.read();
      else yield* (splits.get(part) ?? (await split(part))).partitions();
    }
  }

  return { add, partitions };
};

const createPart = (path: string) => {
  let buffered = "";
  const keys = new Set<string>();
  const part = {
    path,
    bytes: 0,
    /** Such a part cannot be split. */
    isOneLists: () => keys.size === 1,
    append(line: string, key: string) {
      // Two are enough to know that.
      if (keys.size < 2) keys.add(key);
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
