import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, vi } from "vitest";
import type { Row } from "../../infra/commands/import/rows.ts";
import { createSpool, type Partition, type Spool, type SpooledRow } from "../../infra/commands/import/spool.ts";
import { exampleAssignment } from "./assignments.ts";

/** A spool for each test, in a new temporary folder, which must be empty after the test. */
export const spoolForEach = () => {
  let folder: string;
  let spool: Spool;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "spool-"));
    vi.stubEnv("TMPDIR", folder);
    spool = createSpool();
  });
  afterEach(() => {
    spool.remove();
    const left = readdirSync(folder);
    rmSync(folder, { recursive: true });
    vi.unstubAllEnvs();
    expect(left).toEqual([]);
  });
  return {
    spool: () => spool,
    folder: () => folder,
    /** The rows of every part, in order. */
    async walk(): Promise<SpooledRow[][]> {
      const parts: SpooledRow[][] = [];
      for await (const partition of spool.partitions()) parts.push(await rowsOf(partition));
      return parts;
    },
  };
};

export const rowsOf = async (partition: Partition): Promise<SpooledRow[]> => {
  const rows: SpooledRow[] = [];
  for await (const row of partition) rows.push(row);
  return rows;
};

export const rowOf = (employee: number | string, line: number, feedback = ""): Row => ({
  companySerial: "CMP-A",
  employeeID: `E${employee}`,
  category: "webinar",
  line,
  record: { ...exampleAssignment, assignedCourseSerial: `A${line}`, feedback },
});

export const linesOf = (rows: readonly SpooledRow[]): number[] => rows.map(({ line }) => line);

/** Expects the rows of each part in the order of the file. */
export const expectOrder = (parts: readonly SpooledRow[][]): void => {
  for (const part of parts) expect(linesOf(part)).toEqual(linesOf(part).sort((a, b) => a - b));
};

/** The number of employees; an employee counts once for each part with their rows. */
export const employeesIn = (parts: readonly SpooledRow[][]): number =>
  parts.reduce((count, part) => count + new Set(part.map(({ employeeID }) => employeeID)).size, 0);
