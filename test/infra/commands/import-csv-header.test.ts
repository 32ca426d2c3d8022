import { describe, expect, it } from "vitest";
import { CommandError } from "../../../infra/commands/terminal/command.ts";
import { csvColumns, csvHeader, csvLine, fileOf, rowsIn } from "../../support/import-files.ts";

const csv = { format: "csv" } as const;

describe("a CSV header", () => {
  const others = csvColumns.filter((column) => !["feedback", "postTestScore", "employeeID"].includes(column));
  const otherDelimiter = (name: string) =>
    `line 1: the header is a single column with ${name} in it; give the file's delimiter with --delimiter`;

  it.each([
    [
      "without columns",
      others.join(","),
      "line 1: the column employeeID is missing; the column feedback is missing; the column postTestScore is missing",
    ],
    [
      "with a column twice",
      `feedback,${csvHeader},employeeID`,
      "line 1: the column employeeID is repeated; the column feedback is repeated",
    ],
    ["on a later line", "\n\ncompanySerial", "line 3: the column employeeID is missing"],
    [
      "of other names",
      '"Name; first",Remarks',
      `line 1: ${csvColumns.map((column) => `the column ${column} is missing`).join("; ")}; found Name; first, Remarks; if it is a title, delete the lines above the columns' names`,
    ],
    [
      "that never closes a quote",
      `"${csvHeader}`,
      "line 1: the header cannot be read; row: must close the quote that it opens",
    ],
    [
      "over the limit",
      "x".repeat(1_000_001),
      "line 1: the header cannot be read; row: must be at most 1000000 bytes long",
    ],
  ])("%s makes the file unusable", async (_, header, message) => {
    await expect(rowsIn(fileOf([header, csvLine(1)]), csv)).rejects.toThrow(new CommandError(message));
  });

  it.each([
    ["commas", csvHeader, ";", '","'],
    ["semicolons", csvHeader.replaceAll(",", ";"), ",", '";"'],
    ["tabs", csvHeader.replaceAll(",", "\t"), ",", "a tab"],
  ])("with %s is named where another delimiter is given", async (_, header, delimiter, name) => {
    await expect(rowsIn(header, { ...csv, delimiter })).rejects.toThrow(otherDelimiter(name));
  });
});
