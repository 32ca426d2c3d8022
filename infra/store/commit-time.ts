import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { FinalizeHandler, MiddlewareStack } from "@smithy/types";
import { ApiError } from "../../functions/shared/errors/api-error.ts";

type Guarded<Input extends object, Output extends object> = {
  readonly middlewareStack: MiddlewareStack<Input, Output>;
};
type Client = { readonly config: Pick<DynamoDBClient["config"], "systemClockOffset"> };

/**
 * The time to give a change, from this machine's clock and DynamoDB's. The SDK corrects a clock that is far behind for its
 * signatures, so nothing else would notice one, and readers of the feed would miss the change. Only forward: an answer
 * that was waited for, perhaps while the machine slept, makes a clock look ahead.
 *
 * @param dynamodb its client knows DynamoDB's time from the last answer's `Date`
 * @param now milliseconds since 1970
 */
const commitTime = ({ config }: Client, now: number): number => now + Math.max(0, config.systemClockOffset);

/**
 * Refuses each attempt of a command, the SDK's own ones included, whose time is gone: a machine that slept, or a clock that
 * was found to be behind. A timer does not see that, since it stands still while the machine sleeps.
 *
 * @param isLate whether the time that the command has is too long ago: sending it then throws an `ApiError` `unavailable`
 */
const refuseLate = <Input extends object, Output extends object>(
  { middlewareStack }: Guarded<Input, Output>,
  isLate: () => boolean,
): void =>
  middlewareStack.addRelativeTo(
    (next: FinalizeHandler<Input, Output>): FinalizeHandler<Input, Output> =>
      async (args) => {
        if (isLate()) throw new ApiError("unavailable", { diagnosis: { reason: "late commit" } });
        return next(args);
      },
    // Inside the retries, and outside of what marks failures for them.
    { name: "refuseLate", relation: "before", toMiddleware: "httpSigningMiddleware" },
  );

/**
 * Begins an attempt to commit a change.
 *
 * @param now this machine's clock, in milliseconds since 1970
 * @param commitMs milliseconds that the attempt may take
 * @returns the time to give the change, and the options with which to send its command
 */
export const startAttempt = (client: Client, now: () => number, commitMs: number) => {
  const time = () => commitTime(client, now());
  const startedAt = time();
  return {
    startedAt,
    optionsFor: <Input extends object, Output extends object>(command: Guarded<Input, Output>) => {
      refuseLate(command, () => time() - startedAt > commitMs);
      return { abortSignal: AbortSignal.timeout(commitMs) };
    },
  };
};
