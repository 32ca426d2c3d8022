import * as z from "zod/mini";
import { companySerial } from "../../../functions/shared/auth/client-registry.ts";
import { type StoredAssignment, storedAssignment } from "../../../functions/shared/store/stored-assignment.ts";
import { type Owner, owner } from "../../store/owner.ts";
import { CommandError } from "../terminal/command.ts";
import { otherCompany, problemsOf, rowProblems, tooSmallScore, wordIssue } from "./wording.ts";

/** A row that is in order; without an assignment it only registers the employee. */
export type Row = Owner & { readonly line: number; readonly assignment: StoredAssignment | undefined };

export type Reject = {
  /** The physical line, counted from 1, on which the row starts. */
  readonly line: number;
  /** Every problem found, each as `row <field>: <rule>`. */
  readonly problems: readonly string[];
  /** The text as it was read; its first 1,000 characters where the line is over the limit. */
  readonly row: string;
  /** What could be read validly of whose row it is. */
  readonly owner: Partial<Owner>;
};

/** Where a row stands, and its text. */
type Place = { readonly line: number; readonly raw: string };

/** The least number above 0 that DynamoDB stores. */
const LEAST_NUMBER = 1e-130;

// DynamoDB has no -0: what is written must compare equal to what is read back.
const unsigned = <Value extends number | null>(value: Value): Value | 0 => (value === 0 ? 0 : value);

/** The stored assignment, its numbers narrowed to those that DynamoDB and its marshaller can store. */
const storable = z.extend(storedAssignment, {
  postTestAttempt: storedAssignment.shape.postTestAttempt.check(z.overwrite(unsigned)),
  postTestScore: storedAssignment.shape.postTestScore.check(
    z.maximum(Number.MAX_SAFE_INTEGER),
    z.refine((score) => score <= 0 || score >= LEAST_NUMBER, tooSmallScore),
    z.overwrite(unsigned),
  ),
  postTestPassingScore: storedAssignment.shape.postTestPassingScore.check(z.overwrite(unsigned)),
});

export type RowParser = {
  /** Checks a row's value, whatever it is; unknown fields are ignored. */
  parse(value: unknown, place: Place): Row | Reject;
  /** Rejects a row that has no value at all. */
  reject(problem: string, place: Place): Reject;
};

/**
 * @param company the company of every row, which may leave its serial out then
 * @throws {CommandError} if `company` is no company serial
 */
export const createRowParser = ({ company }: { readonly company?: string | undefined }): RowParser => {
  if (company !== undefined) refuseWrongCompany(company);
  const known: Partial<Owner> = company === undefined ? {} : { companySerial: company };

  const reject = (problems: readonly string[], { line, raw }: Place, of: Partial<Owner>): Reject => ({
    line,
    problems,
    row: raw,
    owner: of,
  });

  return {
    reject: (problem, place) => reject([problem], place, known),
    parse(value, place) {
      if (!isObject(value)) return reject([rowProblems.notAnObject], place, known);
      const { companySerial: ofRow, employeeID } = value;
      const named = { companySerial: company ?? ofRow, employeeID };
      const whose = z.safeParse(owner, named);
      // Fields that nobody knows, and no other, are an assignment's under other names: such a row registers nobody.
      const assigns = Object.keys(value).some(
        (field) => !Object.hasOwn(owner.shape, field) && value[field] !== undefined,
      );
      const what = assigns ? z.safeParse(storable, value, { error: wordIssue }) : undefined;
      const strange = company !== undefined && ofRow !== undefined && ofRow !== company;
      if (whose.success && what?.success !== false && !strange) {
        return { ...whose.data, line: place.line, assignment: what?.data };
      }
      const problems = [...(strange ? [otherCompany] : []), ...problemsOf(whose.error), ...problemsOf(what?.error)];
      return reject(problems, place, readable(named, whose.error));
    },
  };
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const refuseWrongCompany = (company: string): void => {
  const { error } = z.safeParse(companySerial, company);
  if (error) throw new CommandError(`--company: ${error.issues.map(({ message }) => message).join("; ")}`);
};

/** The fields of the owner that have no problem. */
const readable = (row: Readonly<Record<string, unknown>>, error: z.core.$ZodError | undefined): Partial<Owner> => {
  const wrong = new Set(error?.issues.map(({ path: [field] }) => field));
  return Object.fromEntries(
    Object.keys(owner.shape).flatMap((field) => (wrong.has(field) ? [] : [[field, row[field]]])),
  );
};
