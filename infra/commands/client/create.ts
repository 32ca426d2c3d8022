import type { Client } from "../../../functions/shared/auth/client-registry.ts";
import { CommandError } from "../terminal/command.ts";
import { unfinishedName } from "./app-client.ts";
import { describeCognito, OutcomeUnknown } from "./cognito.ts";
import { type Place, requireUserPool } from "./place.ts";
import type { Rows } from "./rows.ts";
import type { Credentials, UserPool } from "./user-pool.ts";

/**
 * Makes an app client and its row. The app client can get no token before its row is there, so that a client that works
 * always has a row, and the row its company from the first. What fails or is interrupted on the way is undone.
 *
 * @param signal aborted, the client is not made
 * @throws {CommandError} saying why it was not made and what is left, if anything is; an `AbortError` where the signal
 *   stopped it and nothing is left
 */
export const createClient = async (
  place: Place,
  { companySerial, label }: Pick<Client, "companySerial" | "label">,
  signal: AbortSignal,
): Promise<Credentials> => {
  const words = "register --client-id ID --company SERIAL --label TEXT";
  const userPool = requireUserPool(
    place,
    `Make the client there, and give it its company here: ${place.commandLine(words)}`,
  );
  signal.throwIfAborted();
  const credentials = await make(userPool, place);
  const row = { clientID: credentials.clientID, companySerial, enabled: true, label };
  try {
    signal.throwIfAborted();
    if (!(await place.rows.add(row))) throw new CommandError("The clients table has another row with its ID.");
    signal.throwIfAborted();
    await userPool.finish(row);
  } catch (error) {
    const left = await undo(userPool, place.rows, row, place.commandLine("delete", "--client-id", row.clientID));
    if (left === undefined && error === signal.reason) throw error;
    throw notMade(error, left ?? UNDONE);
  }
  return credentials;
};

const UNDONE = "What was begun is undone.";

const notMade = (error: unknown, left: string) =>
  new CommandError(`The client was not made. ${describeCognito(error)}\n${left}`, { cause: error });

const make = async (userPool: UserPool, place: Place): Promise<Credentials> => {
  const name = unfinishedName();
  try {
    return await userPool.make(name);
  } catch (error) {
    if (!(error instanceof OutcomeUnknown)) throw notMade(error, "Nothing is left of it.");
    throw notMade(error, await undoByName(userPool, name, place));
  }
};

/** Without an answer there is no ID, but the name is this app client's alone. */
const undoByName = async (userPool: UserPool, name: string, { commandLine }: Place): Promise<string> => {
  const after = `It could get no token, and \`${commandLine("list")}\` would show it as not finished.`;
  try {
    const made = (await userPool.all()).filter((appClient) => appClient.name === name);
    for (const { clientID } of made) await userPool.delete(clientID);
    return made.length > 0 ? UNDONE : `No app client was made, unless Cognito is late with it. ${after}`;
  } catch (error) {
    return (
      `That could not be undone: ${describeCognito(error)}\n` +
      `There may be an app client "${name}" in the user pool ${userPool.id}. ${after}`
    );
  }
};

/**
 * The app client first, and its row only when that is gone: it may be one that works.
 *
 * @returns what is left and how to remove it, if something is
 */
const undo = async (userPool: UserPool, rows: Rows, row: Client, remove: string): Promise<string | undefined> => {
  const { clientID, companySerial } = row;
  const left = (error: unknown, what: string) =>
    `That could not be undone: ${describeCognito(error)}\n${what}. To remove what is there: ${remove}`;
  try {
    await userPool.delete(clientID);
  } catch (error) {
    const where = `in the user pool ${userPool.id}`;
    return left(error, `Left may be the app client ${clientID} ${where}, for ${companySerial} alone, and its row`);
  }
  try {
    await rows.removeSame(row);
    return undefined;
  } catch (error) {
    return left(error, `Left may be the row of ${clientID}, which no client can use`);
  }
};
