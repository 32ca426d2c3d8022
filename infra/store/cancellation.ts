import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { ApiError } from "../../functions/shared/errors/api-error.ts";
import { storageError } from "../../functions/shared/store/storage-errors.ts";

/** Another writer changed the list, or is about to: read it again and plan anew. */
const RACES = new Set(["ConditionalCheckFailed", "TransactionConflict"]);
/** The same request can succeed later. */
const THROTTLING = new Set(["ThrottlingError", "ProvisionedThroughputExceeded"]);

export type Cancellation = {
  readonly kind: "lost race" | "throttled" | "failed";
  /** DynamoDB's codes, each once. */
  readonly reasons: readonly string[];
};

/**
 * Why a transaction was cancelled. Each of its items has a reason of its own, and the most definite one counts: what no
 * retry mends (`ValidationError`, `ItemCollectionSizeLimitExceeded`) before a lost race, and a lost race before
 * throttling.
 *
 * @returns `undefined` for any other error
 */
export const cancellationOf = (error: unknown): Cancellation | undefined => {
  if (!(error instanceof TransactionCanceledException)) return undefined;
  const codes = error.CancellationReasons?.map(({ Code }) => Code ?? "None") ?? [];
  const reasons = [...new Set(codes)].filter((code) => code !== "None");
  if (reasons.length === 0 || reasons.some((code) => !RACES.has(code) && !THROTTLING.has(code))) {
    return { kind: "failed", reasons };
  }
  return { kind: reasons.some((code) => RACES.has(code)) ? "lost race" : "throttled", reasons };
};

/**
 * For the `catch` of a transaction.
 *
 * @throws {ApiError} `unavailable` if throttling cancelled it or storage was unreachable; else the error as it is
 */
export const throwCommitError = (error: unknown): never => {
  const cancellation = cancellationOf(error);
  if (cancellation?.kind !== "throttled") throw storageError(error);
  throw new ApiError("unavailable", { diagnosis: { reason: cancellation.reasons.join(", ") } });
};
