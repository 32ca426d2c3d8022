import { isDeepStrictEqual } from "node:util";
import { categories } from "../../../functions/shared/store/categories.ts";
import type { HasSerial } from "../../../functions/shared/store/lists.ts";
import type { StoredAssignment } from "../../../functions/shared/store/stored-assignment.ts";
import { type ListState, type Plan, register, upsert } from "../../store/plans.ts";
import { replace } from "../../store/replace.ts";
import type { ListWriter } from "../../store/writer.ts";
import type { Gathered } from "./gather.ts";

export type Mode = "upsert" | "replace";

/** How many of an employee's assignments changed, and how. */
export type Changes = {
  readonly added: number;
  readonly updated: number;
  /** Rows of the file that the table has already. */
  readonly unchanged: number;
  readonly removed: number;
};

/**
 * Applies the rows of an employee to the stored list, or only returns what that would change. `replace` needs all of
 * the employee's rows: if one of them was rejected, nothing is removed.
 *
 * @param expectUnknown whether the employee is probably not in the table: one call less if right, one more if wrong
 */
export const applyTo = async (
  take: ListWriter<StoredAssignment>["change"],
  mode: Mode,
  gathered: Gathered,
  expectUnknown: boolean,
): Promise<Changes & { readonly wasKnown: boolean }> => {
  const { companySerial, employeeID, complete, repeated } = gathered;
  const given = gathered.assignments.map(({ assignment }) => assignment);
  const list = { companySerial, category: categories.webinar.name, employeeID };
  const plan = planFor(mode === "replace" && complete ? "replace" : "upsert", given);
  const { before, after } = await take(list, plan, { expectUnknown });
  return { ...changesBetween(before, after, given, repeated), wasKnown: before.version !== undefined };
};

const planFor = (mode: Mode, given: readonly StoredAssignment[]): Plan<StoredAssignment> => {
  if (mode === "replace") return replace(given);
  return given.length > 0 ? upsert(given) : register;
};

const changesBetween = (
  before: ListState<StoredAssignment>,
  after: ListState<StoredAssignment>,
  given: readonly StoredAssignment[],
  repeated: number,
): Changes => {
  const had = bySerial(before.records);
  const has = bySerial(after.records);
  const added = given.filter(({ assignedCourseSerial }) => !had.has(assignedCourseSerial)).length;
  const updated = given.filter((record) => {
    const old = had.get(record.assignedCourseSerial);
    return old !== undefined && !isDeepStrictEqual(old, record);
  }).length;
  const removed = [...had.keys()].filter((serial) => !has.has(serial)).length;
  return { added, updated, unchanged: given.length + repeated - added - updated, removed };
};

const bySerial = <Record extends HasSerial>(records: readonly Record[]) =>
  new Map(records.map((record) => [record.assignedCourseSerial, record]));
