import type * as z from "zod/mini";
import type { StoredAssignment } from "../../../functions/shared/store/stored-assignment.ts";

/** Bytes of a row without its line end. A record that the contract allows has at most about 150,000, all escaped. */
export const MAX_LINE_BYTES = 1_000_000;

/** Problems of a row as a whole. None of them quotes the row, which is personal data. */
export const rowProblems = {
  notUtf8: "row: must be UTF-8",
  notJson: "row: must be JSON",
  notAnObject: "row: must be a JSON object",
  tooLong: `row: must be at most ${MAX_LINE_BYTES} bytes long`,
  quoteTooLong: `row: must close the quote that it opens, within ${MAX_LINE_BYTES} bytes`,
  quoteNotClosed: "row: must close the quote that it opens",
  textAfterQuote:
    "row: must continue with the delimiter after a closing quote; a quote inside a quoted cell is doubled",
  quoteInsideCell: "row: must have its quotes around whole cells; a quote inside a quoted cell is doubled",
} as const;

/** @returns what is wrong with a CSV row that has not as many cells as the header */
export const raggedRow = (cells: number, columns: number): string =>
  `row: has ${cells} column${cells === 1 ? "" : "s"}, must have ${columns}`;

export const otherCompany = "row companySerial: must be left out or be the one that --company gives";
export const tooSmallScore = "must be 0 or a number from 1e-130";

const LARGEST = Number.MAX_SAFE_INTEGER;

/** A numeric field's rule, and the rule for a number that is too large to be stored. */
const numberRules = new Map<string | undefined, readonly [rule: string, beyond: string]>(
  Object.entries({
    postTestAttempt: ["must be an integer from 0", `must be an integer from 0 to ${LARGEST}`],
    postTestScore: ["must be a number from 0", `must be a number from 0 to ${LARGEST}`],
    postTestPassingScore: ["must be an integer or null", `must be an integer from -${LARGEST} to ${LARGEST}, or null`],
  } satisfies Partial<Record<keyof StoredAssignment, readonly [string, string]>>),
);

/**
 * zod's error map for a row: the wording where the schema has no message of its own, in the style of the Error
 * Dictionary's code 110.
 */
export const wordIssue = (issue: z.core.$ZodRawIssue): string => {
  const rule = ruleOf(issue);
  return issue.input === undefined ? `is required, ${rule}` : rule;
};

const ruleOf = (issue: z.core.$ZodRawIssue): string => {
  if (issue.code === "invalid_value") return oneOf(issue.values);
  if (issue.code === "invalid_type" && issue.expected === "boolean") return "must be true or false";
  const [rule, beyond] = numberRules.get(issue.path?.join(".")) ?? [OBJECT_RULE, OBJECT_RULE];
  return typeof issue.input === "number" && Math.abs(issue.input) > LARGEST ? beyond : rule;
};

/** For the fields that are left, `course` and `batch`. */
const OBJECT_RULE = "must be a JSON object with serial and name";

const oneOf = (values: readonly unknown[]): string => {
  const named = values.filter((value) => value !== "").join(", ");
  return values.includes("") ? `must be one of ${named}, or empty` : `must be one of ${named}`;
};

/** @returns each problem once: a number far off breaks several rules that are worded as one */
export const problemsOf = (error: z.core.$ZodError | undefined): string[] => [
  ...new Set(error?.issues.map(({ path, message }) => `row ${path.join(".")}: ${message}`)),
];
