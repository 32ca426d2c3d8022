import { ApiError } from "../shared/errors/api-error.ts";
import { createCredentialKey } from "./credential-key.ts";
import type { Credentials } from "./provider.ts";

const WINDOW_MS = 60_000;
/** Two tokens a day are enough for a client; this stops a loop with a wrong secret, or whose tokens are too short to keep. */
const PER_WINDOW = 300;

/**
 * Counts how often this instance asks the provider for one pair of credentials, in windows of a minute. Providers bill and
 * throttle token calls for all clients together, so one client's loop must not use up what the others need. Counted by
 * ID and secret, so that nobody who merely knows an ID can lock its owner out; only a name of them is kept, for the
 * window.
 *
 * @returns a function that counts one call
 * @throws {ApiError} `tooManyRequests`, with the seconds to the window's end as `Retry-After`
 */
export const createTokenLimit = () => {
  const keyOf = createCredentialKey();
  const calls = new Map<string, number>();
  let windowEnd = 0;
  return (credentials: Credentials): void => {
    const now = Date.now();
    // The second: the clock was set back.
    if (now >= windowEnd || now < windowEnd - WINDOW_MS) {
      calls.clear();
      windowEnd = now + WINDOW_MS;
    }
    const key = keyOf(credentials);
    const count = (calls.get(key) ?? 0) + 1;
    calls.set(key, count);
    if (count > PER_WINDOW) {
      throw new ApiError("tooManyRequests", { headers: { "Retry-After": `${Math.ceil((windowEnd - now) / 1_000)}` } });
    }
  };
};
