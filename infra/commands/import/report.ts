import { describeFailure } from "../terminal/command.ts";
import { INTERRUPTED } from "../terminal/interrupt.ts";
import type { ImportOptions } from "./options.ts";
import type { Outcome } from "./run.ts";

const AGAIN = "Run the same command again to continue: rows that are imported are not written again.";

type Report = {
  /** For the user: what happened, and how to continue if not all is done. */
  readonly text: string;
  /** 0: every row is imported. 2: all but the rejected ones. 1: the import failed. 130: Ctrl-C. */
  readonly exitCode: number;
};

type Options = Pick<ImportOptions, "dryRun" | "rejects">;

export const reportOf = ({ ended, tally, rows, wrote, failure }: Outcome, { dryRun, rejects }: Options): Report => {
  const { total } = tally;
  const table = total.lists + total.rejected > 0 ? [tally.table()] : [];
  const report = (exitCode: number, ...lines: string[]): Report => ({
    text: [...table, ...tally.notes(), ...lines].join("\n"),
    exitCode,
  });
  const rejected = total.rejected > 0 ? ` ${rowsOf(total.rejected)} rejected: see ${rejects}.` : "";
  const imported = `${number(total.rows)} of ${rowsOf(rows)} imported`;

  switch (ended) {
    case "done": {
      if (rows === 0) return report(0, "There are no rows to import.");
      const all = dryRun ? "valid; the table shows what would change. Nothing was written." : "imported.";
      return report(rejected ? 2 : 0, `${rowsOf(total.rows)} ${all}${rejected}`);
    }
    case "declined":
      return report(1, `Nothing was written.${rejected}`);
    case "stopped":
      return report(INTERRUPTED, `Stopped. ${wrote ? `${imported}. ${AGAIN}` : "Nothing was written."}${rejected}`);
    case "failed": {
      const left = wrote
        ? `${imported}, and perhaps some of those that were being written. ${AGAIN}`
        : "Nothing was written.";
      return report(1, describeFailure(failure), `${left}${rejected}`);
    }
  }
};

const number = (count: number): string => count.toLocaleString("en");
const rowsOf = (count: number): string => `${number(count)} row${count === 1 ? " is" : "s are"}`;
