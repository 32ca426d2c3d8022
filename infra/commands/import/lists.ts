import { pMapIterable, pMapSkip } from "p-map";
import { ApiError } from "../../../functions/shared/errors/api-error.ts";
import type { ListWriter } from "../../store/writer.ts";
import { ListTooLong } from "./bound.ts";
import { applyTo, type Changes, type Mode } from "./changes.ts";
import { type Gathered, gather, rejectOf } from "./gather.ts";
import type { Reject } from "./rows.ts";
import type { Spool } from "./spool.ts";
import { ownerWords } from "./wording.ts";

type Work = {
  /** The writer's `change`, or its `preview`. */
  readonly take: ListWriter["change"];
  readonly mode: Mode;
  /** How many lists are written at a time. */
  readonly concurrency: number;
  /** Once aborted, work in progress is finished and nothing new is started. */
  readonly signal: AbortSignal;
  readonly onChanges: (gathered: Gathered, changes: Changes) => void;
  readonly onReject: (reject: Reject) => void;
};

/**
 * Applies the spooled rows of every list. Rows are rejected if their list would become too long, or has a stored record
 * that is not valid, because no change of such a list can be planned. Any other failure, also of the spool or the rejects file,
 * ends the work once what is in progress is finished.
 *
 * @returns that failure, if there was one
 */
export const applyAll = async (spool: Spool, work: Work): Promise<{ readonly failure: unknown } | undefined> => {
  const { take, mode, concurrency, signal, onChanges, onReject } = work;
  let failed: { failure: unknown } | undefined;
  // The lists of a file are mostly all new or all known: the next one is probably like the last one.
  let expectUnknown = false;

  async function* lists(): AsyncGenerator<Gathered> {
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
      const problem = listProblem(error, gathered);
      if (problem) return () => rejectsOf(gathered, problem).forEach(onReject);
      failed ??= { failure: error };
      return pMapSkip;
    }
  };

  // Reads ahead twice as many as are written at a time, so that a slow one does not make the others wait.
  const options = { concurrency, backpressure: 2 * concurrency, preserveOrder: false };
  for await (const report of pMapIterable(lists(), apply, options)) {
    try {
      report();
    } catch (error) {
      failed ??= { failure: error };
    }
  }
  return failed;
};

/** @returns why no row of the list can be taken; `undefined` for any other failure */
const listProblem = (error: unknown, { list: { category } }: Gathered): string | undefined => {
  const { field } = ownerWords[category.owner];
  if (error instanceof ListTooLong) {
    const { bound, total } = error;
    return `row ${field}: must have at most ${bound} records of the category ${category.name}, but would have ${total}`;
  }
  if (!(error instanceof ApiError) || error.entry.errorCode !== 170) return undefined;
  const { position, fields = [] } = error.diagnosis;
  if (position === undefined)
    return `row ${field}: must have a valid list in the table, but that is broken (see export --verify)`;
  return `row ${field}: must have valid records in the table, but position ${position} is not valid (${fields.join(", ")})`;
};

const rejectsOf = ({ list, line, records }: Gathered, problem: string): Reject[] => {
  const rows = records.length > 0 ? records : [{ line, record: undefined }];
  return rows.map((row) => rejectOf(list, row.line, row.record, problem));
};
