import { ApiError } from "../../../functions/shared/errors/api-error.ts";
import { causeOf } from "./patience.ts";

/** A failure that the user can fix: its message says what is wrong and what to do about it. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

/**
 * Without a `--` before them, npm takes options for itself, and a dry run would become a real one.
 *
 * @param script the npm script's name
 * @param names the options that must not get lost
 * @throws {CommandError} where npm took one of them
 */
export const refuseLostOptions = (script: string, names: readonly string[]): void => {
  const lost = names.filter((name) => process.env[`npm_config_${name.replaceAll("-", "_")}`] !== undefined);
  if (lost.length === 0 || process.env["npm_lifecycle_event"] !== script) return;
  const options = lost.map((name) => `--${name}`).join(", ");
  throw new CommandError(`npm took ${options} for itself. Put -- before the options: npm run ${script} -- …`);
};

/** The exit code after the output's reader ended, as shells count it: 128 + SIGPIPE. */
const READER_GONE = 141;

/**
 * Runs a command. `main` returns its exit code; an error that it throws is printed to standard error, with exit code 1.
 * When the reader of standard output ends (`… | head`), the process ends silently, with 141.
 */
export const runCommand = async (main: () => Promise<number>): Promise<void> => {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(READER_GONE);
    console.error(describeFailure(error));
    process.exit(1);
  });
  // A closed standard error is no reason to stop.
  process.stderr.on("error", () => {});
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error(describeFailure(error));
    process.exitCode = 1;
  }
};

/**
 * @returns the text of an error for the user: a sentence or two for what the user can fix, and the stack for everything
 *   else, which is a bug of the command
 */
export const describeFailure = (error: unknown): string => {
  if (error instanceof CommandError) return error.message;
  if (!(error instanceof Error)) return `A value that is not an error was thrown: ${String(error)}`;
  if (error instanceof ApiError) return describeCauseIn(error) ?? describeApiError(error);
  return describeAws(error) ?? describeSystem(error) ?? error.stack ?? error.message;
};

const describeCauseIn = ({ cause }: ApiError): string | undefined =>
  cause instanceof Error ? describeAws(cause) : undefined;

const describeApiError = (error: ApiError): string => {
  const { company, listHash, position, fields } = error.diagnosis;
  switch (error.entry.errorCode) {
    case 160:
      return `The table could not be reached or is throttled (${causeOf(error)}). Run the command again later.`;
    case 170:
      return (
        `A stored record is not valid: company ${company}, list ${listHash}, position ${position}, ` +
        `fields ${fields?.join(", ")}. \`npm run -s export -- --all --verify\` shows which employee that is.`
      );
    default:
      return error.stack ?? error.message;
  }
};

const NO_SUCH_IDENTITY = new Set([
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidClientTokenId",
  "InvalidSignatureException",
  "SignatureDoesNotMatch",
  "UnrecognizedClientException",
]);
const NO_RIGHTS = new Set(["AccessDenied", "AccessDeniedException"]);

const describeAws = ({ name, message }: Error): string | undefined => {
  if (name === "CredentialsProviderError") {
    const fix = "Sign in (`aws sso login`), or set AWS_PROFILE or AWS_ACCESS_KEY_ID.";
    return `There are no AWS credentials (${message}). ${fix}`;
  }
  // The SDK has no class of its own for these two.
  if (message === "Region is missing") return "There is no AWS region. Give --region, or set AWS_REGION.";
  if (message.startsWith("Region not accepted")) return `${message} Give another --region.`;
  if (NO_SUCH_IDENTITY.has(name)) return `AWS does not accept the credentials: ${name}. Sign in again.`;
  if (NO_RIGHTS.has(name)) return `The AWS credentials do not have the rights: ${message}`;
  if (name === "ResourceNotFoundException") {
    return "There is no such table. Give another --table, --stack or --region.";
  }
  return undefined;
};

const FILE_FAILURES: Readonly<Record<string, string>> = {
  EACCES: "cannot be opened: permission denied",
  EISDIR: "is a folder",
  ENOENT: "does not exist",
  ENOSPC: "has no space left on its disk",
  ENOTDIR: "is not in a folder",
  EPERM: "cannot be opened: not permitted",
  EROFS: "is on a read-only disk",
};

const describeSystem = (error: Error): string | undefined => {
  const { code = "", path }: NodeJS.ErrnoException = error;
  if (code.startsWith("ERR_PARSE_ARGS_")) return `${error.message}. See --help.`;
  const failure = FILE_FAILURES[code];
  // A write to an open file fails without saying which.
  return failure && `${path ?? "The output"} ${failure}.`;
};
