import type { Context } from "aws-lambda";
import { ApiError } from "./errors.ts";

/** Milliseconds kept back from the invocation's own time, to map the error, log it and answer. */
const MARGIN_MS = 500;

/**
 * Runs `work` and gives up on it shortly before Lambda would end the invocation, so that the caller gets code 161 in the
 * dictionary's shape and not the gateway's own error.
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
