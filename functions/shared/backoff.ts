import { setTimeout as pause } from "node:timers/promises";

/** The upper bound of the pause before the first retry, in milliseconds, which doubles at each retry up to `maxMs`. */
export type Backoff = { readonly firstMs: number; readonly maxMs: number };

/**
 * Exponential backoff with full jitter (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/): a
 * random time from 0 to the bound, so that callers that failed together do not come back together.
 *
 * @param retry the retry's number, counted from 1
 * @returns milliseconds
 */
export const backoffMs = (retry: number, { firstMs, maxMs }: Backoff): number =>
  Math.random() * Math.min(maxMs, firstMs * 2 ** (retry - 1));

/**
 * Pauses before a retry for the time that `backoffMs` gives.
 *
 * @throws {Error} an `AbortError`, once `signal` is aborted
 */
export const backOff = (retry: number, backoff: Backoff, signal?: AbortSignal): Promise<void> =>
  pause(backoffMs(retry, backoff), undefined, signal && { signal });
