/** The exit code of a command that Ctrl-C ended, as shells count it: 128 + SIGINT. */
export const INTERRUPTED = 130;

/**
 * Milliseconds in which a second signal is an echo: the terminal sends Ctrl-C to all processes, and npm forwards it.
 */
const ECHO_MS = 1_000;

/**
 * A signal that Ctrl-C aborts (or SIGTERM, or closing the terminal), so that a command can finish work in progress. A
 * second Ctrl-C ends the process at once.
 *
 * @param say is called at the first
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
