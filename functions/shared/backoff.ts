import { setTimeout as pause } from "node:timers/promises";

export type Backoff = {
  /** The upper bound of the pause before the first retry, in milliseconds, which doubles at each retry … */
  readonly firstMs: number;
  /** … up to this one. */
  readonly maxMs: number;
  /** The share of the bound that each pause has at least, from 0 to 1; 0 unless given. */
  readonly leastShare?: number;
};

/**
 * Exponential backoff with full jitter (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/): a
 * random time up to the bound, so that callers that failed together do not come back together.
 *
 * @param retry the retry's number, counted from 1
 * @returns milliseconds
 */
export const backoffMs = (retry: number, { firstMs, maxMs, leastShare = 0 }: Backoff): number =>
  (leastShare + (1 - leastShare) * Math.random()) * Math.min(maxMs, firstMs * 2 ** (retry - 1));

/**
 * Pauses before a retry for the time that `backoffMs` gives.
 *
 * @throws {Error} an `AbortError`, once `signal` is aborted
 */
export const backOff = (retry: number, backoff: Backoff, signal?: AbortSignal): Promise<void> =>
  pause(backoffMs(retry, backoff), undefined, signal && { signal });
