import { describe, expect, it } from "vitest";
import type { Reject, Row } from "../../../infra/commands/import/rows.ts";
import { createTally } from "../../../infra/commands/import/tally.ts";
import { rowsIn } from "../../support/import-files.ts";

const columns =
  "companySerial,employeeID,course.serial,course.name,batch.serial,batch.name,assignedCourseSerial,isAttend,absentReason," +
  "feedback,userAssignedStatus,postActivityStatus,postTestAttempt,postTestScore,postTestPassingScore";
type Cells = { employee?: string; serial?: string; attend?: string; status?: string; score?: string; batch?: string };
const row = ({
  employee = "F",
  serial = "A1",
  attend = "true",
  status = "Cleared",
  score = "87.5",
  batch = "B1",
}: Cells) =>
  `CMP-RUANGGURU,${employee},C1,Kursus,${batch},Batch,${serial},${attend},,,${status},COMPLETED,1,${score},70`;
const read = async (...rows: Cells[]) => seen(await rowsIn([columns, ...rows.map(row)].join("\n"), { format: "csv" }));
/** What can be seen of the rows: who has which record, the problems, and the notes of the summary. */
const seen = (rows: readonly (Row | Reject)[]) => {
  const tally = createTally();
  const all = rows.map((each) => {
    if ("problems" in each) return each.problems.join("; ");
    tally.note(each);
    return `${each.employeeID} ${(each.record as { assignedCourseSerial: string }).assignedCourseSerial}`;
  });
  return { rows: all, notes: tally.notes(), mended: tally.mended, twins: tally.caseTwins };
};

describe("a file of the kind", () => {
  it("spaces has one employee, all but the row with a mark in its midst", async () => {
    const { rows, notes, mended } = await read(
      { employee: "F-TRIM", serial: "A1" },
      { employee: "F-TRIM ", serial: "A2" },
      { employee: " F-TRIM", serial: "A3" },
      { employee: "F-TRIM\u{A0}", serial: "A4" },
      { employee: "F-TRIM\u{200B}", serial: "A5" },
      { employee: "\u{FEFF}F-TRIM", serial: "A6" },
    );
    expect(rows).toEqual([
      ...["F-TRIM A1", "F-TRIM A2", "F-TRIM A3", "F-TRIM A4", "F-TRIM A5"],
      expect.stringMatching(/^row employeeID: must not have a byte order mark \(U\+FEFF\)/),
    ]);
    expect(mended).toEqual({ blanks: 3, zeroWidth: 1, nfc: 0, excelText: 0 });
    expect(notes).toEqual([
      "Mended: outer blanks taken off in 3 identifiers (lines 3, 4, 5).",
      "Mended: zero-width characters taken off in 1 identifier (line 6).",
    ]);
  });

  it("spaces in serials, and in a quoted cell with a line end, is mended too", async () => {
    const { rows, mended } = await read({ serial: " A1" }, { serial: '"A2\n"' }, { serial: "A3", batch: "B1\u{3000}" });
    expect(rows).toEqual(["F A1", "F A2", "F A3"]);
    expect(mended.blanks).toBe(3);
  });

  it("spaces that are all of an ID leaves nothing to take", async () => {
    expect((await read({ employee: "\u{A0}" })).rows).toEqual([
      expect.stringMatching(/^row employeeID: must be 1 to 128/),
    ]);
  });

  it("nfd has one employee, whose letters and accents are one", async () => {
    const { rows, notes } = await read(
      { employee: "F-Jos\u{E9}", serial: "A1" },
      { employee: "F-Jose\u{301}", serial: "A2" },
      { employee: "F-Jos\u{E9}", serial: "Cafe\u{301}" },
    );
    expect(rows).toEqual(["F-Jos\u{E9} A1", "F-Jos\u{E9} A2", "F-Jos\u{E9} Caf\u{E9}"]);
    expect(notes).toEqual(["Mended: accents composed (NFC) in 2 identifiers (lines 3, 4)."]);
  });

  it("scientific has its rows rejected, each with the reason", async () => {
    const reason = expect.stringMatching(/must not be a number in scientific notation.+digits are lost/);
    const { rows, notes } = await read(
      { employee: "1.23457E+12" },
      { employee: "1.23457E+12", serial: "A2" },
      { serial: "6.2E+15" },
      { employee: '"1,23457E+12"' },
    );
    expect(rows).toEqual([reason, reason, reason, reason]);
    expect(notes).toEqual([]);
  });

  it("scientific keeps an ID with an E in it", async () => {
    expect((await read({ employee: "12E5" }, { employee: "E+12", serial: "1E" })).rows).toEqual(["12E5 A1", "E+12 1E"]);
  });

  it("excel-text-quoted is unwrapped, in serials too, and other formulas are rejected", async () => {
    const { rows, notes } = await read(
      { employee: '"=""00123"""' },
      { serial: '"=""0077"" "' },
      { employee: "=A1" },
      { employee: '"=""a""&""b"""' },
    );
    const formula = expect.stringMatching(/^row employeeID: must be a text and not a formula/);
    expect(rows).toEqual(["00123 A1", "F 0077", formula, formula]);
    expect(notes).toEqual([
      "Mended: outer blanks taken off in 1 identifier (line 3).",
      'Mended: ="…" unwrapped in 2 identifiers (lines 2, 3).',
    ]);
  });

  it.each([
    ["87,5", 87.5],
    ["87.5", 87.5],
    ["0,25", 0.25],
  ])("semicolon-comma has the score %s as %d", async (score, postTestScore) => {
    const file = [columns, row({ score: "SCORE" })].join("\n").replaceAll(",", ";").replace("SCORE", score);
    expect(await rowsIn(file, { format: "csv", delimiter: ";" })).toMatchObject([{ record: { postTestScore } }]);
  });

  it("semicolon-comma with a thousands mark is rejected, with the reason", async () => {
    const file = [columns, row({ score: "SCORE" })].join("\n").replaceAll(",", ";").replace("SCORE", "1.234,5");
    expect(seen(await rowsIn(file, { format: "csv", delimiter: ";" })).rows).toEqual([
      "row postTestScore: must have no thousands mark: write 1234,5 or 1234.5, not 1.234,5",
    ]);
  });
});

it("words of truth and enum values are read in any case, as a spreadsheet writes them", async () => {
  const { rows } = await read(
    { attend: "BENAR", status: " cleared" },
    { attend: "0", status: "ONGOING", serial: "A2" },
  );
  expect(rows).toEqual(["F A1", "F A2"]);
});

it("the category of a row is read in any case", async () => {
  const file = "companySerial,employeeID,category\nCMP-A,E, Online \nCMP-A,E,WEBINAR\nCMP-A,E,";
  expect((await rowsIn(file, { format: "csv" })).map((each) => "category" in each && each.category)).toEqual([
    "online",
    "webinar",
    "webinar",
  ]);
});

describe("NDJSON", () => {
  const line = (changes: object) => `${JSON.stringify({ companySerial: "CMP-A", employeeID: "E", ...changes })}\n`;
  const lines = async (...changes: object[]) => rowsIn(changes.map(line).join(""), { format: "ndjson" });

  it("has its identifiers mended and rejected by the same rules", async () => {
    const rows = await lines(
      { employeeID: "E " },
      { companySerial: '="CMP-A"' },
      { employeeID: "a/b" },
      { employeeID: "#N/A" },
    );
    expect(rows).toMatchObject([
      { employeeID: "E", mended: [{ field: "employeeID", kinds: ["blanks"] }] },
      { companySerial: "CMP-A", mended: [{ field: "companySerial", kinds: ["excelText"] }] },
      { problems: [expect.stringMatching(/^row employeeID: must not contain \//)], owner: { companySerial: "CMP-A" } },
      { problems: [expect.stringMatching(/^row employeeID: must not be a spreadsheet's error value/)] },
    ]);
    expect(rows[3]).not.toHaveProperty("owner.employeeID");
  });

  it("has no leniency for types", async () => {
    const online = { category: "online", course: { serial: "C", name: "N" }, postTest: null, preTest: null };
    const rows = await lines({ ...online, timeSpent: "1", completedAt: "", status: "COMPLETED" });
    expect(rows).toMatchObject([
      {
        problems: [
          "row timeSpent: must be an integer from 0",
          "row status: must be one of not_started, in_progress, completed, expired, failed",
        ],
      },
    ]);
  });
});

describe("identifiers that differ only by case", () => {
  it("are kept apart, and named once for each spelling", async () => {
    const { rows, notes, twins } = await read(
      { employee: "Emp-1" },
      { employee: "EMP-1" },
      { employee: "Emp-1", serial: "a1" },
      { employee: "EMP-1", serial: "A2" },
    );
    expect(rows).toEqual(["Emp-1 A1", "EMP-1 A1", "Emp-1 a1", "EMP-1 A2"]);
    expect(twins).toBe(2);
    expect(notes).toEqual([
      "Warning: identifiers that differ only by case are kept apart: employeeID EMP-1 in line 3, other case in line 2; " +
        "assignedCourseSerial a1 in line 4, other case in line 2.",
    ]);
  });

  it("of two companies are not compared, but the companies are", async () => {
    const rows = await rowsIn("companySerial,employeeID\nCMP-A,E\nCMP-B,e\ncmp-a,F\n", { format: "csv" });
    const tally = createTally();
    for (const each of rows) if (!("problems" in each)) tally.note(each);
    expect(tally.notes()).toEqual([
      "Warning: identifiers that differ only by case are kept apart: companySerial cmp-a in line 4, other case in line 2.",
    ]);
  });

  it("are all found among 40,000, of which five are shown; among more, the summary says how many were compared", () => {
    const tally = createTally();
    const note = (employeeID: string, line: number) =>
      tally.note({ companySerial: "C", employeeID, category: "webinar", line, record: undefined });
    for (let number = 1; number <= 20_000; number += 1) {
      note(`Emp-${number}`, 2 * number);
      note(`emp-${number}`, 2 * number + 1);
    }
    expect(tally.caseTwins).toBe(20_000);
    expect(tally.notes()).toEqual([
      expect.stringMatching(/emp-5 in line 11, other case in line 10; and 19,995 more\.$/),
    ]);
    for (let number = 20_001; number <= 60_000; number += 1) note(`emp-${number}`, 2 * number);
    expect(tally.caseTwins).toBe(20_000);
    expect(tally.notes()[1]).toBe("Compared by case: only the first 49,152 values of employeeID.");
  });
});
