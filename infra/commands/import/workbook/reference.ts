import { bounds } from "./bounds.ts";

const A = 65;

/** A cell's place: `C7` is column 2 of row 7. Columns are counted from 0, rows from 1 as Excel shows them. */
export type Place = { readonly row: number; readonly column: number };

/** @returns `undefined` for what is not the name of a cell within Excel's limits */
export const placeOf = (reference: string): Place | undefined => {
  const match = /^([A-Z]{1,3})([1-9]\d{0,6})$/.exec(reference);
  if (!match) return undefined;
  const [, letters = "", digits] = match;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - A + 1;
  const row = Number(digits);
  return column <= bounds.columns && row <= bounds.rows ? { row, column: column - 1 } : undefined;
};

/** @returns the letters of a column that is counted from 0: `C` for 2 */
export const lettersOf = (column: number): string => {
  const before = Math.floor(column / 26) - 1;
  return `${before >= 0 ? lettersOf(before) : ""}${String.fromCharCode(A + (column % 26))}`;
};
