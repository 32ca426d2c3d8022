import { withoutOuterBlanks } from "./blanks.ts";

// The rules for identifiers: companySerial, employeeID and the serials of records. Pure: no file, no schema.

/**
 * What was done to an identifier, or to a workbook's cell: an identifier that was a number, the time of a day taken off.
 * The summary counts each kind.
 */
export const MENDS = ["blanks", "zeroWidth", "nfc", "excelText", "number", "timeOfDay"] as const;
export type Mend = (typeof MENDS)[number];

export type MendedIdentifier =
  | { readonly value: string; readonly mended: readonly Mend[] }
  | { readonly problem: string };

/** What most identifiers are: nothing below applies to them. Starts with a letter, so it is neither a number nor an error. */
const PLAIN = /^[A-Za-z][\w-]*$/;

/**
 * Characters that nobody sees: those that Unicode's renderers may leave out (marks of writing direction, variation
 * selectors, tags, joiners), and the marks of annotations. Not U+FEFF: inside an identifier it shows that two files were
 * joined in the midst of a line, and nobody knows what else was.
 */
const ZERO_WIDTH = /(?!\u{FEFF})[\p{Default_Ignorable_Code_Point}\u{FFF9}-\u{FFFB}]/gu;
const EXCEL_TEXT = /^="(?<text>(?:[^"]|"")*)"$/;
/**
 * As Excel, LibreOffice and Java write a large number: with a sign after the E or decimals before it. `12E5` has
 * neither, and is a code that somebody gave.
 */
const SCIENTIFIC = /^[+-]?(?:\d+E[+-]\d+|\d+[.,]\d+E[+-]?\d+)$/i;
/**
 * Error values of Excel, LibreOffice and Google Sheets in any language (`#REF!`, `#WERT!`, `#¡VALOR!`), and the number
 * signs of a column that was too narrow.
 */
const ERROR_VALUE = /^(?:#(?:N\/A|NV|GETTING_DATA|#+|[¡¿]?[\p{L}_]+(?:\/0)?[!?])|Err:\d{3})$/iu;

/** The problem of a cell with such a value. */
export const errorValue = "must not be a spreadsheet's error value, such as #N/A; correct the cell's formula or lookup";

/** Each is shown after the field's name. None of them quotes the cell, which is personal data. */
const problems = {
  mark: "must not have a byte order mark (U+FEFF) in it: two files were probably joined; write the cell again",
  formula: 'must be a text and not a formula; only ="…" is read',
  scientific:
    "must not be a number in scientific notation, such as 1.23457E+12: its digits are lost; format the column as text, " +
    "and take the values from their source again",
  error: errorValue,
  slash: "must not contain /: API Gateway decodes %2F before it finds the route, so that no request could name it",
  dots: "must not be . or ..: clients and proxies take it for a folder of the path, so that no request could name it",
} as const;

/**
 * Takes outer white space and zero-width characters off, composes the text (NFC), and unwraps Excel's `="00123"`. To mend
 * a mended value again changes nothing. Length and control characters are the schema's to check.
 *
 * @returns the value, with what was done to it in the order of `MENDS`; or why nobody can know the identifier
 */
export const mendIdentifier = (text: string): MendedIdentifier => {
  if (PLAIN.test(text)) return { value: text, mended: [] };
  if (text.includes("\u{FEFF}")) return { problem: problems.mark };
  const found = new Set<Mend>();
  const changed = (kind: Mend, before: string, after: string): string => {
    if (after !== before) found.add(kind);
    return after;
  };
  const trimmed = (value: string) => changed("blanks", value, withoutOuterBlanks(value));
  // In this order: what is taken off may have stood between a letter and its accent.
  const visible = changed("zeroWidth", text, text.replace(ZERO_WIDTH, ""));
  const outer = trimmed(changed("nfc", visible, visible.normalize("NFC")));
  const inner = EXCEL_TEXT.exec(outer)?.groups?.["text"];
  const value = inner === undefined ? outer : trimmed(changed("excelText", outer, inner.replaceAll('""', '"')));
  if (value.startsWith("=")) return { problem: problems.formula };
  if (SCIENTIFIC.test(value)) return { problem: problems.scientific };
  if (ERROR_VALUE.test(value)) return { problem: problems.error };
  return { value, mended: MENDS.filter((kind) => found.has(kind)) };
};

/** As `mendIdentifier`, for an ID that is a segment of the API's path. `%2E%2E` is `..` there too (WHATWG URL, 4.1). */
export const mendEmployeeID = (text: string): MendedIdentifier => {
  const mended = mendIdentifier(text);
  if ("problem" in mended) return mended;
  if (mended.value.includes("/")) return { problem: problems.slash };
  return mended.value === "." || mended.value === ".." ? { problem: problems.dots } : mended;
};
