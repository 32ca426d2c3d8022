/**
 * A table of plain text: the first columns aligned to the left, the others, which are numbers, to the right. It takes
 * linear time: an import may have a row for each of 100,000 companies.
 *
 * @param rows as many cells each as `head` has
 * @param texts how many of the columns are no numbers
 */
export const textTable = (head: readonly string[], rows: readonly (readonly string[])[], texts = 1): string => {
  const lines = [head, ...rows];
  const widths = head.map((_, column) => lines.reduce((most, cells) => Math.max(most, widthOf(cells[column])), 0));
  const line = (cells: readonly string[]) =>
    cells.map((cell, column) => padded(cell, widths[column] ?? 0, column < texts)).join("  ");
  const rule = widths.map((width) => "─".repeat(width)).join("  ");
  return [line(head), rule, ...rows.map(line)].map((text) => text.trimEnd()).join("\n");
};

/** In code points. */
const widthOf = (cell = ""): number => [...cell].length;

const padded = (cell: string, width: number, left: boolean): string => {
  const space = " ".repeat(width - widthOf(cell));
  return left ? `${cell}${space}` : `${space}${cell}`;
};
