import { createStoredLists } from "../store/stored-lists.ts";
import { connect } from "./connection/connect.ts";
import { findLists } from "./export/find.ts";
import { describeTally, recordLines, type Tally, verdictLines } from "./export/lines.ts";
import { type ExportOptions, HELP, readOptions } from "./export/options.ts";
import { writeOut } from "./export/output.ts";
import { refuseLostOptions, runCommand } from "./terminal/command.ts";
import { INTERRUPTED, onInterrupt } from "./terminal/interrupt.ts";
import { createPatience } from "./terminal/patience.ts";

const PROBLEMS = 2;

/** Standard output is the records' own. */
const say = (line: string): void => console.error(line);

const exportLists = async (options: ExportOptions, signal: AbortSignal): Promise<number> => {
  const { dynamodb, table, close } = await connect(options, { say, signal });
  try {
    const lists = createStoredLists(dynamodb, table, { retry: createPatience({ say, signal }), signal });
    const found = await findLists(lists, options.selection, say);
    const tally: Tally = { lists: 0, records: 0, withProblems: 0 };
    const lines = options.verify ? verdictLines(found, tally) : recordLines(found, tally, say);
    await writeOut(options.output, lines, { say, signal });
    say(describeTally(tally));
    return tally.withProblems > 0 ? PROBLEMS : 0;
  } finally {
    close();
  }
};

await runCommand(async () => {
  refuseLostOptions("export", [
    "employee",
    "company",
    "category",
    "verify",
    "output",
    "table",
    "stack",
    "region",
    "endpoint",
  ]);
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    console.log(HELP);
    return 0;
  }
  const signal = onInterrupt(() => say("Interrupted."));
  return exportLists(options, signal).catch((error: unknown) => {
    if (!signal.aborted) throw error;
    return INTERRUPTED;
  });
});
