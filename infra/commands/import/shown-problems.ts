import { cellsOf, type SourceColumns, valueAt } from "./reject-csv.ts";
import type { Reject } from "./rows.ts";

/** Characters of a value that are shown. */
const SHOWN = 80;

/**
 * A rejected row's problems for a person who mends the file: each with the field's value, cut at 80 characters.
 *
 * @param columns those of the file, where it is CSV
 */
export const shownProblems = (reject: Reject, columns: SourceColumns | undefined): string[] => {
  const shownOf = columns ? cellOf(reject, columns) : fieldOf(reject);
  return reject.problems.map((problem) => {
    const [, field, rule] = /^row (\S+): (.*)$/s.exec(problem) ?? [];
    if (field === undefined) return problem.replace(/^row: /, "");
    const value = shownOf(field);
    return `${field}${value === undefined ? "" : ` ${shown(value)}`}: ${rule}`;
  });
};

const cellOf = (reject: Reject, columns: SourceColumns) => {
  const cells = cellsOf(reject, columns);
  return (field: string) => cells[columns.fields.indexOf(field)];
};

const fieldOf = ({ row }: Reject) => {
  const value = parsed(row);
  return (field: string) => valueAt(value, field);
};

const parsed = (row: string): unknown => {
  try {
    return JSON.parse(row);
  } catch {
    return undefined;
  }
};

/** @returns a value as JSON, with no character that a terminal obeys */
const shown = (value: unknown): string => {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const cut = text.slice(0, 2 * SHOWN);
  const characters = [...cut].slice(0, SHOWN).join("");
  const visible = characters.replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
  const whole = characters.length === text.length ? visible : `${visible}…`;
  return typeof value === "string" ? `"${whole}"` : whole;
};
