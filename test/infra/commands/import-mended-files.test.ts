import { describe, expect, it } from "vitest";
import type { Reject, Row } from "../../../infra/commands/import/rows.ts";
import { createTally } from "../../../infra/commands/import/tally.ts";
import { rowsIn } from "../../support/import-files.ts";

const columns =
  "companySerial,employeeID,course.serial,course.name,batch.serial,batch.name,assignedCourseSerial,isAttend,absentReason," +
  "feedback,userAssignedStatus,postActivityStatus,postTestAttempt,postTestScore,postTestPassingScore";
type Cells = { employee?: string; serial?: string; attend?: string; status?: string };
const row = ({ employee = "F", serial = "A1", attend = "true", status = "Cleared" }: Cells) =>
  `CMP-RUANGGURU,${employee},C1,Kursus,B1,Batch,${serial},${attend},,,${status},COMPLETED,1,87.5,70`;
const read = async (...rows: Cells[]) => seen(await rowsIn([columns, ...rows.map(row)].join("\n"), { format: "csv" }));
/** What can be seen of the rows: who has which record, the problems, and the notes of the summary. */
const seen = (rows: readonly (Row | Reject)[]) => {
  const tally = createTally();
  const all = rows.map((each) => {
    if ("problems" in each) return each.problems.join("; ");
    tally.note(each);
    return `${each.employeeID} ${(each.record as { assignedCourseSerial: string }).assignedCourseSerial}`;
  });
  return { rows: all, notes: tally.notes(), twins: tally.caseTwins };
};

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
