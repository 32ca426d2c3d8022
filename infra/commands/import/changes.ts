import { isDeepStrictEqual } from "node:util";
import { categories } from "../../../functions/shared/store/categories.ts";
import type { HasSerial } from "../../../functions/shared/store/lists.ts";
import type { StoredAssignment } from "../../../functions/shared/store/stored-assignment.ts";
import { type ListState, type Plan, register, upsert } from "../../store/plans.ts";
import { replace } from "../../store/replace.ts";
import type { ListWriter } from "../../store/writer.ts";
import type { Gathered } from "./gather.ts";

export type Mode = "upsert" | "replace";

/** What became of an employee's assignments. */
export type Changes = {
  readonly added: number;
  readonly updated: number;
  /** Rows of the file that the table had already. */
  readonly unchanged: number;
  readonly removed: number;
};

/**
 * Brings an employee's list to what the file says, or only says what that would change. `replace` takes an employee's
 * rows for the whole truth, and so it removes nothing where some of them were rejected.
 *
 * @param expectUnknown whether the table most likely does not know the employee: one call less if so, one more if not
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
