import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { FinalizeHandler } from "@smithy/types";

/** An SDK plugin for any of AWS's clients. */
type Plugin = Parameters<DynamoDBClient["middlewareStack"]["use"]>[0];

/**
 * Marks failures as worth another attempt where the SDK alone would give up: whatever fails below HTTP (the SDK knows a
 * few error codes of sockets, and none of TLS), an answer that cannot be read, and expired credentials, since the next
 * attempt is signed with those that are in the environment then. When attempts are made, and how many, stays with the
 * SDK's retry strategy.
 */
export const retryTransport: Plugin = {
  applyToStack: (stack) => {
    stack.addRelativeTo(
      <Input extends object, Output extends object>(
        next: FinalizeHandler<Input, Output>,
      ): FinalizeHandler<Input, Output> =>
        async (args) => {
          try {
            return await next(args);
          } catch (error) {
            if (error instanceof Error && mayPass(error)) Object.assign(error, { $retryable: {} });
            throw error;
          }
        },
      // Inside the retries, and inside the signature: a request that cannot be signed is no failure of transport.
      { name: "retryTransport", relation: "after", toMiddleware: "httpSigningMiddleware" },
    );
  },
};

/** What the service itself said has `$fault`. */
const mayPass = (error: Error): boolean =>
  "$fault" in error ? error.name === "ExpiredTokenException" : error.name !== "AbortError";
