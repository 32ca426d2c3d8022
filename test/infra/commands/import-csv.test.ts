import { describe, expect, it } from "vitest";
import { csvColumns, csvHeader, csvLine, fileOf, goodRow, readAs, rowsIn } from "../../support/import-files.ts";

const csv = { format: "csv" } as const;
const rowsOf = (...lines: string[]) => rowsIn(fileOf([csvHeader, ...lines]), csv);
const registered = (number: number, line: number) => ({ ...readAs(number, line), record: undefined });

describe("CSV", () => {
  it("is a row a record, the last one with or without its line end", async () => {
    const file = fileOf([csvHeader, csvLine(1), csvLine(2)]);
    expect(await rowsIn(file, csv)).toEqual([readAs(1, 2), readAs(2, 3)]);
    expect(await rowsIn(file.subarray(0, -1), csv)).toEqual([readAs(1, 2), readAs(2, 3)]);
  });

  it("may have Windows line ends, a byte order mark, and blank lines, which count as lines", async () => {
    const blank = ["", " \t", ",".repeat(14), '"",""'];
    const file = fileOf([`\ufeff\r\n${csvHeader}`, csvLine(1), ...blank, csvLine(2), ""], "\r\n");
    expect(await rowsIn(file, csv)).toEqual([readAs(1, 3), readAs(2, 8)]);
  });

  it.each([
    ["nothing", ""],
    ["a byte order mark", "\ufeff"],
    ["a header", csvHeader],
    ["a header and its line end", `${csvHeader}\r\n`],
  ])("that holds only %s has no rows", async (_, file) => {
    expect(await rowsIn(file, csv)).toEqual([]);
  });

  it.each([
    ["blank lines", "\r\n\n \n", "it has no header. Skipped: 3 empty rows"],
    ["a header and blank lines", `${csvHeader}\n\n \n`, "it has a header and nothing else. Skipped: 2 empty rows"],
  ])("that holds only %s is refused with what was seen", async (_, file, seen) => {
    await expect(rowsIn(file, csv)).rejects.toThrow(`there are no rows: ${seen}`);
  });

  it("has its line numbers where records start, whatever lines their quoted cells make", async () => {
    const feedback = 'Good.\n\n"Very" good,\r\nreally';
    const rows = await rowsOf(
      csvLine(1),
      csvLine(2, { feedback }),
      csvLine(3),
      csvLine(4, { isAttend: "\n" }),
      csvLine(5),
    );
    expect(rows).toEqual([
      readAs(1, 2),
      { ...readAs(2, 3), record: { ...readAs(2, 3).record, feedback } },
      readAs(3, 7),
      expect.objectContaining({ line: 8, row: csvLine(4, { isAttend: "\n" }) }),
      readAs(5, 10),
    ]);
  });

  it("may have its columns in any order, unknown ones among them", async () => {
    const columns = [...csvLine(1).split(","), "whatever"].reverse().join(",");
    const header = [...csvColumns, "Remarks"].reverse().join(",");
    expect(await rowsIn(fileOf([header, columns]), csv)).toEqual([readAs(1, 2)]);
  });

  it.each([";", "\t", "|"])("may have %j between its cells", async (delimiter) => {
    const lines = [csvHeader, csvLine(1)].map((line) => line.replaceAll(",", delimiter));
    expect(await rowsIn(fileOf(lines), { ...csv, delimiter })).toEqual([readAs(1, 2)]);
  });

  it("with --company needs no company column, and takes an empty cell as left out", async () => {
    const company = "CMP-IMPORT";
    const lines = [csvHeader, csvLine(1)].map((line) => line.split(",").slice(1).join(","));
    expect(await rowsIn(fileOf(lines), { ...csv, company })).toEqual([readAs(1, 2)]);
    const mixed = fileOf([csvHeader, csvLine(1, { companySerial: "" }), csvLine(2, { companySerial: "CMP-OTHER" })]);
    expect(await rowsIn(mixed, { ...csv, company })).toEqual([
      readAs(1, 2),
      expect.objectContaining({
        line: 3,
        problems: ["row companySerial: must be left out or be the one that --company gives"],
      }),
    ]);
  });
});

describe("a row of CSV", () => {
  it("may have 1,000,000 bytes, with Windows line ends too", async () => {
    const fill = (bytes: number) => `${csvLine(1)},${"x".repeat(bytes - csvLine(1).length - 1)}`;
    const rows = await rowsIn(
      fileOf([`${csvHeader},Remarks`, fill(1e6), `${csvLine(2)},`, fill(1e6 + 1), `${csvLine(3)},`], "\r\n"),
      csv,
    );
    const tooLong = { line: 4, problems: ["row: must be at most 1000000 bytes long"] };
    expect(rows).toEqual([readAs(1, 2), readAs(2, 3), expect.objectContaining(tooLong), readAs(3, 5)]);
  });

  it("registers the employee where all its cells of the assignment are empty", async () => {
    expect(await rowsOf(`CMP-IMPORT,EMPLOYEE-1${",".repeat(13)}`, csvLine(2))).toEqual([
      registered(1, 2),
      readAs(2, 3),
    ]);
  });

  it("registers the employee where the file has no column of an assignment", async () => {
    const file = fileOf(["employeeID,companySerial", "EMPLOYEE-1,CMP-IMPORT"]);
    expect(await rowsIn(file, csv)).toEqual([registered(1, 2)]);
    const company = "CMP-IMPORT";
    expect(await rowsIn("employeeID\nEMPLOYEE-1\n", { ...csv, company })).toEqual([registered(1, 2)]);
  });

  it("refuses a header whose columns have other names than an assignment's, for it would register all", async () => {
    const file = fileOf(["employeeID,companySerial,kode", "EMPLOYEE-1,CMP-IMPORT,C1"]);
    await expect(rowsIn(file, csv)).rejects.toThrow("line 1: the column course.serial is missing");
  });

  it.each([
    [{ isAttend: "TRUE" }, { isAttend: true }],
    [{ isAttend: "False" }, { isAttend: false }],
    [{ postTestAttempt: "12" }, { postTestAttempt: 12 }],
    [{ postTestScore: "86.67" }, { postTestScore: 86.67 }],
    [{ postTestScore: "1E2" }, { postTestScore: 100 }],
    [{ postTestScore: "-0.0" }, { postTestScore: 0 }],
    [{ postTestPassingScore: "" }, { postTestPassingScore: null }],
    [{ postTestPassingScore: "-70" }, { postTestPassingScore: -70 }],
    [{ feedback: '  "spaces" ' }, { feedback: '  "spaces" ' }],
    [{ feedback: "007" }, { feedback: "007" }],
    [{ absentReason: "true" }, { absentReason: "true" }],
    [{ "course.name": "a, b; c" }, { course: { ...goodRow(1).course, name: "a, b; c" } }],
    [{ "batch.serial": "B" }, { batch: { ...goodRow(1).batch, serial: "B" } }],
  ])("with %j is %j", async (cells, fields) => {
    const { record } = readAs(1, 2);
    expect(await rowsOf(csvLine(1, cells))).toEqual([{ ...readAs(1, 2), record: { ...record, ...fields } }]);
  });
});
