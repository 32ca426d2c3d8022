import * as z from "zod/mini";
import { companySerial } from "../../../functions/shared/auth/client-registry.ts";
import { type StoredAssignment, storedAssignment } from "../../../functions/shared/store/stored-assignment.ts";
import { type Owner, owner } from "../../store/owner.ts";
import { CommandError } from "../terminal/command.ts";
import { otherCompany, problemsOf, rowProblems, tooSmallScore, wordIssue } from "./wording.ts";

/** A valid row; without an assignment it only registers the employee. */
export type Row = Owner & { readonly line: number; readonly assignment: StoredAssignment | undefined };

export type Reject = {
  /** The physical line, counted from 1, on which the row starts. */
  readonly line: number;
  /** Every problem found, each as `row <field>: <rule>`. */
  readonly problems: readonly string[];
  /** The text as it was read; its first 1,000 characters where the line is over the limit. */
  readonly row: string;
  /** The valid fields of the row's owner. */
  readonly owner: Partial<Owner>;
};

/** A row's line and its text. */
type Origin = { readonly line: number; readonly raw: string };

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
  parse(value: unknown, origin: Origin): Row | Reject;
  /** Rejects a row that has no value at all. */
  reject(problem: string, origin: Origin): Reject;
};

/**
 * @param company the company of every row, which may leave its serial out then
 * @throws {CommandError} if `company` is no company serial
 */
export const createRowParser = ({ company }: { readonly company?: string | undefined }): RowParser => {
  if (company !== undefined) refuseWrongCompany(company);
  const known: Partial<Owner> = company === undefined ? {} : { companySerial: company };

  const reject = (problems: readonly string[], { line, raw }: Origin, of: Partial<Owner>): Reject => ({
    line,
    problems,
    row: raw,
    owner: of,
  });

  return {
    reject: (problem, origin) => reject([problem], origin, known),
    parse(value, origin) {
      if (!isObject(value)) return reject([rowProblems.notAnObject], origin, known);
      const { companySerial: ofRow, employeeID } = value;
      const named = { companySerial: company ?? ofRow, employeeID };
      const ownerOf = z.safeParse(owner, named);
      // If all other fields are unknown, they are probably an assignment's under other names: no employee is registered.
      const assigns = Object.keys(value).some(
        (field) => !Object.hasOwn(owner.shape, field) && value[field] !== undefined,
      );
      const what = assigns ? z.safeParse(storable, value, { error: wordIssue }) : undefined;
      const isOtherCompany = company !== undefined && ofRow !== undefined && ofRow !== company;
      if (ownerOf.success && what?.success !== false && !isOtherCompany) {
        return { ...ownerOf.data, line: origin.line, assignment: what?.data };
      }
      const problems = [
        ...(isOtherCompany ? [otherCompany] : []),
        ...problemsOf(ownerOf.error),
        ...problemsOf(what?.error),
      ];
      return reject(problems, origin, readable(named, ownerOf.error));
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
