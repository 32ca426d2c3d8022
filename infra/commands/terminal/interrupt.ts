/** The exit code of a command that Ctrl-C ended, as shells count it: 128 + SIGINT. */
export const INTERRUPTED = 130;

/** Milliseconds within which a second signal is taken for an echo: npm passes on the Ctrl-C that the terminal gave all. */
const ECHO_MS = 1_000;

/**
 * A signal that Ctrl-C (or SIGTERM, or a terminal that is closed) aborts, so that a command can finish what is in flight. A second Ctrl-C ends the
 * process at once.
 *
 * @param say what to tell the person at the first
 */
export const onInterrupt = (say: () => void): AbortSignal => {
  const controller = new AbortController();
  let at = 0;
  const interrupt = () => {
    if (!controller.signal.aborted) {
      at = performance.now();
      controller.abort();
      say();
    } else if (performance.now() - at > ECHO_MS) {
      process.exit(INTERRUPTED);
    }
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, interrupt);
  return controller.signal;
};
