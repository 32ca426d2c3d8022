import { withoutOuterBlanks } from "./blanks.ts";

/** A cell that stands for a value which must not be guessed: it breaks every field's rule, and says why. */
export class Unread {
  /** As the rule that is shown after the field's name. */
  readonly problem: string;
  constructor(problem: string) {
    this.problem = problem;
  }
}

/** How a cell was written. */
export type CellForm = {
  /** Whether the file's delimiter is not the comma, which is then the decimal mark. */
  readonly decimalComma?: boolean | undefined;
  /** Whether the cell was quoted. */
  readonly quoted?: boolean | undefined;
};

/** @returns the value that a line of NDJSON would have; text that is no value as it is, which breaks the field's rule */
export type ReadCell = (cell: string, form?: CellForm) => unknown;

/** What a field's cells are, as far as it matters how a workbook stores them. */
export type Takes = "identifier" | "day" | "number" | "other";

export const readText: ReadCell = (cell) => cell;

const truths = new Map<string, boolean>([
  ...["true", "1", "yes", "ya", "benar"].map((word) => [word, true] as const),
  ...["false", "0", "no", "tidak", "salah"].map((word) => [word, false] as const),
]);

export const readTruth: ReadCell = (cell) => truths.get(withoutOuterBlanks(cell).toLowerCase()) ?? (cell || undefined);

/** As JSON writes a number. */
const WITH_POINT = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i;
const WITH_COMMA = /^-?(?:0|[1-9]\d*),\d+(?:e[+-]?\d+)?$/i;
/** Both readings are possible: 1,234 is 1.234, or 1234 with a thousands mark. */
const ONE_GROUP = /^-?[1-9]\d{0,2}[.,]\d{3}$/;
const THOUSANDS = /^[+-]?\d{1,3}(?:[.,'’\p{Zs}]\d{3})+(?:[.,]\d+)?$/u;

const thousands = new Unread("must have no thousands mark: write 1234,5 or 1234.5, not 1.234,5");
const ambiguous = new Unread(
  "must be clear: a mark before three digits may be a thousands mark; write 1234, or 1.234 in a file with commas",
);

/**
 * @param whole whether the field is an integer: three digits after a mark are then a thousand
 * @returns a reader of numbers with a decimal point and, where the file or the cell allows it, with a decimal comma
 */
export const readNumber =
  (whole: boolean): ReadCell =>
  (cell, { decimalComma = false, quoted = false } = {}) => {
    if (WITH_POINT.test(cell)) return whole && decimalComma && ONE_GROUP.test(cell) ? ambiguous : Number(cell);
    if (WITH_COMMA.test(cell) && (decimalComma || quoted)) {
      // In a file with commas between its cells, a comma in a cell is more likely a thousands mark.
      const unclear = (whole || !decimalComma) && ONE_GROUP.test(cell);
      return unclear ? ambiguous : Number(cell.replace(",", "."));
    }
    if (THOUSANDS.test(cell) && !WITH_COMMA.test(cell)) return thousands;
    return cell || undefined;
  };

/** @returns a reader that takes a value in any case, with blanks around it */
export const readOneOf = (values: readonly string[]): ReadCell => {
  const exact = new Set(values);
  const byLowerCase = new Map(values.map((value) => [value.toLowerCase(), value]));
  return (cell) => (exact.has(cell) ? cell : (byLowerCase.get(withoutOuterBlanks(cell).toLowerCase()) ?? cell));
};

const otherDate = new Unread(
  "must be a date such as 2022-07-22, or empty; in the spreadsheet, format the column as yyyy-mm-dd and save it again",
);

/** A date is only taken as YYYY-MM-DD: in 03/04/2024, nobody knows which number is the month. */
export const readDate: ReadCell = (cell) => (/^(?:\d{4}-\d{2}-\d{2})?$/.test(cell) ? cell : otherDate);
