import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, vi } from "vitest";
import { openWorkbook } from "../../infra/commands/import/workbook/open.ts";
import type { SheetRow } from "../../infra/commands/import/workbook/sheet.ts";

/** A folder for each test, which is also the temporary one; nothing may be left in it but the workbook itself. */
export const workbookFileForEach = () => {
  let folder: string;
  const path = () => join(folder, "book.xlsx");
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "workbook-"));
    vi.stubEnv("TMPDIR", folder);
  });
  afterEach(() => {
    const left = readdirSync(folder);
    rmSync(folder, { recursive: true });
    vi.unstubAllEnvs();
    expect(left.filter((name) => name !== "book.xlsx")).toEqual([]);
  });
  return {
    path,
    /** @returns all rows and notes of a workbook's sheet */
    async read(bytes: Uint8Array | Promise<Uint8Array>, sheet?: string) {
      writeFileSync(path(), await bytes);
      const workbook = await openWorkbook(path(), sheet);
      try {
        const rows: SheetRow[] = [];
        for await (const batch of workbook.rows()) rows.push(...batch);
        return {
          rows,
          notes: workbook.notes(),
          sheet: workbook.sheet,
          size: workbook.size,
          read: workbook.bytesRead(),
        };
      } finally {
        workbook.close();
      }
    },
  };
};

/** @returns the cells of each row as `kind text`, those of a formula with a `=` before it; empty ones are "" */
export const shown = (rows: readonly SheetRow[]): string[][] =>
  rows.map(({ cells }) =>
    cells.map(({ kind, text, formula }) => (kind === "empty" ? "" : `${formula ? "=" : ""}${kind} ${text}`)),
  );
