import { createInterface } from "node:readline/promises";

/** Whether there is a person at a terminal who can be asked. */
export const canAsk = (): boolean => process.stdin.isTTY && process.stderr.isTTY;

/**
 * Asks on the terminal for a yes or no.
 *
 * @param question without the `[y/N]`
 * @param signal aborted, the answer is no
 */
export const ask = async (question: string, signal: AbortSignal): Promise<boolean> => {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // In raw mode the terminal gives Ctrl-C to the reader of the line, and not to the process.
  terminal.on("SIGINT", () => void process.emit("SIGINT"));
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `, { signal })).trim());
  } catch (error) {
    if (signal.aborted) return false;
    if (!(error instanceof Error) || error.name !== "AbortError") throw error;
    // Ctrl-D, after which nothing ends the line.
    process.stderr.write("\n");
    return false;
  } finally {
    terminal.close();
  }
};
