import { closeSync, openSync, readSync, statSync, writeFileSync } from "node:fs";
import { CommandError, describeFailure } from "../terminal/command.ts";
import { INTERRUPTED } from "../terminal/interrupt.ts";
import type { Mode } from "./changes.ts";
import type { Outcome } from "./run.ts";
import { NOTHING_SKIPPED, type Skipped } from "./skipped.ts";
import { type Counts, type Line, NOTHING, sum } from "./tally.ts";

/** What the import was asked to do, as far as its options could be read. */
type Asked = {
  readonly file: string | null;
  readonly mode: Mode | null;
  readonly dryRun: boolean;
  readonly rejectsFile: string | null;
};

/** How the import ended: with an outcome, or with an error before there was one. */
type End = { readonly outcome: Outcome; readonly skipped: Skipped } | { readonly error: unknown };

export type SummaryFile = {
  asked(asked: Asked): void;
  ended(end: End): void;
};

/** The beginning of every summary, by which an older one is known. */
const BEGINNING = '{"ended":';

/**
 * Keeps one line of JSON for a scheduler. The file is emptied at once, so that nobody takes an older summary for this
 * import's, and written when the process exits, whatever ends it except SIGKILL: it stays empty then.
 *
 * @throws {CommandError} where the file cannot be written, or holds something else than a summary
 */
export const openSummary = (path: string): SummaryFile => {
  const startedAt = new Date();
  try {
    refuseOtherFile(path);
    writeFileSync(path, "", { mode: 0o600 });
  } catch (error) {
    throw new CommandError(`The summary cannot be saved: ${describeFailure(error)} Give another --summary-json FILE.`);
  }
  let asked: Asked = { file: null, mode: null, dryRun: false, rejectsFile: null };
  let end: End | undefined;
  process.once("exit", (exitCode) => {
    const seconds = (Date.now() - startedAt.getTime()) / 1_000;
    const summary = summaryOf(end, exitCode, { ...asked, startedAt: startedAt.toISOString(), seconds });
    try {
      writeFileSync(path, `${JSON.stringify(summary)}\n`, { mode: 0o600 });
    } catch (error) {
      console.error(`The summary cannot be saved in ${path}: ${describeFailure(error)}`);
      process.exitCode = exitCode || 1;
    }
  });
  return {
    asked(given) {
      asked = given;
    },
    ended(given) {
      end = given;
    },
  };
};

/**
 * @param end `undefined` where the process was told to exit at once
 * @param exitCode of the process
 */
const summaryOf = (
  end: End | undefined,
  exitCode: number,
  run: Asked & { readonly startedAt: string; readonly seconds: number },
) => {
  const outcome = end && "outcome" in end ? end.outcome : undefined;
  const skipped = end && "skipped" in end ? end.skipped : NOTHING_SKIPPED;
  const error = end && "error" in end ? end.error : outcome?.failure;
  const lines = outcome?.tally.lines ?? [];
  const total = outcome?.tally.total ?? NOTHING;
  return {
    ended: outcome?.ended ?? (exitCode === INTERRUPTED ? "stopped" : "failed"),
    exitCode,
    ...run,
    // Unknown where the file could not be read to its end.
    rows: outcome?.rows ?? null,
    imported: total.rows,
    rejected: total.rejected,
    mended: outcome?.tally.mended ?? {},
    caseTwins: outcome?.tally.caseTwins ?? 0,
    skipped,
    // Unknown where the process was told to exit at once.
    wrote: end ? (outcome?.wrote ?? false) : null,
    total,
    categories: summed(lines, ({ category }) => ({ category: category ?? null })),
    companies: summed(lines, ({ companySerial }) => ({ companySerial: companySerial ?? null })),
    lists: summed(lines, ({ companySerial, category }) => ({
      companySerial: companySerial ?? null,
      category: category ?? null,
    })),
    error: error === undefined ? null : describeFailure(error),
  };
};

/** The counts of the lines that have the same names, by these names. */
const summed = <Names extends object>(lines: readonly Line[], namesOf: (line: Line) => Names): (Names & Counts)[] => {
  const groups = Map.groupBy(lines, (line) => JSON.stringify(namesOf(line)));
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([names, group]) => ({
      ...(JSON.parse(names) as Names),
      ...group.reduce((counts, line) => sum(counts, line.counts), NOTHING),
    }));
};

const refuseOtherFile = (path: string): void => {
  const older = statSync(path, { throwIfNoEntry: false });
  // A device or a pipe has no contents to lose.
  if (!older?.isFile() || older.size === 0) return;
  if (!beginsAsSummary(path)) throw new CommandError(`${path} exists, and does not hold a summary.`);
};

const beginsAsSummary = (path: string): boolean => {
  const beginning = Buffer.alloc(BEGINNING.length);
  const file = openSync(path, "r");
  readSync(file, beginning);
  closeSync(file);
  return beginning.toString() === BEGINNING;
};
