import { hash } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { SpooledRow } from "../../../infra/commands/import/spool.ts";
import { employeesIn, expectOrder, linesOf, rowOf, spoolForEach } from "../../support/spool.ts";

const { folder, spool, walk } = spoolForEach();
/** Bytes that are held of a part. */
const LIMIT = 8_000_000;

const bytesOf = (rows: readonly SpooledRow[]) =>
  rows.reduce((bytes, row) => bytes + Buffer.byteLength(`${JSON.stringify(row)}\n`), 0);
/** Employees that all come into one and the same part at first. */
const colliding = (count: number): number[] => {
  const numbers: number[] = [];
  for (let number = 0; numbers.length < count; number += 1) {
    const [first = 0] = hash("sha256", `CMP-A#webinar#E${number}`, "buffer");
    if (first % 64 === 0) numbers.push(number);
  }
  return numbers;
};

describe("a part above 8 MB", () => {
  const feedback = "x".repeat(5_000);
  /** Nine employees of 2 MB each, in turns. */
  const addLarge = () => {
    const employees = colliding(9);
    for (let line = 0; line < 9 * 400; line += 1) spool().add(rowOf(employees[line % 9] ?? 0, line, feedback));
  };

  it("is dealt again, so that none is above it, and the rows stay together and in their order", async () => {
    addLarge();
    const parts = await walk();
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(bytesOf(part)).toBeLessThanOrEqual(LIMIT);
    expect(employeesIn(parts)).toBe(9);
    expectOrder(parts);
    expect(parts.flat()).toHaveLength(9 * 400);
  });

  it("that is one employee's alone comes out whole", async () => {
    for (let line = 0; line < 2_000; line += 1) spool().add(rowOf(1, line, feedback));
    const parts = await walk();
    expect(parts.map(linesOf)).toEqual([Array.from({ length: 2_000 }, (_, line) => line)]);
    expect(bytesOf(parts.flat())).toBeGreaterThan(LIMIT);
    // It was not dealt again, to no use.
    const files = readdirSync(folder(), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.map(({ name }) => name)).toEqual([expect.stringMatching(/^part-\d+$/)]);
  });

  it("that is one employee's alone, or was dealt again, takes no space twice once it is walked", async () => {
    addLarge();
    for (let line = 0; line < 2_000; line += 1) spool().add(rowOf("alone", line, feedback));
    const bytes = bytesOf((await walk()).flat());
    const files = readdirSync(folder(), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const kept = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
    expect(kept).toBe(bytes);
  });

  it("can be walked again, after a walk to the end and after one that was broken off", async () => {
    addLarge();
    for await (const partition of spool().partitions()) {
      for await (const _ of partition) break;
      break;
    }
    const first = await walk();
    expect(first.flat()).toHaveLength(9 * 400);
    expect(await walk()).toEqual(first);
  });
});
