import { format } from "node:util";

/** What each method of `console` logs as, in the Node.js runtime. */
const levels = { trace: "TRACE", debug: "DEBUG", log: "INFO", info: "INFO", warn: "WARN", error: "ERROR" } as const;

type Level = (typeof levels)[keyof typeof levels];

/**
 * One line of Lambda's JSON log format, as the Node.js runtime writes it: a single argument stays what it is under
 * `message`, an error in it becomes an object; several are put into one string, as `console.log` does.
 *
 * @param requestId the invocation's; none during init
 * @param params what `console.log` was given
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 */
export const logLine = (level: Level, requestId: string | undefined, ...params: readonly unknown[]): string => {
  const head = { timestamp: new Date().toISOString(), level, requestId };
  const [message] = params;
  if (params.length !== 1) return JSON.stringify({ ...head, message: format(...params), ...firstError(params) });
  try {
    return JSON.stringify({ ...head, message }, describeErrors);
  } catch {
    // JSON has no place for a circular object or a BigInt.
    return JSON.stringify({ ...head, message: format(message) });
  }
};

/** Has every `console` method hand over its line to `write`, instead of printing it. */
export const captureConsole = (write: (line: string) => void, requestId: () => string | undefined): void => {
  for (const [method, level] of Object.entries(levels)) {
    Object.assign(console, { [method]: (...params: unknown[]) => write(logLine(level, requestId(), ...params)) });
  }
};

const firstError = (params: readonly unknown[]) => {
  const error = params.find((param) => param instanceof Error);
  return error && describeError(error);
};

const describeErrors = (_key: string, value: unknown): unknown =>
  value instanceof Error ? { ...describeError(value), ...value } : value;

const describeError = (error: Error) => ({
  errorType: error.constructor.name,
  errorMessage: error.message,
  stackTrace: error.stack?.split("\n") ?? [],
});
