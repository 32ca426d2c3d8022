import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { heldBytes } from "../../support/held-bytes.ts";
import { employeesIn, expectOrder, linesOf, rowOf, rowsOf, spoolForEach } from "../../support/spool.ts";

const { folder, spool, walk } = spoolForEach();
const filesIn = () => readdirSync(folder(), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

describe("rows that were spooled", () => {
  it("come back part by part, all rows of an employee in one of them, in the order of the file", async () => {
    const rows = Array.from({ length: 3_000 }, (_, line) => rowOf((line * 7) % 300, line));
    for (const row of rows) spool().add(row);
    const parts = await walk();
    expect(parts.length).toBeGreaterThan(50);
    expect(employeesIn(parts)).toBe(300);
    expectOrder(parts);
    expect(parts.flat().sort((a, b) => a.line - b.line)).toEqual(rows);
  });

  it("keep every character of their texts", async () => {
    const row = rowOf("é😀", 1, "a\nb\u2028c\u0085\td\u00a0 ");
    spool().add(row);
    expect(await walk()).toEqual([[row]]);
  });

  it("are counted without those that only say that one was rejected", async () => {
    spool().add(rowOf(1, 1));
    spool().add({ companySerial: "CMP-A", employeeID: "E1", category: "webinar", line: 2, incomplete: true });
    spool().add({ companySerial: "CMP-A", employeeID: "E1", category: "webinar", line: 3, record: undefined });
    expect(spool().rows).toBe(2);
    expect(linesOf((await walk()).flat())).toEqual([1, 2, 3]);
  });

  it("can be walked twice, and more can be added in between", async () => {
    for (let line = 0; line < 50; line += 1) spool().add(rowOf(line % 9, line));
    const first = await walk();
    expect(await walk()).toEqual(first);
    spool().add(rowOf(1, 50));
    expect((await walk()).flat()).toHaveLength(51);
  });

  it("that are none are no part", async () => {
    expect(await walk()).toEqual([]);
  });
});

describe("the files", () => {
  it("can be read by their owner alone, and so can their folder", async () => {
    for (let line = 0; line < 100; line += 1) spool().add(rowOf(line, line));
    await walk();
    const [name = ""] = readdirSync(folder());
    expect(readdirSync(folder())).toHaveLength(1);
    expect(statSync(join(folder(), name)).mode & 0o777).toBe(0o700);
    const files = filesIn();
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) expect(statSync(join(file.parentPath, file.name)).mode & 0o777).toBe(0o600);
  });

  it("are all gone once the spool is removed, and nothing waits for the process to end", async () => {
    const listeners = process.listenerCount("exit");
    for (let line = 0; line < 100; line += 1) spool().add(rowOf(line, line));
    await walk();
    expect(filesIn().length).toBeGreaterThan(0);
    spool().remove();
    expect(readdirSync(folder())).toEqual([]);
    expect(process.listenerCount("exit")).toBe(listeners - 1);
  });
});

it("memory does not grow with the number of rows", async () => {
  // 100 MB in all, of which 2 MB may wait to be written, and then a part of 1.6 MB is read.
  const feedback = "x".repeat(700);
  const before = heldBytes();
  for (let line = 0; line < 100_000; line += 1) spool().add(rowOf(line % 20_000, line, feedback));
  expect(heldBytes() - before).toBeLessThan(30_000_000);
  let [most, parts, rows] = [0, 0, 0];
  for await (const partition of spool().partitions()) {
    rows += (await rowsOf(partition)).length;
    parts += 1;
    if (parts % 8 === 0) most = Math.max(most, heldBytes() - before);
  }
  expect(rows).toBe(100_000);
  expect(most).toBeLessThan(30_000_000);
});
