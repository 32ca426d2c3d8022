import type { StoredAssignment } from "../../../functions/shared/store/stored-assignment.ts";
import type { ListWriter } from "../../store/writer.ts";
import type { Changes, Mode } from "./changes.ts";
import { applyAll } from "./employees.ts";
import type { Progress } from "./progress.ts";
import type { Rejects } from "./rejects.ts";
import type { Reject, Row } from "./rows.ts";
import { createSpool, type Spool } from "./spool.ts";
import { createTally, type Tally } from "./tally.ts";

export type ImportJob = {
  readonly source: {
    /** The file's rows, as `readRows` gives them. */
    readonly rows: AsyncIterable<readonly (Row | Reject)[]>;
    /** Bytes, 0 where that is not known. */
    readonly size: number;
    readonly bytesRead: () => number;
  };
  readonly writer: ListWriter<StoredAssignment>;
  readonly mode: Mode;
  readonly dryRun: boolean;
  readonly concurrency: number;
  readonly rejects: Rejects;
  readonly progress: Progress;
  /** Aborted, what is in flight is finished and nothing else begun. */
  readonly signal: AbortSignal;
  /** Asked before records are removed. */
  readonly confirm: (changes: Pick<Changes, "removed">) => Promise<boolean>;
};

export type Outcome = {
  readonly ended: "done" | "stopped" | "declined" | "failed";
  /** What was done, or in a dry run what would be. */
  readonly tally: Tally;
  /** Rows that the file has. */
  readonly rows: number;
  /** Whether the writing began. */
  readonly wrote: boolean;
  readonly failure?: unknown;
};

/**
 * Reads the whole file into the spool, and only then brings employee after employee to what it says. A rejected row
 * stops nothing; a failure of the table ends the work once what is in flight is finished.
 *
 * @throws whatever reading the file throws, before anything is written
 */
export const runImport = async (job: ImportJob): Promise<Outcome> => {
  const { writer, dryRun, progress, rejects, signal, confirm } = job;
  const spool = createSpool();
  const tally = createTally();
  let wrote = false;
  const reject = (rejected: Reject) => {
    rejects.add(rejected);
    tally.reject(rejected.owner);
  };
  try {
    const { rows, nameless } = await readInto(spool, job, reject);
    const end = (ended: Outcome["ended"]): Outcome => ({ ended, tally, rows, wrote });
    const mode = nameless === 0 ? job.mode : "upsert";
    if (mode !== job.mode) {
      const whose =
        nameless === 1
          ? "1 rejected row it cannot be told whose it is"
          : `${nameless} rejected rows it cannot be told whose they are`;
      progress.say(`Nothing is removed, since of ${whose}.`);
    }
    if (signal.aborted) return end("stopped");

    const work = { job: { ...job, mode }, spool, rows };
    if (mode === "replace" && !dryRun) {
      const preview = createTally();
      const failed = await apply("Comparing", writer.preview, preview, ({ owner }) => preview.reject(owner), work);
      if (failed) return { ...end("failed"), ...failed };
      const agreed = signal.aborted || preview.total.removed === 0 || (await confirm(preview.total));
      if (signal.aborted) return end("stopped");
      if (!agreed) return end("declined");
    }
    wrote = !dryRun;
    const failed = dryRun
      ? await apply("Comparing", writer.preview, tally, reject, work)
      : await apply("Writing", writer.change, tally, reject, work);
    if (failed) return { ...end("failed"), ...failed };
    if (signal.aborted) return end("stopped");
    rejects.finish();
    return end("done");
  } finally {
    progress.stop();
    spool.remove();
  }
};

/** @returns how many rows there are, and of how many rejected ones it cannot be told whose they are */
const readInto = async (spool: Spool, { source, progress, signal }: ImportJob, reject: (reject: Reject) => void) => {
  let rows = 0;
  let nameless = 0;
  let rejected = 0;
  const figures = () => ({ read: rows, rejected });
  progress.start({ title: "Reading", total: source.size, done: source.bytesRead, rows: () => rows, figures });
  const take = (row: Row | Reject) => {
    rows += 1;
    if (!("problems" in row)) return spool.add(row);
    rejected += 1;
    reject(row);
    const { companySerial, employeeID } = row.owner;
    if (companySerial === undefined || employeeID === undefined) nameless += 1;
    else spool.add({ companySerial, employeeID, line: row.line, incomplete: true });
  };
  try {
    for await (const batch of source.rows) {
      if (signal.aborted) break;
      batch.forEach(take);
    }
  } catch (error) {
    // A source that waits for more is broken off by the signal.
    if (!signal.aborted) throw error;
  }
  progress.stop();
  return { rows, nameless };
};

type Work = { readonly job: ImportJob; readonly spool: Spool; readonly rows: number };

const apply = async (
  title: string,
  take: ListWriter<StoredAssignment>["change"],
  tally: Tally,
  onReject: (reject: Reject) => void,
  { job, spool, rows }: Work,
) => {
  const verb = take === job.writer.preview ? "to write" : "written";
  const figures = () => {
    const { added, updated, removed, unchanged, rejected } = tally.total;
    return { [verb]: added + updated + removed, unchanged, rejected, read: rows };
  };
  const rejectedBefore = tally.total.rejected;
  const done = () => tally.total.rows + tally.total.rejected - rejectedBefore;
  job.progress.start({ title, total: spool.rows, done, rows: done, figures });
  const failed = await applyAll(spool, { ...job, take, onReject, onChanges: tally.count });
  job.progress.stop();
  return failed;
};
