import { ApiError } from "../errors/api-error.ts";

/** The 400s that pass by themselves; every other 400 is a fault of ours. */
const TRANSIENT = new Set([
  "ExpiredTokenException",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "ThrottlingException",
  "TransactionInProgressException",
]);

/**
 * What to throw for a DynamoDB call that failed after bounded retries: code 160 where storage throttled, failed by
 * itself, could not be reached, did not answer in time or not in its protocol, or where the role's credentials have
 * expired; else the error as it is (no rights, no such table: code 190).
 */
export const storageError = (error: unknown): unknown =>
  isUnavailable(error) ? new ApiError("unavailable", { diagnosis: { reason: reasonOf(error) }, cause: error }) : error;

/** For a call's `catch`. @throws what `storageError` gives */
export const throwStorageError = (error: unknown): never => {
  throw storageError(error);
};

/** Whether the same call may succeed later. */
const isUnavailable = (error: unknown): error is Error => {
  if (!(error instanceof Error)) return false;
  const status = statusOf(error);
  // The SDK marks what the service itself said with `$fault`.
  if ("$fault" in error) return TRANSIENT.has(error.name) || status === 429 || (status ?? 500) >= 500;
  // `retryTransport` marks what failed below HTTP.
  return "$retryable" in error || isOutOfTime(error) || isSocketFailure(error) || status !== undefined;
};

const reasonOf = ({ name }: Error): string => (name === "ExpiredTokenException" ? "credentials expired" : "storage");

/** The SDK puts `$metadata` on every error, and a status in it only where there was an answer. */
const statusOf = (error: Error): number | undefined => {
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } | null };
  return $metadata?.httpStatusCode;
};

const isOutOfTime = ({ name }: Error): boolean => name === "TimeoutError" || name === "AbortError";

/** An errno or a parser's code; Node names its own complaints about a call `ERR_…`. */
const isSocketFailure = (error: Error): boolean =>
  "code" in error && typeof error.code === "string" && !error.code.startsWith("ERR_");
