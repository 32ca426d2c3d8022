import { existsSync, readdirSync, readlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createNotes } from "../../../infra/commands/import/workbook/notes.ts";
import { openWorkbook } from "../../../infra/commands/import/workbook/open.ts";
import { heldBytes } from "../../support/held-bytes.ts";
import { sheetOf } from "../../support/workbook.ts";
import { workbookFileForEach } from "../../support/workbook-file.ts";

const file = workbookFileForEach();

/** 1,000 characters that differ in each cell. */
const textOf = (row: number, column: number) => `${row}.${column} `.padEnd(1_000, "ab");

const OPEN_FILES = "/proc/self/fd";
const target = (file: string): string => {
  try {
    return readlinkSync(join(OPEN_FILES, file));
  } catch {
    // That of the folder itself, which is closed by now.
    return "";
  }
};
/** The files of the temporary folder that this process has open, deleted ones too, where the system says so. */
const openFiles = (): string[] =>
  existsSync(OPEN_FILES)
    ? readdirSync(OPEN_FILES)
        .map(target)
        .filter((path) => path.startsWith(tmpdir()))
    : [];

test("reads 40 MB of different texts, rows in any order of the texts, and holds less than 20 MB", async () => {
  const rows = Array.from({ length: 2_000 }, (_, row) =>
    Array.from({ length: 10 }, (_, column) => textOf(row, column)),
  );
  // The first row refers to all parts of the texts.
  rows.unshift(Array.from({ length: 10 }, (_, at) => textOf(199 * at, at)));
  rows.reverse();
  writeFileSync(file.path(), await sheetOf(...rows));
  const before = heldBytes();
  const workbook = await openWorkbook(file.path());
  let most = 0;
  let at = 0;
  try {
    for await (const batch of workbook.rows()) {
      for (const { cells } of batch) {
        expect(cells.map(({ text }) => text)).toEqual(rows[at]);
        at += 1;
        if (at === 1_000 && existsSync(OPEN_FILES)) expect(openFiles().length).toBeGreaterThan(1);
        if (at % 100 === 0) most = Math.max(most, heldBytes());
      }
    }
  } finally {
    workbook.close();
  }
  expect(at).toBe(2_001);
  expect(openFiles()).toEqual([]);
  expect(most - before).toBeLessThan(20_000_000);
});

test("holds nothing for each of a million hidden columns, which no sheet has", () => {
  const notes = createNotes({ name: "A", hidden: false, part: "" }, []);
  notes.header(1, 2);
  const before = heldBytes();
  for (let at = 0; at < 1_000_000; at += 1) notes.hideColumns(at % 2, at % 2);
  expect(heldBytes() - before).toBeLessThan(10_000_000);
  expect(notes.sentences()).toEqual([expect.stringContaining("hidden")]);
});
