/** What a log line says of the error behind a failure. */
export type Cause = { cause?: string; code?: string; at?: readonly string[] };

/**
 * @returns what may be told of an error behind a failure: its class, its code and its place. Its message stays out,
 *   since it may quote what a caller sent.
 */
export const describeCause = (cause: unknown): Cause => {
  if (cause === undefined) return {};
  if (!(cause instanceof Error)) return { cause: typeof cause };
  const code = "code" in cause && typeof cause.code === "string" ? { code: cause.code } : {};
  // Stryker disable next-line StringLiteral: any text without a line that begins with `at` has no frames
  const { message, stack = "" } = cause;
  const start = stack.indexOf(message);
  // The message stands before the frames, and may have lines that look like one.
  const frames =
    start < 0
      ? []
      : stack
          .slice(start + message.length)
          .split("\n")
          .filter((frame) => /^\s+at /.test(frame));
  return { cause: cause.name, ...code, at: frames.slice(0, 5).map((frame) => frame.trim()) };
};
