import type { MendedCell } from "./identifiers.ts";
import { MENDS, type Mend } from "./mend.ts";

/** How many lines are kept of each kind. */
const SHOWN = 5;

const words: Readonly<Record<Mend, string>> = {
  blanks: "outer blanks taken off",
  zeroWidth: "zero-width characters taken off",
  nfc: "accents composed (NFC)",
  excelText: '="…" unwrapped',
  number: "the digits of a number taken, whose leading zeros Excel may have lost,",
  timeOfDay: "the time of day taken off",
};

export type MendedCells = {
  add(line: number, cells: readonly MendedCell[]): void;
  /** How many cells were mended, by kind; a cell may be of several. */
  readonly counts: Readonly<Record<Mend, number>>;
  /** For the summary: a line for each kind that was found, with the first lines of the file that have it. */
  text(): string[];
};

/** Counts the mended cells of a file, in a memory that does not grow with it. */
export const createMendedCells = (): MendedCells => {
  const counts = Object.fromEntries(MENDS.map((kind) => [kind, 0])) as Record<Mend, number>;
  const lines = new Map<Mend, Set<number>>(MENDS.map((kind) => [kind, new Set()]));
  return {
    counts,
    add(line, cells) {
      for (const kind of cells.flatMap(({ kinds }) => kinds)) {
        counts[kind] += 1;
        const first = lines.get(kind);
        // One more than is shown tells whether there are more.
        if (first && first.size <= SHOWN) first.add(line);
      }
    },
    text: () =>
      MENDS.filter((kind) => counts[kind] > 0).map((kind) => {
        const first = [...(lines.get(kind) ?? [])];
        const shown = `${first.slice(0, SHOWN).join(", ")}${first.length > SHOWN ? ", …" : ""}`;
        const noun = kind === "timeOfDay" ? "date" : "identifier";
        const cells = `${counts[kind].toLocaleString("en")} ${noun}${counts[kind] === 1 ? "" : "s"}`;
        return `Mended: ${words[kind]} in ${cells} (line${first.length === 1 ? "" : "s"} ${shown}).`;
      }),
  };
};
