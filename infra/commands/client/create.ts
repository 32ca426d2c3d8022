import type { Client } from "../../../functions/shared/auth/client-registry.ts";
import { CommandError } from "../terminal/command.ts";
import { unfinishedName } from "./app-client.ts";
import { describeCognito, OutcomeUnknown } from "./cognito.ts";
import { type Deployment, requireUserPool } from "./deployment.ts";
import type { Rows } from "./rows.ts";
import type { Credentials, UserPool } from "./user-pool.ts";

/**
 * Creates an app client and its row. The app client can get no token before its row exists, so every client that can
 * get tokens has a row with its company. If a step fails or is interrupted, the steps before it are undone.
 *
 * @param signal once aborted, the client is not created
 * @throws {CommandError} saying why it was not created and what is left, if anything is; an `AbortError` if the signal
 *   stopped it and nothing is left
 */
export const createClient = async (
  deployment: Deployment,
  { companySerial, label }: Pick<Client, "companySerial" | "label">,
  signal: AbortSignal,
): Promise<Credentials> => {
  const words = "register --client-id ID --company SERIAL --label TEXT";
  const userPool = requireUserPool(
    deployment,
    `Make the client there, and give it its company here: ${deployment.commandLine(words)}`,
  );
  signal.throwIfAborted();
  const credentials = await make(userPool, deployment);
  const row = { clientID: credentials.clientID, companySerial, enabled: true, label };
  try {
    signal.throwIfAborted();
    if (!(await deployment.rows.add(row))) throw new CommandError("The clients table has another row with its ID.");
    signal.throwIfAborted();
    await userPool.finish(row);
  } catch (error) {
    const left = await undo(
      userPool,
      deployment.rows,
      row,
      deployment.commandLine("delete", "--client-id", row.clientID),
    );
    if (left === undefined && error === signal.reason) throw error;
    throw notMade(error, left ?? UNDONE);
  }
  return credentials;
};

const UNDONE = "All changes so far are undone.";

const notMade = (error: unknown, left: string) =>
  new CommandError(`The client was not made. ${describeCognito(error)}\n${left}`, { cause: error });

const make = async (userPool: UserPool, deployment: Deployment): Promise<Credentials> => {
  const name = unfinishedName();
  try {
    return await userPool.make(name);
  } catch (error) {
    if (!(error instanceof OutcomeUnknown)) throw notMade(error, "Nothing is left of it.");
    throw notMade(error, await undoByName(userPool, name, deployment));
  }
};

/** Without an answer the app client's ID is unknown, but its name is unique. */
const undoByName = async (userPool: UserPool, name: string, { commandLine }: Deployment): Promise<string> => {
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
 * Deletes the app client first, and its row only after that: the app client may already get tokens.
 *
 * @returns what is left and how to remove it, if anything is
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
