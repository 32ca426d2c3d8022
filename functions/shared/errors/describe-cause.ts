/** The fields of a log line that describe the error behind a failure. */
export type Cause = { cause?: string; code?: string; at?: readonly string[] };

/**
 * Describes the error behind a failure for the log.
 *
 * @returns its class, its code and the first five stack frames. Its message is left out, since it may quote what a
 *   caller sent.
 */
export const describeCause = (cause: unknown): Cause => {
  if (cause === undefined) return {};
  if (!(cause instanceof Error)) return { cause: typeof cause };
  const code = "code" in cause && typeof cause.code === "string" ? { code: cause.code } : {};
  // Stryker disable next-line StringLiteral: any text without a line that begins with `at` has no frames
  const { message, stack = "" } = cause;
  const start = stack.indexOf(message);
  // The message comes before the frames, and may have lines that look like frames.
  const frames =
    start < 0
      ? []
      : stack
          .slice(start + message.length)
          .split("\n")
          .filter((frame) => /^\s+at /.test(frame));
  return { cause: cause.name, ...code, at: frames.slice(0, 5).map((frame) => frame.trim()) };
};
