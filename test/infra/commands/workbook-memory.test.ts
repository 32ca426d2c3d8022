import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createNotes } from "../../../infra/commands/import/workbook/notes.ts";
import { openWorkbook } from "../../../infra/commands/import/workbook/open.ts";
import { heldBytes } from "../../support/held-bytes.ts";
import { sheetOf } from "../../support/workbook.ts";
import { workbookFileForEach } from "../../support/workbook-file.ts";

const file = workbookFileForEach();

/** 1,000 characters that differ in each cell. */
const textOf = (row: number, column: number) => `${row}.${column} `.padEnd(1_000, "ab");

/** How many files this process has open, where the system says so. */
const openFiles = () => (existsSync("/proc/self/fd") ? readdirSync("/proc/self/fd").length : 0);

test("reads 40 MB of different texts, rows in any order of the texts, and holds less than 20 MB", async () => {
  const rows = Array.from({ length: 2_000 }, (_, row) =>
    Array.from({ length: 10 }, (_, column) => textOf(row, column)),
  );
  // The first row refers to all parts of the texts.
  rows.unshift(Array.from({ length: 10 }, (_, at) => textOf(199 * at, at)));
  rows.reverse();
  writeFileSync(file.path(), await sheetOf(...rows));
  const before = heldBytes();
  const filesBefore = openFiles();
  const workbook = await openWorkbook(file.path());
  let most = 0;
  let at = 0;
  try {
    for await (const batch of workbook.rows()) {
      for (const { cells } of batch) {
        expect(cells.map(({ text }) => text)).toEqual(rows[at]);
        at += 1;
        if (at % 100 === 0) most = Math.max(most, heldBytes());
      }
    }
  } finally {
    workbook.close();
  }
  expect(at).toBe(2_001);
  expect(openFiles()).toBe(filesBefore);
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
