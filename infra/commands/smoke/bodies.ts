import * as z from "zod/mini";
import { describeBody, isObject } from "./answers.ts";
import { type Problem, problem } from "./check.ts";
import type { Answer } from "./send.ts";

/** What people wrote, and what opens the door: only the length is told. */
const PRIVATE = new Set<PropertyKey | undefined>(["accessToken", "absentReason", "feedback"]);

/**
 * Holds an answer's body against its schema, and its fields against the schema's: exactly these, in this order.
 *
 * @returns the parsed body, `undefined` where it breaks the schema
 */
export const checkBody = <Schema extends z.ZodMiniType>(
  answer: Answer,
  schema: Schema,
): { problems: Problem[]; data: z.output<Schema> | undefined } => {
  const { json } = answer;
  if (!isObject(json)) {
    return { problems: [problem(answer, "body", "a JSON object", describeBody(answer))], data: undefined };
  }
  const { data, error } = z.safeParse(schema, json, { error: wordIssue });
  if (error) return { problems: error.issues.map((issue) => issueProblem(answer, issue)), data: undefined };
  const problems = differences(json, data).map(({ path, expected, seen }) =>
    problem(answer, ["body", path.join("."), "fields"].filter(Boolean).join(" "), expected, seen),
  );
  return { problems, data };
};

const issueProblem = (answer: Answer, { path, message }: z.core.$ZodIssue): Problem =>
  problem(
    answer,
    `body ${path.join(".")}`,
    // The contract's schemas speak to whoever sends: "is required, must be 1 to 128 characters".
    message.replace(/^(is required, )?must be /, ""),
    describeValue(path.reduce(memberOf, answer.json), path.at(-1)),
  );

/** For what the contract's schema has no message of its own for. */
const wordIssue = (issue: z.core.$ZodRawIssue): string => {
  if (issue.code === "invalid_value") return `one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}`;
  if (issue.code === "invalid_type") return `of type ${issue.expected}`;
  if (issue.code === "too_small") return `at least ${issue.minimum}`;
  return "another value";
};

const memberOf = (value: unknown, key: PropertyKey): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;

const describeValue = (value: unknown, key: PropertyKey | undefined): string => {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return PRIVATE.has(key) ? `${value.length} characters` : JSON.stringify(value);
  return typeof value === "object" && value !== null ? "an object or a list" : String(value);
};

type Difference = { readonly path: readonly string[]; readonly expected: string; readonly seen: string };

/** Where the fields of a body are others than those of what its schema made of it, which has them in its own order. */
const differences = (body: unknown, parsed: unknown, path: readonly string[] = []): Difference[] => {
  if (typeof parsed !== "object" || parsed === null) return [];
  const [expected, seen] = [fieldsOf(parsed), fieldsOf(body)];
  if (expected !== seen) return [{ path, expected, seen }];
  return Object.entries(parsed).flatMap(([key, member]) => differences(memberOf(body, key), member, [...path, key]));
};

const fieldsOf = (value: unknown): string =>
  typeof value === "object" && value !== null ? Object.keys(value).join(", ") : "";
