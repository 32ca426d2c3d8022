import { isBlank, type Lines, type LongLine, lineEnds, withoutLineEnd, withoutMarks } from "./lines.ts";

const DELIMITERS = [",", ";", "\t", "|"] as const;
/** A line that Excel reads as the delimiter; other programs fill it up to the width of the sheet. */
const SEPARATOR_LINE = /^"?sep=([^"\r\n])"?[,;\t|]*$/i;

/** @returns the delimiter that a line like `sep=;` names */
export const separatorOf = (line: string): string | undefined => SEPARATOR_LINE.exec(line)?.[1];

type Found = {
  readonly delimiter: string;
  /** The whole file, as it was given. */
  readonly file: AsyncIterable<Lines | LongLine>;
};

/**
 * Finds the delimiter of a CSV file: the one that a line `sep=` gives, or the one that is most often outside quotes in the
 * first line that is not blank; a comma where there is none.
 */
export const findDelimiter = async (file: AsyncIterable<Lines | LongLine>): Promise<Found> => {
  const parts = file[Symbol.asyncIterator]();
  const read: (Lines | LongLine)[] = [];
  let header: string | undefined;
  while (header === undefined) {
    const { value, done } = await parts.next();
    if (done) break;
    read.push(value);
    if ("beginning" in value) break;
    header = linesOf(value).find((text) => !isBlank(text));
  }
  async function* again() {
    yield* read;
    for (let next = await parts.next(); !next.done; next = await parts.next()) yield next.value;
  }
  return { delimiter: separatorOf(header ?? "") ?? mostFrequent(header ?? ""), file: again() };
};

const linesOf = ({ bytes }: Lines): string[] => {
  const ends = [...lineEnds(bytes), bytes.length];
  return ends.map((end, index) => withoutMarks(withoutLineEnd(bytes.subarray(ends[index - 1] ?? 0, end))).toString());
};

const mostFrequent = (header: string): string => {
  const outsideQuotes = header.replace(/"[^"]*(?:"|$)/g, "");
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: outsideQuotes.split(delimiter).length }));
  return counts.reduce((most, each) => (each.count > most.count ? each : most)).delimiter;
};
