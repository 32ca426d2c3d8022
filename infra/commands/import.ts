import { createListWriter } from "../store/writer.ts";
import { connect } from "./connection/connect.ts";
import { confirmRemoval } from "./import/confirm.ts";
import { removeLeftovers } from "./import/leftovers.ts";
import { openSource } from "./import/open-source.ts";
import { HELP, type ImportOptions, parseOptions, summaryIn } from "./import/options.ts";
import { createProgress } from "./import/progress.ts";
import { createRejects } from "./import/rejects.ts";
import { reportOf } from "./import/report.ts";
import { runImport } from "./import/run.ts";
import { createNotes, describeSkipped } from "./import/skipped.ts";
import { openSummary, type SummaryFile } from "./import/summary.ts";
import { runRemoval } from "./remove/command.ts";
import { parseRemoval } from "./remove/options.ts";
import { refuseLostOptions, runCommand } from "./terminal/command.ts";
import { INTERRUPTED, onInterrupt } from "./terminal/interrupt.ts";
import { createPatience } from "./terminal/patience.ts";

const importFile = async (options: ImportOptions, summary: SummaryFile | undefined): Promise<number> => {
  const { file, rejects, yes } = options;
  const progress = createProgress();
  removeLeftovers(progress.say);
  const signal = onInterrupt(() =>
    progress.say("Stopping: work in progress is finished. Press Ctrl-C again to end at once."),
  );
  const notes = createNotes(progress.say);
  const source = await openSource(options, signal, notes);
  const connection = await connect(options.connection, { say: progress.say, signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  if (!connection) {
    source.close();
    console.log("Stopped. Nothing was written.");
    return INTERRUPTED;
  }
  const { dynamodb, table, close } = connection;
  try {
    const outcome = await runImport({
      ...options,
      source,
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
    source.close();
  }
};

await runCommand(async () => {
  refuseLostOptions("import", [
    ...["remove-employee", "dry-run", "mode", "company", "category", "format", "sheet", "delimiter", "map", "map-file"],
    ...["rejects", "summary-json", "concurrency", "table", "stack", "region", "endpoint"],
  ]);
  const args = process.argv.slice(2);
  const removal = parseRemoval(args);
  if (removal) return runRemoval(removal);
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
