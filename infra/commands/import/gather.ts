import { isDeepStrictEqual } from "node:util";
import type { StoredAssignment } from "../../../functions/shared/store/stored-assignment.ts";
import type { Owner } from "../../store/owner.ts";
import type { Reject } from "./rows.ts";
import type { Partition, SpooledRow } from "./spool.ts";

/** How many rows of one employee are held in memory; more rows than that are rejected. */
export const MAX_ROWS = 10_000;

/** All rows of a file that one employee has. */
export type Gathered = Owner & {
  /** The line of the first row. */
  readonly line: number;
  /** In the order of the file, each `assignedCourseSerial` once. */
  readonly assignments: readonly { readonly line: number; readonly assignment: StoredAssignment }[];
  /** How many rows repeat one of them. */
  readonly repeated: number;
  /** How many rows there are, including those that only register the employee. */
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
 * Groups the rows of one partition by employee. A serial may be repeated with the same contents; with other contents
 * the first row counts, and each later one is rejected.
 *
 * @param reject is called with each of those
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
  // An employee whose rows were all rejected is not registered.
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
      return `row assignedCourseSerial: must be unique for an employee, but line ${first.line} has it with other contents`;
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
