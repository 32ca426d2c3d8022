import { createHash } from "node:crypto";
import { DynamoDBFailure } from "./protocol.ts";

const WINDOW_MS = 10 * 60 * 1000;

const withSortedMembers = (_name: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** A hash instead of the parameters: ten minutes of large transactions would fill the memory. */
const fingerprint = (parameters: unknown): string =>
  createHash("sha256").update(JSON.stringify(parameters, withSortedMembers)).digest("base64");

export type IdempotencyWindow = {
  /**
   * Whether a request with this token and these parameters succeeded in the last ten minutes. Throws
   * `IdempotentParameterMismatchException` if the token was used with other parameters.
   */
  has(token: string, parameters: unknown): boolean;
  /** Remembers a success. */
  add(token: string, parameters: unknown): void;
};

/**
 * The client request tokens of the last ten minutes, `now` in milliseconds.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export const createIdempotencyWindow = (now: () => number): IdempotencyWindow => {
  // In order of time, oldest first: a token is added again only after it was dropped.
  const successes = new Map<string, { fingerprint: string; at: number }>();

  const dropExpired = (): void => {
    for (const [token, { at }] of successes) {
      if (now() - at < WINDOW_MS) return;
      successes.delete(token);
    }
  };

  return {
    has: (token, parameters) => {
      dropExpired();
      const success = successes.get(token);
      if (success && success.fingerprint !== fingerprint(parameters)) {
        throw new DynamoDBFailure(
          "IdempotentParameterMismatchException",
          "The request uses the same client token as a previous, but non-identical request. Do not reuse a client token with different requests, unless the requests are identical",
        );
      }
      return success !== undefined;
    },
    add: (token, parameters) => {
      successes.set(token, { fingerprint: fingerprint(parameters), at: now() });
    },
  };
};
