import { ask, canAsk } from "../terminal/ask.ts";
import { CommandError } from "../terminal/command.ts";
import { nameOf } from "./file.ts";

/**
 * Asks on the terminal whether `removed` records may be removed.
 *
 * @param signal aborted, the answer is no
 * @throws {CommandError} where there is no terminal to ask on
 */
export const confirmRemoval = async (removed: number, file: string, signal: AbortSignal): Promise<boolean> => {
  const records = `${removed.toLocaleString("en")} record${removed === 1 ? "" : "s"}`;
  const what = `${records} that ${nameOf(file)} does not have`;
  if (file === "-" || !canAsk()) {
    throw new CommandError(
      `This would remove ${what}, and there is no terminal to ask on. Nothing was written; --yes removes.`,
    );
  }
  return ask(`This removes ${what}. Go on?`, signal);
};
