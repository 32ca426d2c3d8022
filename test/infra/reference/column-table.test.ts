import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type CategoryName, categories } from "../../../functions/shared/store/categories.ts";
import { columnTablePart } from "../../../infra/reference/column-table.ts";
import { cellsOf } from "../../support/generator.ts";
import { rowsIn } from "../../support/import-files.ts";
import { exampleRecords } from "../../support/records.ts";

const page = readFileSync(join(import.meta.dirname, "../../../infra/IMPORT.md"), "utf8");
const names = Object.keys(categories) as CategoryName[];
const blocksOf = (language: string): string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, "g"))].map(([, block = ""]) => block);

describe("infra/IMPORT.md", () => {
  it("has its table of columns up to date: `npm run readme` writes it", () => {
    expect(columnTablePart.renew(page)).toBe(page);
  });

  it.each(names)("names the columns of %s, which may be null, and what tells its records apart", (name) => {
    const line = page.split("\n").find((each) => each.startsWith(`| \`${name}\` |`)) ?? "";
    const [, owner = "", record = "", key = ""] = line.split(" | ");
    expect(owner.includes("employeeID")).toBe(categories[name].owner === "employee");
    expect([...record.matchAll(/`([^`]+)`/g)].map(([, column]) => column)).toEqual(
      Object.keys(cellsOf(exampleRecords[name])),
    );
    expect(key).toContain(`\`${categories[name].recordKey.join(".")}\``);
    expect(record.match(/\w+` \(empty: null\)/g) ?? []).toEqual(
      Object.keys(exampleRecords[name])
        .filter((field) => /^(pre|post)Test(PassingScore)?$/.test(field))
        .map((field) => `${field}\` (empty: null)`),
    );
  });

  it("has examples of every category, each row in order", async () => {
    const rows = [
      ...(await Promise.all(blocksOf("json").map((block) => rowsIn(block, { format: "ndjson" })))),
      ...(await Promise.all(
        blocksOf("csv").map((block) =>
          rowsIn(block, {
            format: "csv",
            category: block.startsWith("companySerial,employeeID") ? undefined : "courses",
          }),
        ),
      )),
    ].flat();
    expect(rows.filter((row) => "problems" in row)).toEqual([]);
    expect(new Set(rows.map((row) => ("category" in row ? row.category : undefined)))).toEqual(new Set(names));
  });
});
