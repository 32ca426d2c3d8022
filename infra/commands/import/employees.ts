import { pMapIterable, pMapSkip } from "p-map";
import { ApiError } from "../../../functions/shared/errors/api-error.ts";
import type { StoredAssignment } from "../../../functions/shared/store/stored-assignment.ts";
import type { ListWriter } from "../../store/writer.ts";
import { applyTo, type Changes, type Mode } from "./changes.ts";
import { type Gathered, gather, rejectOf } from "./gather.ts";
import type { Reject } from "./rows.ts";
import type { Spool } from "./spool.ts";

type Work = {
  /** The writer's `change`, or its `preview`. */
  readonly take: ListWriter<StoredAssignment>["change"];
  readonly mode: Mode;
  /** How many employees are written at a time. */
  readonly concurrency: number;
  /** Once aborted, work in progress is finished and nothing new is started. */
  readonly signal: AbortSignal;
  readonly onChanges: (gathered: Gathered, changes: Changes) => void;
  readonly onReject: (reject: Reject) => void;
};

/**
 * Applies the spooled rows of every employee. Rows are rejected if their employee's list has a stored record that is
 * not valid, because no change of such a list can be planned. Any other failure, also of the spool or the rejects file,
 * ends the work once what is in progress is finished.
 *
 * @returns that failure, if there was one
 */
export const applyAll = async (spool: Spool, work: Work): Promise<{ readonly failure: unknown } | undefined> => {
  const { take, mode, concurrency, signal, onChanges, onReject } = work;
  let failed: { failure: unknown } | undefined;
  // The employees of a file are mostly all new or all known: the next one is probably like the last one.
  let expectUnknown = false;

  async function* employees(): AsyncGenerator<Gathered> {
    try {
      for await (const partition of spool.partitions()) {
        for (const gathered of await gather(partition, onReject)) {
          if (signal.aborted || failed) return;
          yield gathered;
        }
      }
    } catch (error) {
      // A failure of the temporary folder or the rejects file.
      failed ??= { failure: error };
    }
  }

  const apply = async (gathered: Gathered) => {
    try {
      const { wasKnown, ...changes } = await applyTo(take, mode, gathered, expectUnknown);
      expectUnknown = !wasKnown;
      return () => onChanges(gathered, changes);
    } catch (error) {
      const problem = storedProblem(error);
      if (problem) return () => rejectsOf(gathered, problem).forEach(onReject);
      failed ??= { failure: error };
      return pMapSkip;
    }
  };

  // Reads ahead twice as many as are written at a time, so that a slow one does not make the others wait.
  const options = { concurrency, backpressure: 2 * concurrency, preserveOrder: false };
  for await (const report of pMapIterable(employees(), apply, options)) {
    try {
      report();
    } catch (error) {
      failed ??= { failure: error };
    }
  }
  return failed;
};

const storedProblem = (error: unknown): string | undefined => {
  if (!(error instanceof ApiError) || error.entry.errorCode !== 170) return undefined;
  const { position, fields = [] } = error.diagnosis;
  if (position === undefined)
    return "row employeeID: must have a valid list in the table, but that is broken (see export --verify)";
  return `row employeeID: must have valid records in the table, but position ${position} is not valid (${fields.join(", ")})`;
};

const rejectsOf = ({ companySerial, employeeID, line, assignments }: Gathered, problem: string): Reject[] => {
  const owner = { companySerial, employeeID };
  const rows = assignments.length > 0 ? assignments : [{ line, assignment: undefined }];
  return rows.map((row) => rejectOf(owner, row.line, row.assignment, problem));
};
