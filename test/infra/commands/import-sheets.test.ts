import { describe, expect, it } from "vitest";
import { createNotes, describeSkipped } from "../../../infra/commands/import/skipped.ts";
import { CommandError } from "../../../infra/commands/terminal/command.ts";
import { chunksOf, csvHeader, csvLine, fileOf, readAs, rowsIn } from "../../support/import-files.ts";

const csv = { format: "csv" } as const;
const both = [readAs(1, 2), readAs(2, 3)];
const written = (delimiter: string) =>
  [csvHeader, csvLine(1), csvLine(2)].map((line) => line.replaceAll(",", delimiter));
const REGISTER = "companySerial,employeeID";
const owned = (employeeID: string, line: number) => expect.objectContaining({ employeeID, line, record: undefined });

/** The rows of a file, and what was said and skipped. */
const readWith = async (file: string | Uint8Array | AsyncIterable<Uint8Array>) => {
  const said: string[] = [];
  const notes = createNotes((line) => said.push(line));
  return { rows: await rowsIn(file, { ...csv, notes }), said, skipped: describeSkipped(notes.skipped) };
};

describe("the delimiter", () => {
  it.each([",", ";", "\t", "|"])("%j is found in the header", async (delimiter) => {
    expect(await rowsIn(chunksOf(fileOf(written(delimiter)), 5), csv)).toEqual(both);
  });

  it.each(["sep=;", '"sep=;"', "SEP=;;;;", "sep=#"])("is given by the line %s, which is no row", async (line) => {
    const lines = written(line.includes("#") ? "#" : ";");
    const rows = await rowsIn(chunksOf(fileOf([line, ...lines], "\r\n"), 5), csv);
    expect(rows).toEqual([readAs(1, 3), readAs(2, 4)]);
  });

  it("given with --delimiter is taken whatever the header and the line sep= say", async () => {
    expect(await rowsIn(fileOf(["sep=,", ...written(";")]), { ...csv, delimiter: ";" })).toHaveLength(2);
    await expect(rowsIn(fileOf(written(";")), { ...csv, delimiter: "|" })).rejects.toThrow("single column");
  });

  it("is not counted inside quotes", async () => {
    const header = `"Remarks${",".repeat(30)}";${csvHeader.replaceAll(",", ";")}`;
    const row = `x;${csvLine(1).replaceAll(",", ";")}`;
    expect(await rowsIn(fileOf([header, row]), csv)).toEqual([readAs(1, 2)]);
  });
});

describe("lines that are no rows are skipped and counted:", () => {
  it.each([
    ["a repeated header", [REGISTER, "CMP-A,E1", REGISTER, "CMP-A,E2"], 4, "Skipped: 1 repeated header line."],
    [
      "one with a mark",
      [REGISTER, "CMP-A,E1", `\ufeff${REGISTER}`, "CMP-A,E2"],
      4,
      "Skipped: 1 repeated header line and 1 byte order mark inside the file.",
    ],
    ["empty rows", [REGISTER, "CMP-A,E1", "", ",", "CMP-A,E2"], 5, "Skipped: 2 empty rows."],
    [
      "both",
      [REGISTER, "CMP-A,E1", ",", REGISTER, REGISTER.toUpperCase(), "CMP-A,E2"],
      6,
      "Skipped: 1 empty row and 2 repeated header lines.",
    ],
    ["a line sep=", [REGISTER, "CMP-A,E1", "sep=,", "CMP-A,E2"], 4, "Skipped: 1 repeated header line."],
  ])("%s", async (_, lines, line, text) => {
    for (const size of [1, 9, 1_000]) {
      const { rows, skipped } = await readWith(chunksOf(fileOf(lines), size));
      expect(rows).toEqual([owned("E1", 2), owned("E2", line)]);
      expect(skipped).toBe(text);
    }
  });

  it("nothing is said where nothing is skipped", async () => {
    expect(await readWith(`${REGISTER}\nCMP-A,E1\n`)).toMatchObject({ said: [], skipped: undefined });
  });

  it("a header in another order ends the import", async () => {
    const file = fileOf([REGISTER, "CMP-A,E1", "employeeID,companySerial", "E2,CMP-A"]);
    await expect(rowsIn(file, csv)).rejects.toThrow("line 3: here is another header, with the columns of line 1");
  });

  it.each([
    ["a tail of empty cells", [REGISTER, ",", ","], "2 empty rows"],
    ["its header twice", [REGISTER, REGISTER], "1 repeated header line"],
  ])("a file of nothing but a header and %s is an error that says what was seen", async (_, lines, seen) => {
    const message = `there are no rows: it has a header and nothing else. Skipped: ${seen}`;
    await expect(rowsIn(fileOf(lines), csv)).rejects.toThrow(new CommandError(message));
  });
});

describe("headers", () => {
  it.each([
    ["in capitals", csvHeader.toUpperCase()],
    ["as words", csvHeader.replaceAll(/(?<=[a-z])(?=[A-Z])|\./g, " ")],
    ["with _", csvHeader.replaceAll(/(?<=[a-z])(?=[A-Z])|\./g, "_").toLowerCase()],
    ["with - and outer blanks", csvHeader.replaceAll(".", "-").replaceAll(",", " ,\u00a0")],
  ])("%s match", async (_, header) => {
    expect(await readWith(fileOf([header, csvLine(1), csvLine(2)]))).toMatchObject({ rows: both, said: [] });
  });

  it.each([
    ["companySerial,employeID", "the column employeeID is missing (found employeID, did you mean employeeID?); "],
    ["Laporan Karyawan Juli 2024", "; if it is a title, delete the lines above the columns' names"],
    ["Laporan,,\n\ncompanySerial,employeeID", "; if it is a title, delete the lines above the columns' names"],
    ["companySerial,employeeID,nama", "; to register employees, leave only companySerial and employeeID"],
    ["Company Serials,employeeID", "the column companySerial is missing (found Company Serials, did you mean"],
    ["companySerial,NIK", "; found NIK"],
  ])("%s: a near name and the names that were found are shown", async (header, message) => {
    await expect(rowsIn(header, csv)).rejects.toThrow(message);
  });

  it.each([
    ["Employee ID", "the columns employeeID and Employee ID are both employeeID"],
    ["EMPLOYEEID", "the columns employeeID and EMPLOYEEID are both employeeID"],
    ["employeeID", "the column employeeID is repeated"],
  ])("%s beside employeeID is refused", async (column, message) => {
    await expect(rowsIn(`${REGISTER},${column}\n`, csv)).rejects.toThrow(message);
  });

  it("that no field has are named once, and those of a file of rejected rows never", async () => {
    const extra = (line: string, ...cells: string[]) => [line, ...cells].join(",");
    const file = fileOf([extra(csvHeader, "Remarks", "line", "problems"), extra(csvLine(1), "a", "7", "row: x")]);
    const { rows, said } = await readWith(file);
    expect(rows).toEqual([readAs(1, 2)]);
    expect(said).toEqual(["Columns that are ignored, for no field has their names: Remarks."]);
    const register = await readWith(`${REGISTER},line,problems\nCMP-A,E1,4,x\n`);
    expect(register).toMatchObject({ rows: [owned("E1", 2)], said: [] });
  });
});
