import type { Client } from "../../../functions/shared/auth/client-registry.ts";
import { CommandError } from "../terminal/command.ts";
import { describeCognito } from "./cognito.ts";
import type { Deployment } from "./deployment.ts";

/**
 * Adds the row of a client that the identity provider already has. Adding the same row again is fine.
 *
 * @throws {CommandError} where the user pool has no such app client, or the client has a row with other contents
 */
export const registerClient = async ({ rows, userPool }: Deployment, row: Client): Promise<void> => {
  const { clientID } = row;
  const known = await userPool?.has(clientID).catch((error: unknown) => {
    throw new CommandError(describeCognito(error), { cause: error });
  });
  if (known === false) {
    throw new CommandError(`There is no app client ${clientID} in the user pool ${userPool?.id}; nothing was written.`);
  }
  if (await rows.add(row)) return;
  const there = (await rows.find(clientID))?.row;
  const what = there
    ? `for ${there.companySerial}, "${there.label}", ${there.enabled ? "enabled" : "disabled"}`
    : "that is not valid";
  throw new CommandError(`The client ${clientID} has a row already, ${what}. Nothing was changed.`);
};

/**
 * @returns the client's row as it is now
 * @throws {CommandError} where there is no such client, or its row is not valid
 */
export const setEnabled = async ({ rows }: Deployment, clientID: string, enabled: boolean): Promise<Client> => {
  const stored = await rows.setEnabled(clientID, enabled);
  if (!stored) throw new CommandError(`There is no client ${clientID} in the clients table; nothing was written.`);
  if (stored.row) return stored.row;
  throw new CommandError(`The row of ${clientID} is not valid, so the API refuses it: ${stored.problems.join("; ")}.`);
};
