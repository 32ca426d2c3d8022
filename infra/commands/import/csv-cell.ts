/**
 * Quotes what a reader could take for something else than text: RFC 4180's characters, other programs' delimiters and
 * line ends, a byte order mark, and outer blanks, which spreadsheets take off.
 */
const NEEDS_QUOTES = /[",;\t|\p{Zl}\p{Zp}\p{Cc}\uFEFF]|^\s|\s$/u;

/** @returns a text as a cell of CSV */
export const csvCell = (text: string, delimiter = ","): string =>
  NEEDS_QUOTES.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;

/** What a spreadsheet takes for a formula, perhaps guarded already. */
const FORMULA = /^'*[=+\-@\t\r]/;

/** @returns a cell that a spreadsheet takes for text: an apostrophe stands before what could be a formula */
export const guarded = (cell: string): string => (FORMULA.test(cell) ? `'${cell}` : cell);

/** @returns the cell that was `guarded` */
export const unguarded = (cell: string): string => (cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell);
