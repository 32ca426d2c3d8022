import { describe, expect, it } from "vitest";
import { chunksOf, rowsIn } from "../../support/import-files.ts";

const HEADER =
  "companySerial,employeeID,course.serial,course.name,batch.serial,batch.name,assignedCourseSerial,isAttend," +
  "absentReason,feedback,userAssignedStatus,postActivityStatus,postTestAttempt,postTestScore,postTestPassingScore";
const row = (employeeID: string, feedback = "") =>
  `CMP-RUANGGURU,${employeeID},C1,Kursus,B1,Batch,A1,true,,${feedback},Cleared,COMPLETED,1,87.5,70`;
const semicolons = (text: string) => text.replaceAll(",", ";");

/** Files as people's spreadsheets write them, with the employees and lines that are read of them. */
const files = {
  "bom-middle-row": [
    `\ufeff${HEADER}\r\n${row("F-BM1")}\r\n\ufeff${row("F-BM2")}\r\n`,
    [
      ["F-BM1", 2],
      ["F-BM2", 3],
    ],
  ],
  "concat-register-nobom": [
    "companySerial,employeeID\r\nCMP-RUANGGURU,F-CC5\r\ncompanySerial,employeeID\r\nCMP-RUANGGURU,F-CC6\r\n",
    [
      ["F-CC5", 2],
      ["F-CC6", 4],
    ],
  ],
  "cr-only-register": [
    "companySerial,employeeID\rCMP-RUANGGURU,F-CR5\rCMP-RUANGGURU,F-CR6\r",
    [
      ["F-CR5", 2],
      ["F-CR6", 3],
    ],
  ],
  "sep-semicolon": [`sep=;\r\n${semicolons(HEADER)}\r\n${semicolons(row("F-SEP2"))}\r\n`, [["F-SEP2", 3]]],
  "header-case": [`${HEADER.toUpperCase()}\n${row("F-HC")}\n`, [["F-HC", 2]]],
} as const;

describe.each(Object.entries(files))("the file %s", (_, [file, read]) => {
  it.each([1, 2, 13, 100_000])("is read right in chunks of %i bytes", async (size) => {
    const rows = await rowsIn(chunksOf(Buffer.from(file), size), { format: "csv" });
    expect(rows.map((each) => ("problems" in each ? each.problems : [each.employeeID, each.line]))).toEqual(read);
    expect(rows).toMatchObject(read.map(() => ({ companySerial: "CMP-RUANGGURU" })));
  });
});

it("the file utf16be-nobom is refused by name", async () => {
  const file = Buffer.from(`${HEADER}\n${row("F-U16")}\n`, "utf16le").swap16();
  await expect(rowsIn(file, { format: "csv" })).rejects.toThrow(
    "the file is UTF-16 BE without a byte order mark; save",
  );
});

it("the file vt-ls keeps a line for each row", async () => {
  const file = `${HEADER}\n${row("F-VT", "a\u000bb")}\n${row("F-LS", "a\u2028b")}\n`;
  const rows = await rowsIn(file, { format: "csv" });
  expect(rows).toMatchObject([
    { line: 2, problems: [expect.stringContaining("row feedback: must be")], owner: { employeeID: "F-VT" } },
    { line: 3, employeeID: "F-LS", record: { feedback: "a\u2028b" } },
  ]);
});
