import type { Context } from "aws-lambda";
import { ApiError } from "./errors/api-error.ts";

/** Milliseconds kept back from the invocation's own time, to map the error, log it and answer. */
const MARGIN_MS = 500;

/**
 * Runs `work` and gives up on it shortly before Lambda would end the invocation, so that the caller gets code 161 in
 * the dictionary's shape and not the gateway's own error.
 *
 * @param work gets a signal that is aborted at that moment, to stop what it has under way
 * @returns what `work` returns
 * @throws {ApiError} `deadlineExceeded`
 */
export const beforeDeadline = async <Result>(
  context: Pick<Context, "getRemainingTimeInMillis">,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> => {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => {
        reject(new ApiError("deadlineExceeded"));
        controller.abort();
      },
      Math.max(0, context.getRemainingTimeInMillis() - MARGIN_MS),
    );
  });
  try {
    return await Promise.race([work(controller.signal), deadline]);
  } finally {
    clearTimeout(timer);
  }
};

/**
 * Milliseconds that one look-up of a request may take, however many calls, attempts and pauses it is made of. A request
 * makes two, one after the other (the client registry's, the list's), at a cold start behind the key set's 4 s
 * (`auth/provider.ts`): together below the 9.5 s that `beforeDeadline` leaves it of a function's 10. Only where a key set
 * comes so late that its prefetch fails and the fetch after it does not, can they meet that, and end with code 161.
 */
const BUDGET_MS = 2_700;

/**
 * Runs one look-up with a signal that is aborted when its budget is spent, when `outer` is, or when the look-up fails: of
 * two calls side by side nobody waits for the other then.
 *
 * @returns what `work` returns
 */
export const withinBudget = async <Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  outer?: AbortSignal,
): Promise<Result> => {
  const controller = new AbortController();
  // `AbortSignal.timeout` could not be cleared, and would keep what it belongs to for all the time of the budget.
  const timer = setTimeout(() => controller.abort(), BUDGET_MS);
  try {
    return await work(outer ? AbortSignal.any([controller.signal, outer]) : controller.signal);
  } catch (error) {
    controller.abort();
    throw error;
  } finally {
    clearTimeout(timer);
  }
};
