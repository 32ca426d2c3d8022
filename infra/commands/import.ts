import { createListWriter } from "../store/writer.ts";
import { connect } from "./connection/connect.ts";
import { confirmRemoval } from "./import/confirm.ts";
import { nameOf, openInput } from "./import/file.ts";
import { removeLeftovers } from "./import/leftovers.ts";
import { HELP, type ImportOptions, parseOptions, summaryIn } from "./import/options.ts";
import { createProgress } from "./import/progress.ts";
import { createRejects } from "./import/rejects.ts";
import { reportOf } from "./import/report.ts";
import { runImport } from "./import/run.ts";
import { createNotes, describeSkipped, type Notes } from "./import/skipped.ts";
import { readRows } from "./import/source.ts";
import { openSummary, type SummaryFile } from "./import/summary.ts";
import { CommandError, refuseLostOptions, runCommand } from "./terminal/command.ts";
import { INTERRUPTED, onInterrupt } from "./terminal/interrupt.ts";
import { createPatience } from "./terminal/patience.ts";

const importFile = async (options: ImportOptions, summary: SummaryFile | undefined): Promise<number> => {
  const { file, rejects, yes } = options;
  const progress = createProgress();
  removeLeftovers(progress.say);
  const signal = onInterrupt(() =>
    progress.say("Stopping: work in progress is finished. Press Ctrl-C again to end at once."),
  );
  const input = openInput(file, { rejects, signal });
  const connection = await connect(options.connection, { say: progress.say, signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  if (!connection) {
    console.log("Stopped. Nothing was written.");
    return INTERRUPTED;
  }
  const { dynamodb, table, close } = connection;
  const notes = createNotes(progress.say);
  try {
    const outcome = await runImport({
      ...options,
      source: { ...input, rows: rowsOf(input.bytes, options, notes) },
      writer: createListWriter(dynamodb, table, createPatience({ say: progress.say, signal })),
      rejects: createRejects(rejects, progress.say, () => notes.columns),
      progress,
      signal,
      confirm: async ({ removed }) => yes || confirmRemoval(removed, file, signal),
    });
    summary?.ended({ outcome, skipped: notes.skipped });
    const skipped = describeSkipped(notes.skipped);
    if (skipped !== undefined) console.log(skipped);
    const { text, exitCode } = reportOf(outcome, options);
    (exitCode === 1 ? console.error : console.log)(text);
    return exitCode;
  } finally {
    close();
  }
};

/** @throws {CommandError} naming the file, where it cannot be used at all */
async function* rowsOf(
  bytes: AsyncIterable<Uint8Array>,
  options: ImportOptions,
  notes: Notes,
): ReturnType<typeof readRows> {
  try {
    yield* readRows(bytes, { ...options, notes });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(`${nameOf(options.file)}: ${error.message}. Nothing was written.`);
  }
}

await runCommand(async () => {
  refuseLostOptions("import", [
    ...["dry-run", "mode", "company", "category", "format", "delimiter", "map", "map-file", "rejects", "summary-json"],
    ...["concurrency"],
    ...["table", "stack", "region", "endpoint"],
  ]);
  const args = process.argv.slice(2);
  // It is written also where the other options are wrong.
  const path = summaryIn(args);
  const summary = path === undefined ? undefined : openSummary(path);
  try {
    const options = parseOptions(args);
    if (!options) {
      console.log(HELP);
      return 0;
    }
    const { file, mode, dryRun, rejects } = options;
    summary?.asked({ file, mode, dryRun, rejectsFile: rejects });
    return await importFile(options, summary);
  } catch (error) {
    summary?.ended({ error });
    throw error;
  }
});
