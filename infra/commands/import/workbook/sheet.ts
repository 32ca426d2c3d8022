import { CommandError } from "../../terminal/command.ts";
import { bounds } from "./bounds.ts";
import { type Cell, type CellContext, cellOf, EMPTY } from "./cells.ts";
import type { SheetNotes } from "./notes.ts";
import { lettersOf, placeOf } from "./reference.ts";
import { createTextBuffer, richText } from "./text.ts";
import { type Attributes, elements, isTrue, walk } from "./xml.ts";

/** A row of a sheet. A row that the file does not have, which Excel shows as empty, is not given. */
export type SheetRow = {
  /** As Excel shows it, from 1 on. */
  readonly row: number;
  /** From column A to the last one with a value; none in an empty row and in one with a problem. */
  readonly cells: readonly Cell[];
  /** Why the row cannot be read. */
  readonly problem?: string;
};

/**
 * Reads a sheet as a stream: one chunk and its rows are held in memory.
 *
 * @param part the name of the sheet's part, for messages
 * @param notes is told what the sheet hides and merges, and which row is the first with a value, the header
 * @returns the rows in their order, in batches; iterating throws a `CommandError` if the sheet is damaged
 */
export async function* readSheet(
  part: string,
  bytes: AsyncIterable<Uint8Array>,
  context: CellContext,
  notes: SheetNotes,
): AsyncGenerator<SheetRow[]> {
  let rows: SheetRow[] = [];
  let hasHeader = false;
  const row = createRowBuilder(part, context, notes);
  const { add, take } = createTextBuffer();
  let type = "n";
  let style = 0;
  let value: string | undefined;
  let formula = false;
  const c = {
    open({ r, s, t }: Attributes) {
      row.place(r?.value);
      type = t?.value ?? "n";
      style = Number(s?.value ?? 0);
      value = undefined;
      formula = false;
    },
    inside: elements({
      f: {
        open() {
          formula = true;
        },
      },
      v: {
        text: add,
        close() {
          value = take();
        },
      },
      is: {
        inside: richText(add),
        close() {
          value = take();
        },
      },
    }),
    close: () => row.put({ type, style, value, formula }),
  };
  const roots = elements({
    worksheet: {
      inside: elements({
        cols: {
          inside: elements({
            col: {
              open({ min, max, hidden }) {
                if (isTrue(hidden)) notes.hideColumns(Number(min?.value) - 1, Number(max?.value) - 1);
              },
            },
          }),
        },
        sheetData: {
          inside: elements({
            row: {
              open: ({ r, hidden }) => row.begin(r?.value, isTrue(hidden)),
              inside: elements({ c }),
              close() {
                const done = row.end();
                if (!hasHeader && done.cells.length > 0) notes.header(done.row, done.cells.length);
                hasHeader ||= done.cells.length > 0;
                rows.push(done);
              },
            },
          }),
        },
        mergeCells: { inside: elements({ mergeCell: { open: ({ ref }) => notes.merge(ref?.value ?? "") } }) },
      }),
    },
  });
  for await (const _ of walk(part, bytes, roots)) {
    if (rows.length > 0) yield rows;
    rows = [];
  }
}

/** Puts cells in their columns. Rows and cells without a reference follow the one before them. */
const createRowBuilder = (part: string, context: CellContext, notes: SheetNotes) => {
  const damaged = (what: string) => new CommandError(`the workbook is damaged: ${part} ${what}`);
  let row = 0;
  let hidden = false;
  let column = -1;
  let cells: Cell[] = [];
  let length = 0;
  let problem: string | undefined;
  return {
    begin(reference: string | undefined, isHidden: boolean) {
      const next = reference === undefined ? row + 1 : Number(reference);
      if (!(Number.isInteger(next) && next <= bounds.rows)) throw damaged(`has a row "${reference ?? next}"`);
      if (next <= row) throw damaged(`has row ${next} after row ${row}`);
      row = next;
      hidden = isHidden;
      column = -1;
      cells = [];
      length = 0;
      problem = undefined;
    },
    place(reference: string | undefined) {
      const place = reference === undefined ? { row, column: column + 1 } : placeOf(reference);
      if (!place || place.row !== row || place.column >= bounds.columns)
        throw damaged(`has a cell "${reference}" in row ${row}`);
      if (place.column <= column)
        throw damaged(`has two cells ${lettersOf(place.column)}${row}, or cells that are not in order`);
      column = place.column;
    },
    put(stored: Parameters<typeof cellOf>[0]) {
      const cell = cellOf(stored, context);
      const name = () => `${lettersOf(column)}${row}`;
      if (!cell) throw damaged(`has a cell ${name()} whose value is not one of its type`);
      if (cell.kind === "empty") return;
      if (cell.kind === "uncalculated") notes.uncalculated(name());
      length += cell.text.length;
      if (cell.text.length > bounds.cell)
        problem ??= `row: must have at most ${bounds.cell} characters in a cell (${name()})`;
      if (length > bounds.row) problem ??= `row: must have at most ${bounds.row} characters`;
      if (problem) return;
      while (cells.length < column) cells.push(EMPTY);
      cells.push(cell);
    },
    end(): SheetRow {
      if (problem) return { row, cells: [], problem };
      if (hidden && cells.length > 0) notes.hideRow(row);
      return { row, cells };
    },
  };
};
