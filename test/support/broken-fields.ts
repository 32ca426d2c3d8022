import { csvLine, goodRow } from "./import-files.ts";

/** A row that every import rejects, in both file formats, and all its problems. */
export type BrokenRow = {
  readonly kind: string;
  readonly ndjson?: string | Uint8Array;
  readonly csv?: string | Uint8Array;
  readonly problems: readonly string[];
};

type Column = keyof NonNullable<Parameters<typeof csvLine>[1]>;

/** A value as JSON and as the text of a CSV cell; `undefined` as JSON is a missing field. */
type Written = { readonly json?: unknown; readonly cell?: string };

/** A JSON text that JSON.stringify cannot produce. */
class Raw {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const ndjsonWith = (column: string, json: unknown): string => {
  const [field = "", inner] = column.split(".");
  const value = json instanceof Raw ? "RAW" : json;
  const row: Record<string, unknown> = goodRow(0);
  const line = { ...row, [field]: inner ? { ...Object(row[field]), [inner]: value } : value };
  return JSON.stringify(line).replace('"RAW"', () => (json instanceof Raw ? json.text : '"RAW"'));
};

const wrong = (column: Column | "course" | "batch", rule: string, kind: string, written: Written): BrokenRow => ({
  kind: `${column} ${kind}`,
  ...("json" in written ? { ndjson: ndjsonWith(column, written.json) } : {}),
  ...(written.cell === undefined ? {} : { csv: csvLine(0, { [column]: written.cell }) }),
  problems: [`row ${column}: ${rule}`],
});

/** The same value in both formats. */
const as = (value: string | number): Written => ({ json: value, cell: `${value}` });
const asNumber = (text: string): Written => ({ json: new Raw(text), cell: text });

/** The fields' rules, in the words of the problems. */
export const rules = {
  SERIAL: "must be 1 to 128 characters, none of them a control character",
  NAME: "must be 1 to 300 characters, none of them a control character",
  TEXT: "must be 0 to 5000 characters, no control characters but new lines and tabs",
  NAMED: "must be a JSON object with serial and name",
  STATUS: "must be one of Ongoing, Cleared, Failed",
  POST_STATUS: "must be one of NOT STARTED, IN PROGRESS, COMPLETED, EXPIRED, or empty",
  TRUTH: "must be true or false",
  ATTEMPT: "must be an integer from 0",
  SCORE: "must be a number from 0",
  PASSING: "must be an integer or null",
} as const;
const { SERIAL, NAME, TEXT, NAMED, STATUS, POST_STATUS, TRUTH, ATTEMPT, SCORE, PASSING } = rules;
export const missing = (rule: string) => `is required, ${rule}`;
const noString = (rule: string) => `must be a string, ${rule}`;

/** One field wrong at a time. */
export const brokenFields: readonly BrokenRow[] = [
  wrong("companySerial", missing(SERIAL), "missing", { json: undefined }),
  wrong("companySerial", SERIAL, "empty", as("")),
  wrong("companySerial", "must not contain #", "with a #", as("CMP#1")),
  wrong("companySerial", SERIAL, "of 129 characters", as("c".repeat(129))),
  wrong("companySerial", noString(SERIAL), "a number", { json: 7 }),
  wrong("employeeID", missing(SERIAL), "missing", { json: undefined }),
  wrong("employeeID", SERIAL, "empty", as("")),
  wrong("employeeID", SERIAL, "of 129 characters", as("e".repeat(129))),
  wrong("employeeID", noString(SERIAL), "null", { json: null }),
  wrong("employeeID", SERIAL, "with a control character", as("EMP\u0007")),
  wrong("employeeID", SERIAL, "with a new line", as("EMP\n1")),
  wrong("employeeID", SERIAL, "with a lone surrogate", { json: "EMP\ud800" }),
  wrong("course", missing(NAMED), "missing", { json: undefined }),
  wrong("course", NAMED, "a string", { json: "COURSE-1" }),
  wrong("course.serial", missing(SERIAL), "missing", { json: undefined }),
  wrong("course.serial", SERIAL, "of 129 characters", as("s".repeat(129))),
  wrong("course.name", NAME, "empty", as("")),
  wrong("course.name", NAME, "of 301 characters", as("n".repeat(301))),
  wrong("batch", NAMED, "null", { json: null }),
  wrong("batch", NAMED, "an array", { json: ["BATCH-1", "Batch"] }),
  wrong("batch.serial", noString(SERIAL), "a number", { json: 1 }),
  wrong("batch.name", missing(NAME), "missing", { json: undefined }),
  wrong("batch.name", NAME, "with NUL", as("Batch\u0000")),
  wrong("absentReason", TEXT, "of 5001 characters", as("r".repeat(5_001))),
  wrong("absentReason", noString(TEXT), "false", { json: false }),
  wrong("assignedCourseSerial", missing(SERIAL), "missing", { json: undefined }),
  wrong("assignedCourseSerial", SERIAL, "empty", as("")),
  wrong("assignedCourseSerial", SERIAL, "of 129 characters", as("a".repeat(129))),
  wrong("feedback", missing(TEXT), "missing", { json: undefined }),
  wrong("feedback", noString(TEXT), "null", { json: null }),
  wrong("feedback", TEXT, "with an escape character", as("\u001b[31m")),
  wrong("isAttend", missing(TRUTH), "missing", { json: undefined, cell: "" }),
  wrong("isAttend", TRUTH, "null", { json: null }),
  wrong("isAttend", TRUTH, "a word", { json: "true", cell: "maybe" }),
  wrong("isAttend", TRUTH, "a number", { json: 1, cell: "2" }),
  wrong("userAssignedStatus", missing(STATUS), "missing", { json: undefined }),
  wrong("userAssignedStatus", STATUS, "empty", as("")),
  wrong("userAssignedStatus", STATUS, "in lower case, or in other words", { json: "ongoing", cell: "on going" }),
  wrong("postActivityStatus", missing(POST_STATUS), "missing", { json: undefined }),
  wrong("postActivityStatus", POST_STATUS, "null", { json: null }),
  wrong("postActivityStatus", POST_STATUS, "unknown", as("DONE")),
  wrong("postTestAttempt", missing(ATTEMPT), "missing", { json: undefined, cell: "" }),
  wrong("postTestAttempt", ATTEMPT, "negative", as(-1)),
  wrong("postTestAttempt", ATTEMPT, "a fraction", as(1.5)),
  wrong("postTestAttempt", ATTEMPT, "a word", as("once")),
  wrong("postTestAttempt", `${ATTEMPT} to 9007199254740991`, "beyond safe integers", asNumber("1e20")),
  wrong("postTestAttempt", `${ATTEMPT} to 9007199254740991`, "below safe integers", asNumber("-1e20")),
  wrong("postTestScore", missing(SCORE), "missing", { json: undefined, cell: "" }),
  wrong("postTestScore", SCORE, "null", { json: null }),
  wrong("postTestScore", SCORE, "negative", as(-0.5)),
  wrong("postTestScore", SCORE, "with a decimal comma", { json: "86,67" }),
  wrong("postTestScore", SCORE, "the word NaN", as("NaN")),
  wrong("postTestScore", SCORE, "in hexadecimal", { cell: "0x10" }),
  wrong("postTestScore", SCORE, "after a space", { cell: " 1" }),
  wrong("postTestScore", SCORE, "with a plus", { cell: "+1" }),
  wrong("postTestScore", SCORE, "with a leading zero", { cell: "01" }),
  wrong("postTestScore", `${SCORE} to 9007199254740991`, "that no number holds", asNumber("1e400")),
  wrong("postTestScore", `${SCORE} to 9007199254740991`, "one too large", asNumber("9007199254740992")),
  wrong("postTestScore", "must be 0 or a number from 1e-130", "too near to 0", asNumber("9.9e-131")),
  wrong("postTestPassingScore", missing(PASSING), "missing", { json: undefined }),
  wrong("postTestPassingScore", PASSING, "a fraction", as(70.5)),
  wrong("postTestPassingScore", PASSING, "a word", as("seventy")),
  wrong("postTestPassingScore", PASSING, "true", { json: true, cell: "true" }),
  wrong(
    "postTestPassingScore",
    "must be an integer from -9007199254740991 to 9007199254740991, or null",
    "below safe integers",
    asNumber("-1e20"),
  ),
];
