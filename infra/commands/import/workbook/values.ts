import { type CellForm, Unread } from "../cells.ts";
import type { Column } from "../columns.ts";
import { errorValue, type Mend } from "../mend.ts";
import type { Cell } from "./cells.ts";

const FORMAT_AS_TEXT = "format the column as text, and take the values from their source again";
const unread = {
  error: new Unread(errorValue),
  uncalculated: new Unread(
    "must have a value: the cell is a formula whose value is not in the workbook; open it in Excel, and save it",
  ),
  digits: new Unread(
    `must be a text, or a whole number below 2^53: Excel loses digits of longer ones; ${FORMAT_AS_TEXT}`,
  ),
  lastDigit: new Unread(
    `must be a text: Excel keeps 15 digits of a number, and makes the 16th digit 0; ${FORMAT_AS_TEXT}`,
  ),
  dateIdentifier: new Unread(
    `must be a text and not a date, which Excel makes of texts such as 1-2; ${FORMAT_AS_TEXT}`,
  ),
  truthIdentifier: new Unread("must be a text and not TRUE or FALSE; format the column as text"),
  dateNumber: new Unread("must be a number and not a date or time; format the column as a number"),
};

/** Digits that Excel keeps of a number; other programs keep as many as the number has below 2^53. */
const EXCEL_DIGITS = 15;

/** Whether two identifiers that were typed, such as 16 digits ending in 1 and in 2, may have become this number. */
const mayHaveLostDigit = (text: string): boolean => text.length > EXCEL_DIGITS && /^\d+0$/.test(text);

/** What is shown in the cell, for one with a day and a time. */
const DAY_AND_TIME = /^\d{4}-\d{2}-\d{2}T/;

/**
 * Reads a cell by what is stored in it.
 *
 * @param text the cell's, to be read for the column
 * @param form of a text, which somebody typed with the decimal mark of their country
 * @returns the value that a line of NDJSON would have, or an `Unread`; and what was done to the cell, if anything
 */
export const readStored = (
  { kind }: Cell,
  text: string,
  { takes, read }: Pick<Column, "takes" | "read">,
  form: CellForm,
): { readonly value: unknown; readonly mend?: Mend } => {
  if (kind === "error" || kind === "uncalculated") return { value: unread[kind] };
  if (kind === "text" || kind === "empty") return { value: read(text, form) };
  if (kind === "date" && takes === "number") return { value: unread.dateNumber };
  if (kind === "date" && takes === "day" && DAY_AND_TIME.test(text))
    return { value: text.slice(0, 10), mend: "timeOfDay" };
  if (takes !== "identifier") return { value: read(text, { decimalComma: false }) };
  if (kind === "number") {
    if (!Number.isSafeInteger(Number(text))) return { value: unread.digits };
    return mayHaveLostDigit(text) ? { value: unread.lastDigit } : { value: text, mend: "number" };
  }
  return { value: kind === "date" ? unread.dateIdentifier : unread.truthIdentifier };
};
