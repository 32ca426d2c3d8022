import { ask, canAsk } from "../terminal/ask.ts";
import { CommandError } from "../terminal/command.ts";
import { describeCognito } from "./cognito.ts";
import type { Deployment } from "./deployment.ts";

/**
 * Deletes an app client, if there is a user pool, and then its row; either may already be missing.
 *
 * @param yes deletes without asking
 * @param signal aborted while the question waits, the answer is no; a deletion that has started is finished
 * @returns whether it was deleted; `false` if the user declined
 * @throws {CommandError} where neither exists, there is no terminal to ask on, or something is left
 */
export const deleteClient = async (
  { rows, userPool }: Deployment,
  clientID: string,
  yes: boolean,
  signal: AbortSignal,
): Promise<boolean> => {
  const failed = (left: string) => (error: unknown) => {
    throw new CommandError(`${describeCognito(error)}\n${left}`, { cause: error });
  };
  const stored = await rows.find(clientID);
  const known = await userPool?.has(clientID).catch(failed("Nothing was deleted."));
  if (!stored && !known) throw new CommandError(`There is no client ${clientID}.`);
  const ownerText = stored?.row ? ` of ${stored.row.companySerial} ("${stored.row.label}")` : "";
  if (!yes && !(await confirmed(`${clientID}${ownerText}`, signal))) return false;

  const again = "Run the command again to delete the rest.";
  await userPool?.delete(clientID).catch(failed(`The app client may be gone; its row is not. ${again}`));
  const rest = userPool ? "The app client is gone, but not its row: " : "The row may not be gone: ";
  await rows.remove(clientID).catch(failed(`${rest}tokens that it has are still accepted. ${again}`));
  return true;
};

const confirmed = async (client: string, signal: AbortSignal): Promise<boolean> => {
  if (canAsk()) return ask(`This deletes the client ${client} for good. Go on?`, signal);
  throw new CommandError(
    `This would delete the client ${client}, and there is no terminal to ask on. Nothing was deleted; --yes deletes.`,
  );
};
