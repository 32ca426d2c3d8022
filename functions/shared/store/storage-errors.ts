import { ApiError } from "../errors/api-error.ts";

/** The 400s that say "later"; every other 400 is a fault of ours. */
const THROTTLED = new Set([
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "ThrottlingException",
  "TransactionInProgressException",
]);

/**
 * What to throw for a DynamoDB call that failed after bounded retries: code 160 where storage was throttled, failed by
 * itself, could not be reached, did not answer in time or not in its protocol; else the error as it is (no rights, no
 * such table: code 190).
 */
export const storageError = (error: unknown): unknown =>
  isUnavailable(error) ? new ApiError("unavailable", { diagnosis: { reason: "storage" }, cause: error }) : error;

/** For a call's `catch`. @throws what `storageError` gives */
export const throwStorageError = (error: unknown): never => {
  throw storageError(error);
};

/** Whether the same call may succeed later. */
export const isUnavailable = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const status = statusOf(error);
  // So the SDK marks what the service itself said; its class would bring the whole SDK into the bundle.
  if ("$fault" in error) return THROTTLED.has(error.name) || status === 429 || (status ?? 500) >= 500;
  return isOutOfTime(error) || isSocketFailure(error) || isUnreadableAnswer(status);
};

/** The SDK puts `$metadata` on every error, and a status in it only where there was an answer. */
const statusOf = (error: Error): number | undefined => {
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } | null };
  return $metadata?.httpStatusCode;
};

const isOutOfTime = ({ name }: Error): boolean => name === "TimeoutError" || name === "AbortError";

/** An errno or a parser's code; Node names its own complaints about a call `ERR_…`. */
const isSocketFailure = (error: Error): boolean =>
  "code" in error && typeof error.code === "string" && !error.code.startsWith("ERR_");

/** What the service did not say, though there was an answer. */
const isUnreadableAnswer = (status: number | undefined): boolean => status !== undefined;
