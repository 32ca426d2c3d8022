/**
 * How much of a workbook is read before it is refused. A workbook of 200,000 rows and 20 columns inflates to about
 * 200 MB, at 3 to 30 times its compressed size; Excel's own limit is 1,048,576 rows. Memory does not depend on these
 * bounds: they end what would take hours of work or the disk.
 */
export const bounds = {
  /** Files in the archive. Excel writes about 15, and one for each picture. */
  entries: 10_000,
  /** Inflated bytes of the parts that say what there is, each: the workbook, its relationships, its styles. */
  smallPart: 64_000_000,
  /** Inflated bytes of the shared strings, which may be stored on the disk. */
  strings: 1_000_000_000,
  /** Inflated bytes of a sheet. */
  sheet: 4_000_000_000,
  /** Inflated bytes for each compressed one; DEFLATE can reach 1,032. */
  ratio: 200,
  /** Inflated bytes from which the ratio counts: a short sheet of equal rows compresses as strongly as a bomb. */
  ratioFrom: 32_000_000,
  /** Elements inside each other. A sheet has 7, and some more in extensions that are not read. */
  depth: 64,
  /** Characters of one tag, comment or text. */
  token: 1_000_000,
  /** Characters of a cell: Excel's own limit. */
  cell: 32_767,
  /** Characters of a row's cells. */
  row: 1_000_000,
  /** Excel's own limits. */
  rows: 1_048_576,
  columns: 16_384,
  /** Cell styles: Excel's own limit is 65,490. */
  styles: 100_000,
  /** Sheets: Excel has no limit of its own. */
  sheets: 10_000,
} as const;
