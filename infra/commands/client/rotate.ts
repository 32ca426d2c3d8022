import { CommandError } from "../terminal/command.ts";
import { describeCognito, OutcomeUnknown } from "./cognito.ts";
import { type Deployment, requireUserPool } from "./deployment.ts";
import type { Credentials, Secret, UserPool } from "./user-pool.ts";

/** What to do where secrets are not Cognito's. */
const ELSEWHERE = "Its secrets are changed there; the row here stays as it is, for as long as the client ID does.";

/**
 * Adds a second secret to an app client. Both work until the older one is deleted, so that nobody is locked out.
 *
 * @param signal once aborted, nothing is added
 * @throws {CommandError} saying why there is no new secret and what is left, if anything is; an `AbortError`
 */
export const addSecret = async (
  deployment: Deployment,
  clientID: string,
  signal: AbortSignal,
): Promise<Credentials> => {
  const userPool = requireUserPool(deployment, ELSEWHERE);
  const before = await secretsOf(userPool, clientID);
  if (before.length > 1) {
    throw new CommandError(
      `The client ${clientID} has two secrets, of ${datesOf(before)}. Once nobody uses the older one, delete it: ` +
        `${finishLine(deployment, clientID)}\nIf it is the newer one that nobody has, delete that one by its ID:\n` +
        byHand(userPool, clientID),
    );
  }
  signal.throwIfAborted();
  try {
    return await userPool.addSecret(clientID);
  } catch (error) {
    const left = error instanceof OutcomeUnknown ? await undo(userPool, clientID, before) : "The old one still works.";
    throw new CommandError(`There is no new secret. ${describeCognito(error)}\n${left}`, { cause: error });
  }
};

/**
 * Deletes the older of an app client's two secrets.
 *
 * @returns when that one was made
 * @throws {CommandError} where there are not two, they were created at the same time, or it could not be deleted
 */
export const deleteOlderSecret = async (deployment: Deployment, clientID: string): Promise<Date> => {
  const userPool = requireUserPool(deployment, ELSEWHERE);
  const [older, newer] = await secretsOf(userPool, clientID);
  if (!older || !newer) {
    throw new CommandError(`The client ${clientID} has one secret, so there is no older one to delete.`);
  }
  if (older.createdAt.getTime() === newer.createdAt.getTime()) {
    throw new CommandError(`The secrets ${older.id} and ${newer.id} were made at the same time. Delete one by hand.`);
  }
  try {
    await userPool.deleteSecret(clientID, older.id);
  } catch (error) {
    // A first attempt whose answer was lost may have deleted it; then the retry is refused, because one secret is left.
    const left = await userPool.secrets(clientID).catch(() => [older]);
    if (!left || left.some(({ id }) => id === older.id)) {
      throw new CommandError(`${describeCognito(error)}\nThe older secret may still work. Run the command again.`, {
        cause: error,
      });
    }
  }
  return older.createdAt;
};

/** @returns the command line that finishes a rotation */
export const finishLine = ({ commandLine }: Deployment, clientID: string): string =>
  commandLine("rotate", "--client-id", clientID, "--finish");

const secretsOf = async (userPool: UserPool, clientID: string): Promise<Secret[]> => {
  const secrets = await userPool.secrets(clientID).catch((error: unknown) => {
    throw new CommandError(hasNoSecretsApi(error) ? WITHOUT_API : describeCognito(error), { cause: error });
  });
  if (secrets) return secrets;
  throw new CommandError(`There is no app client ${clientID} in the user pool ${userPool.id}.`);
};

/** Cognito got the calls for several secrets late, and an emulated or isolated account may not have them yet. */
const hasNoSecretsApi = (error: unknown): boolean =>
  error instanceof Error && /^(UnknownOperation(Exception)?|InvalidAction)$/.test(error.name);

const WITHOUT_API =
  "Nothing is changed: Cognito of this account and region cannot give a client a second secret, because it has no call " +
  "for it yet. Create a second client for the same company instead, have its owner use that one, and then delete this one.";

const datesOf = (secrets: readonly Secret[]): string =>
  secrets.map(({ createdAt }) => createdAt.toISOString()).join(" and ");

/** Deletes a secret that nobody has seen: otherwise `--finish` would keep it, and delete the one that is in use. */
const undo = async (userPool: UserPool, clientID: string, before: readonly Secret[]): Promise<string> => {
  const known = new Set(before.map(({ id }) => id));
  try {
    const unseen = (await userPool.secrets(clientID))?.filter(({ id }) => !known.has(id)) ?? [];
    for (const { id } of unseen) await userPool.deleteSecret(clientID, id);
    return "All changes so far are undone, and the old secret still works.";
  } catch (error) {
    return (
      `That could not be undone: ${describeCognito(error)}\n` +
      `The old secret ${[...known].join()} still works. There may be another that nobody has seen, and --finish ` +
      `would keep that one. Look, and delete it by its ID:\n${byHand(userPool, clientID)}`
    );
  }
};

const byHand = ({ id }: UserPool, clientID: string): string =>
  ["list-user-pool-client-secrets", "delete-user-pool-client-secret --client-secret-id ID"]
    .map((call) => `aws cognito-idp ${call} --user-pool-id ${id} --client-id ${clientID}`)
    .join("\n");
