import * as z from "zod/mini";
import { companySerial } from "../../../functions/shared/auth/client-registry.ts";
import { type Category, type CategoryName, categories } from "../../../functions/shared/store/categories.ts";
import { fieldsOf } from "../../reference/record-fields.ts";
import { categoryName, DEFAULT_CATEGORY, type ListOwner, OWNER_FIELDS, owners } from "../../store/owner.ts";
import { CommandError } from "../terminal/command.ts";
import { type MendedCell, mendOwner, mendRecord } from "./identifiers.ts";
import { mendIdentifier } from "./mend.ts";
import { storable } from "./storable.ts";
import { otherCategory, otherCompany, problemsOf, rowProblems, wordIssues } from "./wording.ts";

/** A valid row; without a record it only registers the owner of the list. */
export type Row = ListOwner & {
  readonly line: number;
  readonly record: object | undefined;
  /** The cells of the row that were mended, if any. */
  readonly mended?: readonly MendedCell[];
};

export type Reject = {
  /** The physical line, counted from 1, on which the row starts. */
  readonly line: number;
  /** Every problem found, each as `row <field>: <rule>`. */
  readonly problems: readonly string[];
  /** The text as it was read; its first 1,000 characters where the line is over the limit. */
  readonly row: string;
  /** Whether the row was valid by itself, and breaks a rule with others or with the table: `row` is NDJSON then. */
  readonly wasValid?: true;
  /** What of the row's list could be read. */
  readonly owner: Partial<ListOwner>;
};

type Origin = {
  readonly line: number;
  /** The row's text. */
  readonly raw: string;
  /** What reading the row's cells mended. */
  readonly mended?: readonly MendedCell[] | undefined;
};

/** What all rows of a file have in common, which may leave it out then. */
export type Common = {
  readonly company?: string | undefined;
  readonly category?: CategoryName | undefined;
};

export type RowParser = {
  /** Checks a row's value, whatever it is; unknown fields are ignored. */
  parse(value: unknown, origin: Origin): Row | Reject;
  /** Rejects a row that has no value at all. */
  reject(problem: string, origin: Origin): Reject;
};

/** How the rows of a category are checked. */
const rulesOf = (category: Category) => ({
  isCompanys: category.owner === "company",
  owner: owners[category.owner],
  record: storable(category.stored),
  wordIssue: wordIssues(fieldsOf(category)),
});
const rules = Object.fromEntries(
  Object.entries(categories).map(([name, category]) => [name, rulesOf(category)]),
) as Record<CategoryName, ReturnType<typeof rulesOf>>;

const companyAlone = z.object({ companySerial });

/** @throws {CommandError} if `company` is no company serial */
export const createRowParser = ({ company, category }: Common): RowParser => {
  if (company !== undefined) refuseWrongCompany(company);
  const known: Partial<ListOwner> = {
    ...(company !== undefined && { companySerial: company }),
    ...(category !== undefined && { category, ...(rules[category].isCompanys && { employeeID: "" }) }),
  };

  const reject = (problems: readonly string[], { line, raw }: Origin, of: Partial<ListOwner>): Reject => ({
    line,
    problems,
    row: raw,
    owner: of,
  });

  return {
    reject: (problem, origin) => reject([problem], origin, known),
    parse(given, origin) {
      if (!isObject(given)) return reject([rowProblems.notAnObject], origin, known);
      const owned = mendOwner(given);
      const { value } = owned;
      const { companySerial: ofRow, category: kind = category ?? DEFAULT_CATEGORY } = value;
      const named = { companySerial: company ?? ofRow, employeeID: value["employeeID"] };
      const isOtherCompany = company !== undefined && ofRow !== undefined && ofRow !== company;
      const isOtherCategory = category !== undefined && kind !== category;
      const foreign = [...(isOtherCompany ? [otherCompany] : []), ...(isOtherCategory ? [otherCategory] : [])];

      const name = z.safeParse(categoryName, category ?? kind);
      if (!name.success) {
        // Whether it must have an employee, and which other fields, depends on the category.
        const { error, data } = z.safeParse(companyAlone, named);
        const problems = [...foreign, ...problemsOf(error, named), ...problemsOf(name.error, undefined, "category")];
        return reject(problems, origin, { ...data });
      }
      const rule = rules[name.data];
      const ownerOf = z.safeParse(rule.owner, named);
      // If all other fields are unknown, they are probably a record's under other names: nobody is registered.
      const hasRecord = Object.keys(value).some((field) => !OWNER_FIELDS.includes(field));
      // A row of another category has none of this one's fields.
      const row = hasRecord && !isOtherCategory ? mendRecord(owned, name.data) : owned;
      const what =
        hasRecord && !isOtherCategory ? z.safeParse(rule.record, row.value, { error: rule.wordIssue }) : undefined;
      if (ownerOf.success && what?.success !== false && foreign.length === 0) {
        const found = { ...ownerOf.data, category: name.data, line: origin.line, record: what?.data };
        const mended = origin.mended?.length ? [...origin.mended, ...row.mended] : row.mended;
        return mended.length > 0 ? { ...found, mended } : found;
      }
      const problems = [...foreign, ...problemsOf(ownerOf.error, named), ...problemsOf(what?.error, row.value)];
      const employee = rule.isCompanys ? { employeeID: "" } : {};
      return reject(problems, origin, { ...readable(named, ownerOf.error), ...employee, category: name.data });
    },
  };
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const refuseWrongCompany = (company: string): void => {
  const { error } = z.safeParse(companySerial, company);
  if (error) throw new CommandError(`--company: ${error.issues.map(({ message }) => message).join("; ")}`);
  // The rows' own are mended: the given one would then be another company.
  const mended = mendIdentifier(company);
  if ("problem" in mended) throw new CommandError(`--company: ${mended.problem}`);
  if (mended.value !== company)
    throw new CommandError("--company: must have no outer blanks, zero-width characters or separate accents (NFC)");
};

/** The fields of the owner that have no problem. */
const readable = (row: Readonly<Record<string, unknown>>, error: z.core.$ZodError | undefined): Partial<ListOwner> => {
  const wrong = new Set(error?.issues.map(({ path: [field] }) => field));
  return Object.fromEntries(Object.entries(row).filter(([field]) => !wrong.has(field)));
};
