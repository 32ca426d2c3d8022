import { format } from "node:util";

/** The log level of each `console` method in the Node.js runtime. */
const levels = { trace: "TRACE", debug: "DEBUG", log: "INFO", info: "INFO", warn: "WARN", error: "ERROR" } as const;

type Level = (typeof levels)[keyof typeof levels];

/**
 * One line in Lambda's JSON log format, as the Node.js runtime writes it. A single argument becomes `message` unchanged,
 * with errors in it as objects; several arguments are formatted to one string, as `console.log` does.
 *
 * @param requestId the invocation's; undefined during init
 * @param params the arguments of `console.log`
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 */
export const logLine = (level: Level, requestId: string | undefined, ...params: readonly unknown[]): string => {
  const head = { timestamp: new Date().toISOString(), level, requestId };
  const [message] = params;
  if (params.length !== 1) return JSON.stringify({ ...head, message: format(...params), ...firstError(params) });
  try {
    return JSON.stringify({ ...head, message }, describeErrors);
  } catch {
    // JSON does not support circular objects and BigInt.
    return JSON.stringify({ ...head, message: format(message) });
  }
};

/** Replaces every `console` method: it passes its line to `write` instead of printing it. */
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
