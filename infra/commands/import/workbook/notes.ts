import { bounds } from "./bounds.ts";
import { namesOf, type SheetEntry } from "./contents.ts";
import { lettersOf, placeOf } from "./reference.ts";

/** How many of a kind a note names. */
const NAMED = 5;

/** Collects what a person who looks at the sheet in Excel may not see as it is read. Rows are counted from 1, columns from 0. */
export type SheetNotes = {
  /** @param last the last column of the range */
  hideColumns(first: number, last: number): void;
  hideRow(row: number): void;
  /** The row whose cells are the columns' names. */
  header(row: number, width: number): void;
  /** @param range such as `A5:A9` */
  merge(range: string): void;
  uncalculated(cell: string): void;
  /** @returns a sentence for each kind, once the sheet is read */
  sentences(): string[];
};

/** @param others the sheets that are not read */
export const createNotes = (sheet: SheetEntry, others: readonly SheetEntry[]): SheetNotes => {
  const hiddenColumns: (readonly [first: number, last: number])[] = [];
  const hiddenRows = createList();
  const merged = createList();
  const uncalculated = createList();
  let headerRow = Number.POSITIVE_INFINITY;
  let width = 0;
  const note = (list: ReturnType<typeof createList>, word: string, text: string) =>
    list.count > 0
      ? [`${list.count === 1 ? `1 ${word} is` : `${list.count} ${word}s are`} ${text} (${list.named()}).`]
      : [];
  return {
    hideColumns(first, last) {
      if (hiddenColumns.length < bounds.columns) hiddenColumns.push([first, last]);
    },
    hideRow: (row) => hiddenRows.add(`${row}`),
    header(row, cells) {
      headerRow = row;
      width = cells;
    },
    merge(range) {
      const last = placeOf(range.slice(range.indexOf(":") + 1));
      if (last && last.row > headerRow) merged.add(range);
    },
    uncalculated: (cell) => uncalculated.add(cell),
    sentences() {
      const columns = createList();
      for (const [first, last] of hiddenColumns) {
        // Hiding all columns after the table is common, and hides nothing.
        for (let column = first; column <= Math.min(last, width - 1); column += 1) columns.add(lettersOf(column));
      }
      return [
        ...(sheet.hidden ? [`The sheet "${sheet.name}" is hidden, and it is the one that is read.`] : []),
        ...(others.length > 0
          ? [`Only the sheet "${sheet.name}" is read, and not ${namesOf(others)}; --sheet names another.`]
          : []),
        ...note(columns, "column", "hidden, and read like the others"),
        ...note(hiddenRows, "row", "hidden, and read like the others"),
        ...note(merged, "merged range", "read with the value in the first cell, and the others empty"),
        ...note(uncalculated, "formula", "without a stored value; open the workbook in Excel and save it"),
      ];
    },
  };
};

const createList = () => {
  const named: string[] = [];
  let count = 0;
  return {
    get count() {
      return count;
    },
    add(name: string) {
      count += 1;
      if (named.length < NAMED) named.push(name);
    },
    named: () => [...named, ...(count > NAMED ? ["…"] : [])].join(", "),
  };
};
