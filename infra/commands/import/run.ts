import type { ListWriter } from "../../store/writer.ts";
import type { Changes, Mode } from "./changes.ts";
import { applyAll } from "./lists.ts";
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
  readonly writer: ListWriter;
  readonly mode: Mode;
  readonly dryRun: boolean;
  readonly concurrency: number;
  readonly rejects: Rejects;
  readonly progress: Progress;
  /** Once aborted, work in progress is finished and nothing new is started. */
  readonly signal: AbortSignal;
  /** Called before records are removed. */
  readonly confirm: (changes: Pick<Changes, "removed">) => Promise<boolean>;
};

export type Outcome = {
  readonly ended: "done" | "stopped" | "declined" | "failed";
  /** What was changed, or would be in a dry run. */
  readonly tally: Tally;
  /** How many rows the file has. */
  readonly rows: number;
  /** Whether anything may have been written. */
  readonly wrote: boolean;
  readonly failure?: unknown;
};

/**
 * Reads the whole file into the spool, and then applies it list by list. A rejected row does not stop the
 * import; a failure of the table ends it once the work in progress is finished.
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
    const { rows, withoutOwner } = await readInto(spool, job, reject, tally.note);
    const end = (ended: Outcome["ended"]): Outcome => ({ ended, tally, rows, wrote });
    const mode = withoutOwner === 0 ? job.mode : "upsert";
    if (mode !== job.mode) {
      const rows = withoutOwner === 1 ? "1 rejected row does" : `${withoutOwner} rejected rows do`;
      progress.say(
        `Nothing is removed: ${rows} not show whose records they are, so a record of theirs could be taken for one that ` +
          "the file lacks. Correct them in the file and import it again with --mode replace.",
      );
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

/** @returns the number of rows, and of rejected rows without a readable owner */
const readInto = async (
  spool: Spool,
  { source, progress, signal }: ImportJob,
  reject: (reject: Reject) => void,
  note: (row: Row) => void,
) => {
  let rows = 0;
  let withoutOwner = 0;
  let rejected = 0;
  const figures = () => ({ read: rows, rejected });
  progress.start({ title: "Reading", total: source.size, done: source.bytesRead, rows: () => rows, figures });
  const take = (row: Row | Reject) => {
    rows += 1;
    if (!("problems" in row)) {
      note(row);
      const { mended, ...spooled } = row;
      return spool.add(mended ? spooled : row);
    }
    rejected += 1;
    reject(row);
    const { companySerial, employeeID, category } = row.owner;
    if (companySerial === undefined || employeeID === undefined || category === undefined) withoutOwner += 1;
    else spool.add({ companySerial, employeeID, category, line: row.line, incomplete: true });
  };
  try {
    for await (const batch of source.rows) {
      if (signal.aborted) break;
      batch.forEach(take);
    }
  } catch (error) {
    // The signal ends a source that waits for more input.
    if (!signal.aborted) throw error;
  }
  progress.stop();
  return { rows, withoutOwner };
};

type Work = { readonly job: ImportJob; readonly spool: Spool; readonly rows: number };

const apply = async (
  title: string,
  take: ListWriter["change"],
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
