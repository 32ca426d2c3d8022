import { dateOf, isoDateOf } from "./dates.ts";
import type { StringStore } from "./strings.ts";
import type { IsDate } from "./styles.ts";

/**
 * A cell by what is stored, not by how it is shown.
 *
 * - `text`: as it is stored
 * - `number`: the decimal text that reads back as the same number, `87.5`
 * - `date`: as `dateOf` gives it, `2024-10-22`
 * - `boolean`: `TRUE` or `FALSE`, as Excel shows it
 * - `error`: `#N/A`; `####` for a number that cannot be the date it is formatted as
 * - `uncalculated`: a formula whose value is not in the file; its text is `=`, for it is not empty
 * - `empty`: without a text
 */
type CellKind = "text" | "number" | "date" | "boolean" | "error" | "uncalculated" | "empty";
export type Cell = { readonly kind: CellKind; readonly text: string; readonly formula: boolean };

export const EMPTY: Cell = { kind: "empty", text: "", formula: false };

/** A `c` element. */
export type StoredCell = {
  /** Its `t`: `n` unless given. */
  readonly type: string;
  readonly style: number;
  /** The text of `v` or `is`, without escapes; `undefined` where there is none. */
  readonly value: string | undefined;
  readonly formula: boolean;
};

export type CellContext = { readonly strings: StringStore; readonly isDate: IsDate; readonly date1904: boolean };

/** @returns the cell, or `undefined` for one that no program writes: the file is damaged */
export const cellOf = ({ type, style, value, formula }: StoredCell, context: CellContext): Cell | undefined => {
  const cell = (kind: CellKind, text: string): Cell => ({ kind, text, formula });
  if (value === undefined || (value === "" && type !== "str")) return formula ? cell("uncalculated", "=") : EMPTY;
  switch (type) {
    case "s": {
      const text = /^\s*\d{1,10}\s*$/.test(value) ? context.strings.get(Number(value)) : undefined;
      return text === undefined ? undefined : textCell(text, formula);
    }
    case "str":
    case "inlineStr":
      return textCell(value, formula);
    case "b":
      return cell("boolean", value.trim() === "1" || value.trim() === "true" ? "TRUE" : "FALSE");
    case "e":
      return cell("error", value);
    case "d":
      return cell("date", isoDateOf(value.trim()));
    case "n":
      return numberCell(value.trim(), style, cell, context);
    default:
      return undefined;
  }
};

const textCell = (text: string, formula: boolean): Cell => {
  if (text === "" && !formula) return EMPTY;
  return { kind: "text", text, formula };
};

const numberCell = (
  value: string,
  style: number,
  cell: (kind: CellKind, text: string) => Cell,
  { isDate, date1904 }: CellContext,
): Cell | undefined => {
  const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(value) ? Number(value) : Number.NaN;
  if (!Number.isFinite(number)) return undefined;
  if (!isDate(style)) return cell("number", String(number));
  const date = dateOf(number, date1904);
  return date === undefined ? cell("error", "####") : cell("date", date);
};
