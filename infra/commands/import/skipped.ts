import { CommandError } from "../terminal/command.ts";
import type { SourceColumns } from "./reject-csv.ts";

/** What of a file is no row: empty ones, repeated headers, byte order marks in its midst; and rows without their last cells. */
export type Skipped = { blank: number; headers: number; marks: number; short: number };

export const NOTHING_SKIPPED: Readonly<Skipped> = { blank: 0, headers: 0, marks: 0, short: 0 };

/** What is said, counted and found while a file is read. */
export type Notes = {
  /** Those of a CSV file, once its header is read. */
  columns?: SourceColumns;
  readonly skipped: Skipped;
  /** Is called with a sentence for the user. */
  readonly say: (line: string) => void;
};

export const createNotes = (say: Notes["say"] = () => {}): Notes => ({ skipped: { ...NOTHING_SKIPPED }, say });

/** @returns what was skipped as a sentence, or `undefined` for nothing */
export const describeSkipped = ({ blank, headers, marks, short }: Skipped): string | undefined => {
  const parts = [
    counted(blank, "empty row"),
    counted(headers, "repeated header line"),
    counted(marks, "byte order mark inside the file"),
  ].filter((part) => part !== undefined);
  const sentences = [
    ...(parts.length > 0 ? [`Skipped: ${conjunction.format(parts)}.`] : []),
    ...(short > 0 ? [`Taken as empty: the last cells that ${counted(short, "row")} did not have.`] : []),
  ];
  return sentences.length > 0 ? sentences.join(" ") : undefined;
};

const conjunction = new Intl.ListFormat("en-GB", { type: "conjunction" });

const counted = (count: number, name: string): string | undefined => {
  if (count === 0) return undefined;
  return `${count.toLocaleString("en")} ${count === 1 ? name : name.replace(/(row|line|mark)/, "$1s")}`;
};

/**
 * Refuses a file without rows, if it has something: an import that says nothing would leave its user in the belief that
 * all is in. A file of nothing, or of a header alone, is as it should be.
 *
 * @throws {CommandError} with what was skipped
 */
export const refuseNoRows = (seen: string, skipped: Skipped): void => {
  const what = describeSkipped(skipped);
  if (what !== undefined) throw new CommandError(`there are no rows: ${seen}. ${what}`.slice(0, -1));
};
