import {
  CognitoIdentityProviderClient,
  CognitoIdentityProviderServiceException,
} from "@aws-sdk/client-cognito-identity-provider";
import { limits } from "../connection/client.ts";
import { describeFailure } from "../terminal/command.ts";

/** Calls that create something new each time they are sent. */
const MAKING = new Set(["CreateUserPoolClientCommand", "AddUserPoolClientSecretCommand"]);

/** A call that creates something was sent, and it is unknown whether it was carried out. */
export class OutcomeUnknown extends Error {
  override readonly name = "OutcomeUnknown";
  // Not as its `cause`, in which the SDK would see a failed connection, and send the call again.
  readonly failure: Error;

  constructor(failure: Error) {
    super(failure.message);
    this.failure = failure;
  }
}

/**
 * A client of Cognito's API for commands, which retries throttled and lost calls within the same limits as DynamoDB's.
 * A call that creates something is only sent again if it was certainly not carried out; if that is unknown, it rejects
 * with `OutcomeUnknown`.
 *
 * @param region that of the environment or the profile unless given
 */
export const createCognito = (region: string | undefined): CognitoIdentityProviderClient => {
  const cognito = new CognitoIdentityProviderClient({ ...limits, ...(region && { region }) });
  cognito.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        try {
          return await next(args);
        } catch (error) {
          if (error instanceof Error && MAKING.has(commandName ?? "") && !wasRefused(error)) {
            throw new OutcomeUnknown(error);
          }
          throw error;
        }
      },
    // Inside of the SDK's retries.
    { step: "finalizeRequest", priority: "low", name: "outcomeUnknown" },
  );
  return cognito;
};

/** Failures before a byte was sent. */
const NOT_SENT = new Set(["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "EAI_AGAIN"]);

/** @returns whether a call that failed with this error was certainly not carried out */
const wasRefused = (error: Error): boolean => {
  if (error instanceof CognitoIdentityProviderServiceException) return !isServerFault(error);
  return error.name === "CredentialsProviderError" || NOT_SENT.has(codeOf(error) ?? "");
};

const isServerFault = ({ $metadata }: CognitoIdentityProviderServiceException): boolean =>
  ($metadata.httpStatusCode ?? 500) >= 500;

const codeOf = (error: Error): string | undefined =>
  "code" in error && typeof error.code === "string" ? error.code : undefined;

const THROTTLED = new Set(["LimitExceededException", "ThrottlingException", "TooManyRequestsException"]);
/** `describeFailure` describes these. */
const RIGHTS = new Set([
  "AccessDeniedException",
  "ExpiredTokenException",
  "InvalidSignatureException",
  "UnrecognizedClientException",
]);

/** @returns the text for the user of a failed call of Cognito; for any other error that of `describeFailure` */
export const describeCognito = (error: unknown): string => {
  if (!(error instanceof Error)) return describeFailure(error);
  if (error instanceof OutcomeUnknown) return describeCognito(error.failure);
  if (isUnavailable(error)) return `Cognito could not be reached or failed (${codeOf(error) ?? error.name}).`;
  if (!(error instanceof CognitoIdentityProviderServiceException) || RIGHTS.has(error.name)) {
    return describeFailure(error);
  }
  const what = THROTTLED.has(error.name) ? "Cognito is throttled, or a quota is used up" : "Cognito refuses this";
  return `${what}: ${error.message} (${error.name}).`;
};

const isUnavailable = (error: Error): boolean => {
  if (error instanceof CognitoIdentityProviderServiceException) return isServerFault(error);
  // An answer that is not JSON, as some proxies give.
  if (error instanceof SyntaxError) return "$metadata" in error;
  return error.name === "TimeoutError" || codeOf(error)?.startsWith("ERR_") === false;
};
