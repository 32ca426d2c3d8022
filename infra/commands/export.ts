import { createMendHeader } from "../store/mend-header.ts";
import { createStoredLists, type StoredLists } from "../store/stored-lists.ts";
import { connect } from "./connection/connect.ts";
import { csvOf, onlyCategory } from "./export/csv.ts";
import { findLists } from "./export/find.ts";
import { describeTally, ndjson, recordLines, type Tally, verdictLines } from "./export/lines.ts";
import { describeMended, type Mended, mending } from "./export/mend.ts";
import { type ExportOptions, HELP, readOptions, type Selection } from "./export/options.ts";
import { writeOut } from "./export/output.ts";
import { verdictsOn, verdictsOnAll } from "./export/verdicts.ts";
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
    const mends = options["mend-headers"];
    const mended: Mended = { stamped: 0, overtaken: 0 };
    const mend = mends ? createMendHeader(dynamodb, table, createPatience({ say, signal })) : undefined;
    const tally: Tally = { lists: 0, records: 0, withProblems: 0 };
    const lines = options.verify
      ? verdictLines(await verdicts(lists, options.selection, mend && ((found) => mending(found, mend, mended))), tally)
      : await exported(lists, options, tally);
    await writeOut(options.output, lines, { say, signal });
    say(describeTally(tally));
    if (mends) say(describeMended(mended));
    return tally.withProblems > 0 ? PROBLEMS : 0;
  } finally {
    close();
  }
};

const exported = async (lists: StoredLists, { selection, format, excel }: ExportOptions, tally: Tally) => {
  let keys: readonly string[] = [];
  const found = await findLists(lists, selection, say, (seen) => {
    keys = seen;
  });
  return recordLines(found, tally, say, format === "csv" ? csvOf(onlyCategory(selection, keys), excel) : ndjson);
};

/**
 * A selection is read list by list: a scan would take all other lists too. So are lists whose headers are mended: what a scan
 * saw of a list is not always its header.
 */
const verdicts = async (lists: StoredLists, selection: Selection, mend?: (found: AllFound) => AllFound) => {
  const isAll = selection.companySerial === undefined && selection.category === undefined;
  if (isAll && !mend) return verdictsOnAll(lists, say);
  const found = await findLists(lists, selection, say);
  return verdictsOn(mend ? mend(found) : found);
};
type AllFound = Awaited<ReturnType<typeof findLists>>;

await runCommand(async () => {
  refuseLostOptions("export", [
    "employee",
    "company",
    "category",
    "verify",
    "format",
    "excel",
    "mend-headers",
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
