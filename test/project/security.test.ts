import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { faultTablePart } from "../faults/table.ts";

const read = (path: string): string => readFileSync(join(import.meta.dirname, "../..", path), "utf8");
const page = read("SECURITY.md");

describe("SECURITY.md", () => {
  const rows = page.split("\n").filter((line) => line.startsWith("| API"));

  it("has a row for each of OWASP's ten risks", () => {
    expect(rows.map((row) => /^\| API(\d+),/.exec(row)?.[1])).toEqual(Array.from({ length: 10 }, (_, i) => `${i + 1}`));
  });

  it.each(rows.map((row) => [row.slice(2, row.indexOf(",")), row] as const))("names the tests of %s", (_, row) => {
    const tests = [...(row.split(" | ").at(-1) ?? "").matchAll(/\]\((test\/[^)]+)\) "([^"]+)"/g)];
    expect(tests).not.toHaveLength(0);
    for (const [, file = "", title = ""] of tests) expect(read(file)).toContain(title);
  });

  it("has the faults as they are expected: `node test/faults/table.ts` writes them", () => {
    expect(faultTablePart.renew(page)).toBe(page);
    expect(() => faultTablePart.renew("# nothing")).toThrow("SECURITY.md must have");
  });

  it("gives a reason for each package that production depends on, and for no other", () => {
    const section = page.slice(page.indexOf("## What runs in production"));
    const named = [...section.matchAll(/^\| `([^`]+)` \| .{10,} \|$/gm)].map(([, name]) => name);
    expect(named).toEqual(Object.keys(JSON.parse(read("package.json")).dependencies));
  });
});
