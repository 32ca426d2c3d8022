/**
 * Quotes what a reader could take for something else than text: RFC 4180's characters, other programs' delimiters and
 * line ends, a byte order mark, and outer blanks, which spreadsheets take off.
 */
const NEEDS_QUOTES = /[",;\t|\p{Zl}\p{Zp}\p{Cc}\uFEFF]|^\s|\s$/u;

/** @returns a text as a cell of CSV */
export const csvCell = (text: string, delimiter = ","): string =>
  NEEDS_QUOTES.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;

/** What a spreadsheet takes for a formula. */
const FORMULA = /^[=+\-@\t\r]/;
/** What a spreadsheet keeps as it is although it begins with a digit. */
const PLAIN_NUMBER = /^(?:0|[1-9]\d{0,10})$/;
/** What it changes when it opens a file: 00123, 3175091234567890, 12E5, 1-2, 2022-07-22, MAR1, TRUE. */
const CONVERTED =
  /^(?:[.,]?\d[\w .,:/-]*|(?:jan|feb|mar|apr|may|mei|jun|jul|aug|agu|sep|oct|okt|nov|dec|des)[a-z]*[ /-]?\d+|true|false|benar|salah)$/i;

const isFormula = (text: string): boolean => FORMULA.test(text);
const isChanged = (text: string): boolean => isFormula(text) || (CONVERTED.test(text) && !PLAIN_NUMBER.test(text));
const withoutGuards = (cell: string): string => cell.replace(/^'+/, "");

/** @returns a cell that a spreadsheet takes for text: an apostrophe stands before what could be a formula */
export const guarded = (cell: string): string =>
  isFormula(cell) || (cell.startsWith("'") && isChanged(withoutGuards(cell))) ? `'${cell}` : cell;

/** @returns a cell that a spreadsheet leaves as it is: an apostrophe stands also before a number or date it would change */
export const keptAsText = (cell: string): string => (isChanged(withoutGuards(cell)) ? `'${cell}` : cell);

/** @returns the cell that was `guarded` or `keptAsText` */
export const unguarded = (cell: string): string =>
  cell.startsWith("'") && isChanged(withoutGuards(cell)) ? cell.slice(1) : cell;
