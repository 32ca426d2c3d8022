import { expect, test } from "vitest";
import { rejectRecord, rejectsHeader, type SourceColumns } from "../../../infra/commands/import/reject-csv.ts";
import type { Reject, Row } from "../../../infra/commands/import/rows.ts";
import { createTally } from "../../../infra/commands/import/tally.ts";
import { csvColumns, goodRow, readAs, rowsIn } from "../../support/import-files.ts";
import { sheetOf, type WrittenCell, workbookOf } from "../../support/workbook.ts";
import { workbookFileForEach } from "../../support/workbook-file.ts";
import { rowsOfFile, sheetRow } from "../../support/workbook-rows.ts";

const file = workbookFileForEach();
const read = (rows: readonly (readonly WrittenCell[])[], ...args: string[]) =>
  rowsOfFile(file.path(), sheetOf(...rows), ...args);

const formula = { xml: "<c><f>1+1</f></c>" };
const notAvailable = { xml: '<c t="e"><v>#N/A</v></c>' };
const DAY = 45_587;

/** The problems of a row, or nothing for a valid one. */
const problemsIn = (rows: readonly (Row | Reject)[]) =>
  rows.map((row) => ("problems" in row ? row.problems : undefined));
const notesOn = (rows: readonly (Row | Reject)[]) => {
  const tally = createTally();
  for (const row of rows) if (!("problems" in row)) tally.note(row);
  return { notes: tally.notes(), mended: tally.mended };
};

test("reads the records that the same rows of CSV are, and the sheet's own row numbers", async () => {
  const { rows, notes } = await read([[], [...csvColumns], sheetRow(1), [null, "  "], sheetRow(2), [...csvColumns]]);
  expect(rows).toEqual([readAs(1, 3), readAs(2, 5)]);
  expect(notes.skipped).toEqual({ blank: 2, headers: 1, marks: 0, short: 0 });
});

test("matches headers as in CSV, takes --map, and names columns that are ignored", async () => {
  const header = csvColumns.map((name) => (name === "employeeID" ? "NIK" : ` ${name.toUpperCase().replace(".", " ")}`));
  const { rows, said } = await read(
    [
      [...header, "Catatan"],
      [...sheetRow(1), "x"],
    ],
    "--map",
    "employeeID=nik",
  );
  expect(rows).toEqual([readAs(1, 2)]);
  expect(said).toEqual(["Columns that are ignored, for no field has their names: Catatan."]);
});

test("refuses a header without the columns of a record by its row", async () => {
  await expect(read([[], ["companySerial", "employeeID", "nama"]])).rejects.toThrow(
    /book\.xlsx: line 2: the column course\.serial is missing.*\. Nothing was written\.$/,
  );
});

test("registers an employee by a row with nothing else", async () => {
  const { rows } = await read([[...csvColumns], ["CMP-IMPORT", "E-1"], ["CMP-IMPORT", "E-2", null, formula]]);
  expect(rows[0]).toEqual({
    companySerial: "CMP-IMPORT",
    employeeID: "E-1",
    category: "webinar",
    line: 2,
    record: undefined,
  });
  expect(problemsIn(rows)[1]).toContain(
    "row course.name: must have a value: the cell is a formula whose value is not in the workbook; open it in Excel, and save it",
  );
});

test("takes identifiers that are whole numbers, and counts them with their first rows", async () => {
  const numbers = [100, 0, 9_007_199_254_740_991, 12, 13, 14, 15];
  const { rows } = await read([[...csvColumns], ...numbers.map((employeeID) => sheetRow(1, { employeeID }))]);
  expect(rows.map((row) => ("employeeID" in row ? row.employeeID : row))).toEqual(numbers.map(String));
  expect(notesOn(rows)).toEqual({
    notes: [
      "Mended: the digits of a number taken, whose leading zeros Excel may have lost, in 7 identifiers (lines 2, 3, 4, 5, 6, …).",
    ],
    mended: { blanks: 0, zeroWidth: 0, nfc: 0, excelText: 0, number: 7, timeOfDay: 0 },
  });
});

test("mends the texts of identifiers as in CSV", async () => {
  const { rows } = await read([[...csvColumns], sheetRow(1, { employeeID: " E-1 ", "course.serial": 7 })]);
  expect(rows).toMatchObject([{ employeeID: "E-1", record: { course: { serial: "7" } } }]);
  expect(notesOn(rows).mended).toMatchObject({ blanks: 1, number: 1 });
});

test.each([
  ["a number beyond 2^53", 9_007_199_254_740_992, "must be a text, or a whole number below 2^53"],
  ["a number with decimals", 12.5, "must be a text, or a whole number below 2^53"],
  ["a number in scientific notation", 1.234e25, "must be a text, or a whole number below 2^53"],
  ["a date", { serial: DAY }, "must be a text and not a date, which Excel makes of texts such as 1-2"],
  ["a truth", true, "must be a text and not TRUE or FALSE"],
  ["an error", notAvailable, "must not be a spreadsheet's error value, such as #N/A"],
  ["a formula without a value", formula, "must have a value: the cell is a formula"],
  ["a text in scientific notation", "1.23457E+12", "must not be a number in scientific notation"],
  [
    "a number of 16 digits whose last one Excel has made 0",
    3_175_091_234_567_890,
    "must be a text: Excel keeps 15 digits",
  ],
])("rejects an identifier that is %s", async (_, cell, problem) => {
  const { rows } = await read([
    [...csvColumns],
    sheetRow(1, { employeeID: cell }),
    sheetRow(2, { "batch.serial": cell }),
  ]);
  expect(problemsIn(rows)).toEqual([
    [expect.stringMatching(new RegExp(`^row employeeID: ${problem.replace(/[+^]/g, "\\$&")}`))],
    [expect.stringMatching(new RegExp(`^row batch.serial: ${problem.replace(/[+^]/g, "\\$&")}`))],
  ]);
});

test("rejects errors in texts, and dates in the place of numbers", async () => {
  const { rows } = await read([
    [...csvColumns],
    sheetRow(1, { feedback: notAvailable }),
    sheetRow(2, { postTestScore: { serial: DAY } }),
    sheetRow(3, { postTestPassingScore: { serial: 0.5 }, isAttend: { serial: DAY } }),
    sheetRow(4, { postTestAttempt: true }),
  ]);
  const dateNumber = "must be a number and not a date or time; format the column as a number";
  expect(problemsIn(rows)).toEqual([
    ["row feedback: must not be a spreadsheet's error value, such as #N/A; correct the cell's formula or lookup"],
    [`row postTestScore: ${dateNumber}`],
    ["row isAttend: must be true or false", `row postTestPassingScore: ${dateNumber}`],
    ["row postTestAttempt: must be an integer from 0"],
  ]);
});

test("reads numbers with their point, truths of any kind, and texts as those of CSV", async () => {
  const { rows } = await read([
    [...csvColumns],
    sheetRow(1, { postTestScore: 1.234, isAttend: 1, feedback: 87.5, absentReason: true }),
    sheetRow(2, { postTestScore: "87,5", isAttend: "Tidak", userAssignedStatus: " cleared" }),
    sheetRow(3, { postTestAttempt: "1.000" }),
    sheetRow(4, { postTestAttempt: 1.234 }),
  ]);
  expect(rows.slice(0, 2)).toMatchObject([
    { record: { postTestScore: 1.234, isAttend: true, feedback: "87.5", absentReason: "TRUE" } },
    { record: { postTestScore: 87.5, isAttend: false, userAssignedStatus: "Cleared" } },
  ]);
  expect(problemsIn(rows).slice(2)).toEqual([
    [expect.stringContaining("row postTestAttempt: must be clear: a mark before three digits")],
    ["row postTestAttempt: must be an integer from 0"],
  ]);
});

test("reads days, and counts those whose time is taken off", async () => {
  const header = ["companySerial", "employeeID", "course.serial", "course.name", "postTest", "preTest", "timeSpent"];
  const row = (completedAt: WrittenCell) => ["C", "E", "S", "N", 90, null, 873, completedAt, "completed"];
  const days = [{ serial: DAY }, { serial: DAY + 0.5 }, "2024-10-22", null, { serial: 0.5 }, { serial: 60 }, DAY];
  const { rows } = await read([[...header, "completedAt", "status"], ...days.map(row)], "--category", "online");
  const found = rows.map((each) =>
    "record" in each ? (each.record as { completedAt: string }).completedAt : each.problems,
  );
  const problem = [expect.stringContaining("row completedAt: must be a date such as 2022-07-22")];
  expect(found).toEqual(["2024-10-22", "2024-10-22", "2024-10-22", "", problem, problem, problem]);
  expect(notesOn(rows).notes).toEqual(["Mended: the time of day taken off in 1 date (line 3)."]);
});

test("ignores cells after the header's last column, and says so once", async () => {
  const { rows, said } = await read([[...csvColumns], sheetRow(1), [...sheetRow(2), null, "x"], [...sheetRow(3), 1]]);
  expect(rows).toEqual([readAs(1, 2), readAs(2, 3), readAs(3, 4)]);
  expect(said).toEqual(["Cells after the header's last column are ignored, in 2 rows (first in Q3)."]);
});

test("says what a person does not see, once the rows are read", async () => {
  const rows = [[...csvColumns], sheetRow(1)];
  const { said } = await rowsOfFile(
    file.path(),
    workbookOf({
      sheets: [
        { name: "Juli", rows, state: "hidden" },
        { name: "Agustus", rows },
      ],
    }),
  );
  expect(said).toEqual([
    'The sheet "Juli" is hidden, and it is the one that is read.',
    'Only the sheet "Juli" is read, and not "Agustus"; --sheet names another.',
  ]);
});

test("refuses an empty sheet, and one with a header and empty rows", async () => {
  await expect(read([[], []])).rejects.toThrow('there are no rows: the sheet "Sheet1" is empty. Nothing was written.');
  await expect(read([[...csvColumns], []])).rejects.toThrow("there are no rows: it has a header and nothing else");
});

test("rejects a row with too long a cell by its number, and reads the others", async () => {
  const { rows } = await read([[...csvColumns], sheetRow(1, { feedback: "a".repeat(32_768) }), sheetRow(2)]);
  expect(problemsIn(rows)).toEqual([["row: must have at most 32767 characters in a cell (I2)"], undefined]);
});

test("keeps a rejected row as CSV with the sheet's columns", async () => {
  const bad = sheetRow(1, { isAttend: "mungkin", feedback: 'a;"b"', postTestScore: 87.5 });
  const { rows, notes } = await read([[...csvColumns], bad]);
  expect(notes.columns).toMatchObject({ delimiter: ";", names: csvColumns });
  const { course, batch, assignedCourseSerial } = goodRow(1);
  const texts = [
    "CMP-IMPORT",
    "EMPLOYEE-1",
    course.serial,
    course.name,
    batch.serial,
    batch.name,
    "",
    assignedCourseSerial,
  ];
  expect(rows).toMatchObject([{ row: [...texts, '"a;""b"""', "mungkin", "Ongoing", "", "0", '"87,5"', ""].join(";") }]);
  expect((await read([[...csvColumns], bad], "--delimiter", ",")).notes.columns?.delimiter).toBe(",");
});

test("keeps an identifier that is rejected for how it is stored as what is rejected again", async () => {
  const stored = [2 ** 53, 12.5, true, { serial: DAY }];
  const { rows, notes } = await read([[...csvColumns], ...stored.map((employeeID) => sheetRow(1, { employeeID }))]);
  const columns = notes.columns as SourceColumns;
  const rejects = rows.map((row) => rejectRecord(row as Reject, [], columns));
  expect(rejects.map((line) => line.split(";")[3])).toEqual(["'=9007199254740992", "'=12.5", "'=TRUE", "'=2024-10-22"]);
  const again = await rowsIn(rejectsHeader(columns) + rejects.join(""), { format: "csv" });
  expect(problemsIn(again)).toEqual(rows.map(() => [expect.stringContaining("must be a text and not a formula")]));
});

test("writes a rejected row's numbers with the comma that Excel expects beside a semicolon", async () => {
  const bad = sheetRow(1, { isAttend: "mungkin", postTestScore: 83.333, "course.name": 1.5 });
  const rowOf = async (...args: string[]) => ((await read([[...csvColumns], bad], ...args)).rows[0] as Reject).row;
  expect(await rowOf()).toMatch(/;1\.5;.*;"83,333";$/);
  expect(await rowOf("--delimiter", ",")).toMatch(/,1\.5,.*,83\.333,$/);
});

test("reads rejected rows that were saved as a workbook again", async () => {
  const columns = ["line", "problems", ...csvColumns];
  const { rows, notes } = await read([
    columns,
    [7, "feedback: x", ...sheetRow(1, { employeeID: 42, feedback: "'=a" })],
  ]);
  expect(rows).toMatchObject([{ line: 2, employeeID: "42", record: { feedback: "=a" } }]);
  expect(notesOn(rows).mended.number).toBe(1);
  expect(notes.columns?.ofRejects).toBe(true);
});

test("knows a workbook by its contents, whatever its name or --format is, and CSV by its own", async () => {
  const named = await read([[...csvColumns], sheetRow(1)], "--format", "csv");
  expect(named.rows).toEqual([readAs(1, 2)]);
  await expect(rowsOfFile(file.path(), Buffer.from("a,b\n1,2\n"))).rejects.toThrow(
    "the file is not an Excel workbook; if it is CSV with another name, give --format csv. Nothing was written.",
  );
  const { rows } = await rowsOfFile(file.path(), Buffer.from("companySerial,employeeID\nA,B\n"), "--format", "csv");
  expect(rows).toMatchObject([{ employeeID: "B" }]);
});

test("has no --sheet for other files", async () => {
  const csv = rowsOfFile(file.path(), Buffer.from(""), "--format", "csv", "--sheet", "A");
  await expect(csv).rejects.toThrow(/^--sheet is for Excel workbooks, and \S+ is CSV\.$/);
});
