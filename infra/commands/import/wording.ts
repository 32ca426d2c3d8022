import type * as z from "zod/mini";
import type { Category } from "../../../functions/shared/store/categories.ts";
import type { Field } from "../../reference/record-fields.ts";
import { Unread } from "./cells.ts";

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
export const otherCategory = "row category: must be left out or be the one that --category gives";
export const tooSmallNumber = "must be 0 or a number from 1e-130";

/** How a problem names the owner of a list and its records, by the category's `owner`. */
export const ownerWords = {
  employee: { field: "employeeID", owner: "an employee", records: "assignments" },
  company: { field: "companySerial", owner: "a company", records: "records" },
} as const satisfies Record<Category["owner"], object>;

const LARGEST = Number.MAX_SAFE_INTEGER;

/**
 * zod's error map for a row: the wording where the schema has no message of its own, in the style of the Error
 * Dictionary's code 110.
 *
 * @param fields those of the row's category
 */
export const wordIssues = (fields: readonly Field[]): ((issue: z.core.$ZodRawIssue) => string) => {
  const byPath = new Map(fields.map((field) => [field.path.join("."), field]));
  return (issue) => {
    const rule = ruleOf(issue, byPath.get(`${issue.path?.join(".")}`));
    return issue.input === undefined ? `is required, ${rule}` : rule;
  };
};

const ruleOf = (issue: z.core.$ZodRawIssue, field: Field | undefined): string => {
  const orNull = field?.nullable ? ", or null" : "";
  if (issue.code === "invalid_value") return `${oneOf(issue.values)}${orNull}`;
  switch (field?.type) {
    case "boolean":
      return `must be true or false${orNull}`;
    case "integer":
    case "number":
      return numberRule(field, typeof issue.input === "number" && Math.abs(issue.input) > LARGEST);
    case "object":
      return `must be a JSON object with ${conjunction.format(field.names)}${orNull}`;
    default:
      return "is not valid";
  }
};

const conjunction = new Intl.ListFormat("en-GB", { type: "conjunction" });

/** @param beyond whether the number is too large to be stored: the rule has both bounds then */
const numberRule = ({ type, nullable, minimum = -LARGEST, maximum = LARGEST }: Field, beyond: boolean): string => {
  const from = beyond || minimum > -LARGEST ? ` from ${minimum}` : "";
  const to = beyond || maximum < LARGEST ? ` to ${maximum}` : "";
  const orNull = nullable ? `${from || to ? "," : ""} or null` : "";
  return `must be ${type === "integer" ? "an integer" : "a number"}${from}${to}${orNull}`;
};

const oneOf = (values: readonly unknown[]): string => {
  const named = values.filter((value) => value !== "").join(", ");
  return values.includes("") ? `must be one of ${named}, or empty` : `must be one of ${named}`;
};

/**
 * @param value what was checked: an `Unread` in it says itself what is wrong with it
 * @param field of the row, where the error is that of one field
 * @returns each problem once: a number far off breaks several rules that are worded as one
 */
export const problemsOf = (error: z.core.$ZodError | undefined, value: unknown, field?: string): string[] => [
  ...new Set(
    error?.issues.map(({ path, message }) => {
      const input = path.reduce<unknown>((inner, name) => Object(inner)[name], value);
      return `row ${field ?? path.join(".")}: ${input instanceof Unread ? input.problem : message}`;
    }),
  ),
];
