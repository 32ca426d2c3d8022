import { setTimeout as pause } from "node:timers/promises";
import pRetry from "p-retry";
import { ApiError } from "../../../functions/shared/errors/api-error.ts";

const ATTEMPTS = 6;
/** Before another attempt there is a random pause from 0 up to this many milliseconds, doubled at each, … */
const FIRST_PAUSE_MS = 500;
/** … and never above this. */
const MAX_PAUSE_MS = 8_000;
/** Many workers share one patience, and wait for the same table: milliseconds between two lines that say so. */
const SAY_EVERY_MS = 2_000;

export type Patience = <Result>(work: () => Promise<Result>) => Promise<Result>;

/**
 * Tries work again that ended in code 160 (the table is throttled or out of reach), six times in all, with exponential
 * backoff and full jitter: 15.5 seconds of pauses at the most. Every other error passes at once.
 *
 * @param say takes a line for people, at most every two seconds
 * @param signal once aborted, there are no more pauses: work that fails from then on rejects with its own error
 */
export const createPatience = ({ say, signal }: { say: (line: string) => void; signal?: AbortSignal }): Patience => {
  let saidAt = Number.NEGATIVE_INFINITY;
  const tell = (error: ApiError, pauseMs: number, attempt: number) => {
    if (performance.now() - saidAt < SAY_EVERY_MS) return;
    saidAt = performance.now();
    const when = `trying again in ${(pauseMs / 1_000).toFixed(1)} s (${attempt} of ${ATTEMPTS})`;
    say(`The table is throttled or out of reach (${causeOf(error)}); ${when}`);
  };
  const sleep = (ms: number) => pause(ms, undefined, signal && { signal }).catch(() => {});

  return (work) =>
    pRetry(work, {
      retries: ATTEMPTS - 1,
      // The pause is made below: the library's own jitter never goes under the full pause.
      minTimeout: 0,
      shouldRetry: async ({ error, attemptNumber }) => {
        if (!isUnavailable(error) || signal?.aborted) return false;
        const pauseMs = Math.random() * Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attemptNumber - 1));
        tell(error, pauseMs, attemptNumber + 1);
        await sleep(pauseMs);
        return !signal?.aborted;
      },
    });
};

const isUnavailable = (error: unknown): error is ApiError => error instanceof ApiError && error.entry.errorCode === 160;

/** @returns the errno or the class of what is behind an error of the store, or its reason where there is nothing */
export const causeOf = ({ cause, diagnosis }: ApiError): string => {
  if (!(cause instanceof Error)) return diagnosis.reason ?? "unknown";
  return "code" in cause && typeof cause.code === "string" ? cause.code : cause.name;
};
