import { isDeepStrictEqual } from "node:util";
import type { StoredAssignment } from "../../../functions/shared/store/stored-assignment.ts";
import type { Owner } from "../../store/owner.ts";
import type { Reject } from "./rows.ts";
import type { Partition, SpooledRow } from "./spool.ts";

/** Rows of one employee that are held in memory; what a file has beyond is rejected. */
export const MAX_ROWS = 10_000;

/** All that a file says of one employee. */
export type Gathered = Owner & {
  /** The line of the first row. */
  readonly line: number;
  /** In the order of the file, each `assignedCourseSerial` once. */
  readonly assignments: readonly { readonly line: number; readonly assignment: StoredAssignment }[];
  /** How many rows repeated one of them. */
  readonly repeated: number;
  /** How many rows that was, those included that only registered the employee. */
  readonly rows: number;
  /** Whether no row of the employee was rejected. */
  readonly complete: boolean;
};

type Group = Owner & {
  readonly line: number;
  rows: number;
  repeated: number;
  complete: boolean;
  readonly known: Map<string, { line: number; assignment: StoredAssignment }>;
};

/**
 * Gathers the rows of a part of the file by employee. A serial may stand there again with the same contents; with other
 * contents the first row counts, and each later one is rejected.
 *
 * @param reject takes what cannot be gathered
 */
export const gather = async (partition: Partition, reject: (rejected: Reject) => void): Promise<Gathered[]> => {
  const groups = new Map<string, Group>();
  for await (const row of partition) {
    const { companySerial, employeeID, line } = row;
    const key = `${companySerial}#${employeeID}`;
    const group = groups.get(key) ?? newGroup(row);
    groups.set(key, group);
    if ("incomplete" in row) {
      group.complete = false;
      continue;
    }
    const problem = add(group, line, row.assignment);
    if (problem === undefined) continue;
    group.complete = false;
    reject(rejectOf({ companySerial, employeeID }, line, row.assignment, problem));
  }
  // An employee all of whose rows were rejected is not made known.
  return [...groups.values()]
    .filter(({ rows }) => rows > 0)
    .map(({ known, ...group }) => ({ ...group, assignments: [...known.values()] }));
};

const newGroup = ({ companySerial, employeeID, line }: SpooledRow): Group => ({
  companySerial,
  employeeID,
  line,
  rows: 0,
  repeated: 0,
  complete: true,
  known: new Map(),
});

/** @returns why the row cannot be taken */
const add = (group: Group, line: number, assignment: StoredAssignment | undefined): string | undefined => {
  if (assignment) {
    const serial = assignment.assignedCourseSerial;
    const first = group.known.get(serial);
    if (first && !isDeepStrictEqual(first.assignment, assignment)) {
      return `row assignedCourseSerial: must stand once for an employee, and line ${first.line} has it with other contents`;
    }
    if (!first && group.known.size === MAX_ROWS) {
      return `row employeeID: must have at most ${MAX_ROWS} assignments in a file`;
    }
    if (first) group.repeated += 1;
    else group.known.set(serial, { line, assignment });
  }
  group.rows += 1;
  return undefined;
};

/** @returns the rejection of a row that was valid by itself, which is given as NDJSON */
export const rejectOf = (
  owner: Owner,
  line: number,
  assignment: StoredAssignment | undefined,
  problem: string,
): Reject => ({
  line,
  problems: [problem],
  row: JSON.stringify({ ...owner, ...assignment }),
  owner,
});
