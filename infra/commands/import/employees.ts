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
  /** How many employees are at work at a time. */
  readonly concurrency: number;
  /** Aborted, what is in flight is finished and nothing else begun. */
  readonly signal: AbortSignal;
  readonly onChanges: (gathered: Gathered, changes: Changes) => void;
  readonly onReject: (reject: Reject) => void;
};

/**
 * Brings every employee of the spool to what the file says. The rows of one whose list has a stored record that is not
 * valid are rejected, since such a list cannot be planned on; any other failure, also of the spool or of the rejects'
 * file, lets what is in flight finish and ends the work.
 *
 * @returns that failure
 */
export const applyAll = async (spool: Spool, work: Work): Promise<{ readonly failure: unknown } | undefined> => {
  const { take, mode, concurrency, signal, onChanges, onReject } = work;
  let failed: { failure: unknown } | undefined;
  // Files come in whole: as the last employee was, so the next will most likely be.
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
      // Of the temporary folder or the rejects file.
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

  // Twice as many as are at work are read ahead, so that a slow one does not keep the others waiting.
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
    return "row employeeID: must have a whole list in the table, and it is broken (export --verify)";
  return `row employeeID: must have valid records in the table, and position ${position} has none (${fields.join(", ")})`;
};

const rejectsOf = ({ companySerial, employeeID, line, assignments }: Gathered, problem: string): Reject[] => {
  const owner = { companySerial, employeeID };
  const rows = assignments.length > 0 ? assignments : [{ line, assignment: undefined }];
  return rows.map((row) => rejectOf(owner, row.line, row.assignment, problem));
};
