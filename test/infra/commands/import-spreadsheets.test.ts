import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { embeddedEngine } from "../../support/engines.ts";
import { importInto, listsIn } from "../../support/import-run.ts";
import { type Storage, startStorage } from "../../support/storage.ts";

const HEADER =
  "companySerial,employeeID,course.serial,course.name,batch.serial,batch.name,assignedCourseSerial,isAttend," +
  "absentReason,feedback,userAssignedStatus,postActivityStatus,postTestAttempt,postTestScore,postTestPassingScore";
const REGISTER = "companySerial,employeeID";
type Cells = { serial?: string; feedback?: string; score?: string };
const row = (employeeID: string, { serial = "A1", feedback = "", score = "87.5" }: Cells = {}) =>
  `CMP-A,${employeeID},C1,Kursus,B1,Batch,${serial},true,,${feedback},Cleared,COMPLETED,1,${score},70`;
const lines = (...texts: string[]) => `${texts.join("\n")}\n`;
const withDelimiter = (delimiter: string, text: string) => text.replaceAll(",", delimiter).replaceAll("~", ",");
const utf16 = (text: string) => Buffer.from(text, "utf16le");

type Expected = {
  /** The serials and scores of each employee's assignments. */
  readonly in?: Readonly<Record<string, readonly string[]>>;
  readonly rejected?: readonly (string | RegExp)[];
  readonly notes?: readonly string[];
  readonly skipped?: object;
  readonly refused?: RegExp;
};
type Case = readonly [name: string, file: string | Buffer, expected: Expected];
const A1 = ["A1 87.5"];
const MARK = /^row employeeID: must not have a byte order mark/;
const SCIENTIFIC = /must not be a number in scientific notation, .+ its digits are lost/;
const FORMULA = /^row employeeID: must be a text and not a formula/;
const THOUSANDS = /^row postTestScore: must have no thousands mark/;

/** Files as people's spreadsheets and HR systems write them, by their kind, with what is right for each. */
const kinds: Readonly<Record<string, readonly Case[]>> = {
  "a byte order mark in the midst": [
    [
      "of joined exports",
      `\ufeff${lines(HEADER, row("E1"))}\ufeff${row("E2")}\r\n`,
      { in: { E1: A1, E2: A1 }, skipped: { marks: 1 } },
    ],
    [
      "twice, before a quoted cell",
      lines(HEADER, `\ufeff\ufeff"CMP-A"${row("E1").slice(5)}`),
      { in: { E1: A1 }, skipped: { marks: 1 } },
    ],
    ["inside an identifier", lines(HEADER, row("E\ufeff1"), row("E2")), { in: { E2: A1 }, rejected: [MARK] }],
    [
      "before a header in the midst",
      lines(REGISTER, "CMP-A,E1", `\ufeff${REGISTER}`, "CMP-A,E2"),
      { in: { E1: [], E2: [] }, skipped: { marks: 1, headers: 1 } },
    ],
  ],
  "a header that is repeated": [
    [
      "as it is",
      lines(REGISTER, "CMP-A,E1", REGISTER, "CMP-A,E2"),
      { in: { E1: [], E2: [] }, skipped: { headers: 1 } },
    ],
    [
      "in other case, after each row",
      lines(HEADER, row("E1"), HEADER.toUpperCase(), row("E2"), HEADER),
      { in: { E1: A1, E2: A1 }, skipped: { headers: 2 } },
    ],
    [
      "with its columns in another order",
      lines(REGISTER, "CMP-A,E1", "employeeID,companySerial", "E2,CMP-A"),
      { refused: /^line 3: here is another header/ },
    ],
    [
      "and no rows",
      lines(REGISTER, REGISTER, ","),
      { refused: /there are no rows: it has a header and nothing else\. Skipped: 1 empty row and 1 repeated/ },
    ],
  ],
  "other line ends": [
    ["CR alone", "companySerial,employeeID\rCMP-A,E1\rCMP-A,E2\r", { in: { E1: [], E2: [] } }],
    ["a mixture", `${HEADER}\r\n${row("E1")}\r${row("E2")}\n${row("E3")}`, { in: { E1: A1, E2: A1, E3: A1 } }],
    [
      "CR, after an unreadable row",
      `${HEADER}\r${row('"E"1')}\r${row("E2")}\r`,
      { in: { E2: A1 }, rejected: [/^row: must continue with the delimiter/] },
    ],
    [
      "VT and LS inside a cell",
      lines(HEADER, row("E1", { feedback: "a\u000bb" }), row("E2", { feedback: "a\u2028b" })),
      { in: { E2: A1 }, rejected: [/^row feedback: must be .+ no control characters/] },
    ],
  ],
  "blanks around identifiers": [
    [
      "of every kind",
      lines(
        HEADER,
        ...["E1", "E1 ", " E1", "E1\u00a0", "E1\u200b", "\ufeffE1"].map((id, index) =>
          row(id, { serial: `A${index}` }),
        ),
      ),
      {
        in: { E1: ["A0 87.5", "A1 87.5", "A2 87.5", "A3 87.5", "A4 87.5"] },
        rejected: [MARK],
        notes: [
          "Mended: outer blanks taken off in 3 identifiers (lines 3, 4, 5).",
          "Mended: zero-width characters taken off in 1 identifier (line 6).",
        ],
      },
    ],
    [
      "in serials, with tabs",
      lines(HEADER, row("E1", { serial: "\tA1\u3000" })),
      { in: { E1: A1 }, notes: ["Mended: outer blanks taken off in 1 identifier (line 2)."] },
    ],
    [
      "and nothing else",
      lines(HEADER, row(" \u00a0"), row("E2")),
      { in: { E2: A1 }, rejected: [/^row employeeID: must be 1 to 128/] },
    ],
  ],
  "accents written apart": [
    [
      "of one employee",
      lines(HEADER, row("Jos\u00e9"), row("Jose\u0301", { serial: "A2" })),
      {
        in: { "Jos\u00e9": ["A1 87.5", "A2 87.5"] },
        notes: ["Mended: accents composed (NFC) in 1 identifier (line 3)."],
      },
    ],
    [
      "of a serial",
      lines(HEADER, row("E1", { serial: "A\u030a" })),
      { in: { E1: ["\u00c5 87.5"] }, notes: ["Mended: accents composed (NFC) in 1 identifier (line 2)."] },
    ],
    ["in a name are kept", lines(HEADER, row("E1", { feedback: "Jose\u0301" })), { in: { E1: A1 } }],
  ],
  "identifiers that a spreadsheet took for numbers": [
    [
      "in scientific notation",
      lines(HEADER, row("1.23457E+12"), row("1.23457E+12", { serial: "A2" })),
      { rejected: [SCIENTIFIC, SCIENTIFIC] },
    ],
    ["with a decimal comma", withDelimiter(";", lines(HEADER, row("1~23457E+12"))), { rejected: [SCIENTIFIC] }],
    [
      "of a serial",
      lines(HEADER, row("E1", { serial: "6E+15" }), row("12E5")),
      { in: { "12E5": A1 }, rejected: [SCIENTIFIC] },
    ],
    [
      "in Excel's text",
      lines(HEADER, row('"=""00123"""')),
      { in: { "00123": A1 }, notes: ['Mended: ="…" unwrapped in 1 identifier (line 2).'] },
    ],
    ["as another formula", lines(HEADER, row("=A1"), row('"=CONCAT(""a"")"')), { rejected: [FORMULA, FORMULA] }],
    [
      "as an error value",
      lines(HEADER, row("#N/A"), row("#REF!"), row("E3")),
      { in: { E3: A1 }, rejected: [/error value/, /error value/] },
    ],
  ],
  "Excel in an Indonesian locale": [
    ["with sep=", withDelimiter(";", `sep=,\r\n${lines(HEADER, row("E1"))}`), { in: { E1: A1 } }],
    ["with a decimal comma", withDelimiter(";", lines(HEADER, row("E1", { score: "87~5" }))), { in: { E1: A1 } }],
    ["with a quoted decimal comma", lines(HEADER, row("E1", { score: '"87,5"' })), { in: { E1: A1 } }],
    [
      "with a thousands mark",
      withDelimiter(";", lines(HEADER, row("E1", { score: "1.234~5" }), row("E2"))),
      { in: { E2: A1 }, rejected: [THOUSANDS] },
    ],
    [
      "with tabs, and words of truth",
      withDelimiter("\t", lines(HEADER, row("E1", { score: "87~5" }).replace("true", "BENAR"))),
      { in: { E1: A1 } },
    ],
    ["with bars", withDelimiter("|", lines(HEADER, row("E1", { score: "87~5" }))), { in: { E1: A1 } }],
  ],
  "other headers": [
    ["in capitals", lines(HEADER.toUpperCase(), row("E1")), { in: { E1: A1 } }],
    [
      "as words",
      lines(
        "Company Serial, Employee_ID ,Course Serial,Course-Name,Batch Serial,Batch Name,Assigned Course Serial,Is Attend,Absent Reason,Feedback,User Assigned Status,Post Activity Status,Post Test Attempt,Post Test Score,Post Test Passing Score",
        row("E1"),
      ),
      { in: { E1: A1 } },
    ],
    [
      "nearly right",
      lines(HEADER.replace("employeeID", "employeID"), row("E1")),
      { refused: /the column employeeID is missing \(found employeID, did you mean employeeID\?\)/ },
    ],
    [
      "two of one field",
      lines(`${HEADER},Employee Id`, `${row("E1")},E2`),
      { refused: /the columns employeeID and Employee Id are both employeeID/ },
    ],
  ],
  "other encodings": [
    [
      "UTF-16 BE without a mark",
      utf16(lines(HEADER, row("E1"))).swap16(),
      { refused: /^the file is UTF-16 BE without a byte order mark; save it as UTF-8: in Excel .+ in LibreOffice/ },
    ],
    [
      "UTF-16 LE without a mark",
      utf16(lines(HEADER, row("E1"))),
      { refused: /^the file is UTF-16 LE without a byte order mark; / },
    ],
    ["UTF-16 LE with a mark", utf16(`\ufeff${lines(HEADER, row("Jos\u00e9"))}`), { in: { "Jos\u00e9": A1 } }],
    ["UTF-16 BE with a mark", utf16(`\ufeff${lines(HEADER, row("Jos\u00e9"))}`).swap16(), { in: { "Jos\u00e9": A1 } }],
    ["UTF-32", Buffer.from([0xff, 0xfe, 0, 0, 0x63, 0, 0, 0]), { refused: /^the file is UTF-32/ }],
    [
      "Windows-1252 in the header",
      Buffer.from(lines(`${HEADER},Pr\u00e9nom`, `${row("E1")},x`), "latin1"),
      { refused: /the header is not UTF-8, perhaps Windows-1252; save it as UTF-8/ },
    ],
  ],
  "what nobody filled in": [
    [
      "rows and tails of delimiters",
      lines(`${REGISTER},,`, "CMP-A,E1,,", ",,,", "", "CMP-A,E2,,", ",,,"),
      { in: { E1: [], E2: [] }, skipped: { blank: 3 } },
    ],
    ["at the beginning", lines("", ",,", REGISTER, "CMP-A,E1"), { in: { E1: [] }, skipped: { blank: 2 } }],
    ["a row of other blanks", lines(REGISTER, "CMP-A,E1", "\u00a0,\u3000"), { in: { E1: [] }, skipped: { blank: 1 } }],
    [
      "last cells that Excel left out",
      lines(
        `${HEADER},Note,`,
        `${row("E1")},x,`,
        row("E2").replace(",70", ""),
        row("E3").split(",").slice(0, -2).join(","),
      ),
      { in: { E1: A1, E2: A1 }, rejected: [/^row: has 13 columns, must have 17/], skipped: { short: 1 } },
    ],
    ["and nothing else", lines(REGISTER, ",", ","), { refused: /there are no rows: .+ Skipped: 2 empty rows/ }],
  ],
};

describe.each(Object.entries(kinds))("%s", (_, cases) => {
  let storage: Storage;
  beforeEach(async () => {
    storage = await startStorage(embeddedEngine);
  });
  afterEach(() => storage.stop());

  it.each(cases)("%s", async (_, file, expected) => {
    const imported = importInto(storage, file, { format: "csv" });
    if (expected.refused) return expect(imported).rejects.toThrow(expected.refused);
    const { rejected, tally, skipped } = await imported;
    const lists = [...(await listsIn(storage))].map(([key, records]) => [
      key.replace("CMP-A#webinar#", ""),
      records.map((record) => `${Reflect.get(record, "assignedCourseSerial")} ${Reflect.get(record, "postTestScore")}`),
    ]);
    expect(Object.fromEntries(lists)).toEqual(expected.in ?? {});
    expect(rejected.map(({ problems }) => problems)).toEqual(
      (expected.rejected ?? []).map((problem) => [expect.stringMatching(problem)]),
    );
    expect(tally.notes()).toEqual(expected.notes ?? []);
    expect(skipped).toEqual({ blank: 0, headers: 0, marks: 0, short: 0, ...expected.skipped });
  });
});
