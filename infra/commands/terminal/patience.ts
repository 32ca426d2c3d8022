import { setTimeout as pause } from "node:timers/promises";
import { backoffMs } from "../../../functions/shared/backoff.ts";
import { ApiError } from "../../../functions/shared/errors/api-error.ts";
import type { Retry } from "../../store/commit.ts";

const ATTEMPTS = 6;
const BACKOFF = { firstMs: 500, maxMs: 8_000 };
/** Milliseconds between two lines: many workers share one patience and wait for the same table. */
const SAY_EVERY_MS = 2_000;

/**
 * Makes what runs work again that failed with code 160 (the table is throttled or unreachable): six attempts in all,
 * with exponential backoff and full jitter, 15.5 seconds of pauses at the most. Every other error is thrown at once.
 *
 * @param say takes a line for people, at most every two seconds
 * @param signal once aborted, nothing is tried again: work that fails then rejects with its own error
 */
export const createPatience = ({ say, signal }: { say: (line: string) => void; signal?: AbortSignal }): Retry => {
  let saidAt = Number.NEGATIVE_INFINITY;
  const report = (error: ApiError, pauseMs: number, attempt: number) => {
    if (performance.now() - saidAt < SAY_EVERY_MS) return;
    saidAt = performance.now();
    const when = `trying again in ${(pauseMs / 1_000).toFixed(1)} s (${attempt} of ${ATTEMPTS})`;
    say(`The table is throttled or unreachable (${causeOf(error)}); ${when}`);
  };

  return async (work) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work();
      } catch (error) {
        if (attempt === ATTEMPTS || !isUnavailable(error) || signal?.aborted) throw error;
        const pauseMs = backoffMs(attempt, BACKOFF);
        report(error, pauseMs, attempt + 1);
        await pause(pauseMs, undefined, signal && { signal }).catch(() => {});
        if (signal?.aborted) throw error;
      }
    }
  };
};

/** Credentials that have expired do not renew themselves on a person's machine, as a function's do. */
const isUnavailable = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.entry.errorCode === 160 && causeOf(error) !== "ExpiredTokenException";

/** @returns the errno or the name of the error behind a failure of the store, or the store's own reason without one */
export const causeOf = ({ cause, diagnosis }: ApiError): string => {
  if (!(cause instanceof Error)) return diagnosis.reason ?? "unknown";
  return "code" in cause && typeof cause.code === "string" ? cause.code : cause.name;
};
