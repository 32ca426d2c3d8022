import { type BrokenRow, brokenFields, missing, rules } from "./broken-fields.ts";
import { csvLine } from "./import-files.ts";

const { SERIAL, NAME, TEXT, NAMED, STATUS, POST_STATUS, TRUTH, ATTEMPT, SCORE, PASSING } = rules;

const notJson = (kind: string, ndjson: string): BrokenRow => ({ kind, ndjson, problems: ["row: must be JSON"] });
const noObject = (ndjson: string): BrokenRow => ({
  kind: `${ndjson} as a row`,
  ndjson,
  problems: ["row: must be a JSON object"],
});
const notUtf8 = (kind: string, ...bytes: number[]): BrokenRow => ({
  kind,
  ndjson: Buffer.concat([Buffer.from('{"employeeID":"'), Buffer.from(bytes), Buffer.from('"}')]),
  csv: Buffer.concat([Buffer.from("CMP-IMPORT,EMP"), Buffer.from(bytes), Buffer.from(",".repeat(13))]),
  problems: ["row: must be UTF-8"],
});
const ragged = (csv: string, columns: string): BrokenRow => ({
  kind: `a row of ${columns}`,
  csv,
  problems: [`row: has ${columns}, must have 15`],
});
const DOUBLED = "a quote inside a quoted cell is doubled";

/**
 * Over 40 kinds of rows that every import rejects, for one file of each format with good rows in between. The last one
 * has an unclosed quote: no row after it may have a quote.
 */
export const brokenRows: readonly BrokenRow[] = [
  ...brokenFields,
  {
    kind: "every problem at once",
    ndjson: JSON.stringify({ companySerial: "#\u0000", course: {}, postTestScore: -1, postTestPassingScore: "" }),
    problems: [
      `row companySerial: ${SERIAL}`,
      "row companySerial: must not contain #",
      `row employeeID: ${missing(SERIAL)}`,
      `row course.serial: ${missing(SERIAL)}`,
      `row course.name: ${missing(NAME)}`,
      `row batch: ${missing(NAMED)}`,
      `row absentReason: ${missing(TEXT)}`,
      `row assignedCourseSerial: ${missing(SERIAL)}`,
      `row feedback: ${missing(TEXT)}`,
      `row isAttend: ${missing(TRUTH)}`,
      `row userAssignedStatus: ${missing(STATUS)}`,
      `row postActivityStatus: ${missing(POST_STATUS)}`,
      `row postTestAttempt: ${missing(ATTEMPT)}`,
      `row postTestScore: ${SCORE}`,
      `row postTestPassingScore: ${PASSING}`,
    ],
  },
  ...["[]", "null", "1", '"CMP-IMPORT"', "true"].map(noObject),
  {
    kind: "an object without any field",
    ndjson: "{}",
    problems: [`row companySerial: ${missing(SERIAL)}`, `row employeeID: ${missing(SERIAL)}`],
  },
  notJson("a row that is cut off", '{"companySerial":"CMP-IMPORT","employeeID":"EMPLO'),
  notJson("NaN", '{"companySerial":"CMP-IMPORT","employeeID":"EMPLOYEE-0","postTestScore":NaN}'),
  notJson("a trailing comma", '{"companySerial":"CMP-IMPORT","employeeID":"EMPLOYEE-0",}'),
  notJson("two objects on a line", '{"employeeID":"EMPLOYEE-0"} {"employeeID":"EMPLOYEE-0"}'),
  notJson("single quotes", "{'companySerial':'CMP-IMPORT','employeeID':'EMPLOYEE-0'}"),
  notJson("a comment", "// EMPLOYEE-0"),
  notJson("a tab inside a string", '{"companySerial":"CMP-IMPORT","employeeID":"EMPLOYEE\t0"}'),
  notJson(
    "a byte order mark in the middle of a line",
    '{\ufeff"companySerial":"CMP-IMPORT","employeeID":"EMPLOYEE-0"}',
  ),
  notJson("brackets that nest 400,000 deep and do not close", "[".repeat(400_000)),
  notUtf8("a byte that UTF-8 does not have", 0xff),
  notUtf8("Latin-1", 0xe9),
  notUtf8("a character cut in two", 0xf0, 0x9f, 0x98),
  notUtf8("an encoded surrogate", 0xed, 0xa0, 0x80),
  notUtf8("an overlong encoding", 0xc0, 0xaf),
  {
    kind: "a line of 5 MB",
    ndjson: JSON.stringify({ companySerial: "CMP-IMPORT", employeeID: "EMPLOYEE-0", feedback: "x".repeat(5_000_000) }),
    csv: csvLine(0, { feedback: "x".repeat(5_000_000) }),
    problems: ["row: must be at most 1000000 bytes long"],
  },
  ragged("CMP-IMPORT", "1 column"),
  ragged(csvLine(0).split(",").slice(0, -2).join(","), "13 columns"),
  ragged(`${csvLine(0)},`, "16 columns"),
  {
    kind: "text after a closing quote",
    csv: csvLine(0).replace("EMPLOYEE-0", '"EMPLOYEE"-0'),
    problems: [`row: must continue with the delimiter after a closing quote; ${DOUBLED}`],
  },
  {
    kind: "a quote inside a cell without quotes",
    csv: csvLine(0).replace("EMPLOYEE-0", 'EMPLOYEE "0"'),
    problems: [`row: must have its quotes around whole cells; ${DOUBLED}`],
  },
  {
    kind: "a quote that never closes",
    csv: csvLine(0).replace("EMPLOYEE-0", '"EMPLOYEE-0'),
    problems: ["row: must close the quote that it opens"],
  },
];
