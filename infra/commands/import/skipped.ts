import type { SourceColumns } from "./reject-csv.ts";

/** Lines of a file that are no rows. */
export type Skipped = { blank: number; headers: number };

export const NOTHING_SKIPPED: Readonly<Skipped> = { blank: 0, headers: 0 };

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
export const describeSkipped = ({ blank, headers }: Skipped): string | undefined => {
  const parts = [
    ...(blank > 0 ? [`${blank.toLocaleString("en")} empty row${blank === 1 ? "" : "s"}`] : []),
    ...(headers > 0 ? [`${headers.toLocaleString("en")} repeated header line${headers === 1 ? "" : "s"}`] : []),
  ];
  return parts.length > 0 ? `Skipped: ${parts.join(" and ")}.` : undefined;
};
