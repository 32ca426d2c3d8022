import type { MendedCell } from "./identifiers.ts";
import type { CellReader } from "./row-reader.ts";

/** A row of cells, or one that cannot be read. */
export type TableRecord = {
  /** The number of its first line, or of its row in a sheet, counted from 1. */
  readonly line: number;
  /** Its text, as a rejected row keeps it. */
  readonly raw: { toString(): string };
  /** Whether a byte order mark was taken off, which is not that of the file. */
  readonly marked?: boolean;
} & ({ readonly cells: readonly string[]; readonly stored?: StoredCells } | { readonly problem: string });

/** The cells of a row that are more than their texts. */
type StoredCells = {
  readonly read: CellReader;
  /** What `read` mended. */
  readonly mended: readonly MendedCell[];
};
