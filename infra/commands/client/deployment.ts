import { localTables } from "../../local/aws.ts";
import { outputs, stackName } from "../../stack/outputs.ts";
import { clientFor, type Endpoint, parseEndpoint } from "../connection/client.ts";
import { readStackOutputs } from "../connection/stack-output.ts";
import { CommandError } from "../terminal/command.ts";
import { createCognito } from "./cognito.ts";
import type { DeploymentOptions } from "./options.ts";
import { createRows, type Rows } from "./rows.ts";
import { createUserPool, type UserPool } from "./user-pool.ts";

/** A deployment's clients: their rows and app clients, and the command line that names the deployment again. */
export type Deployment = {
  readonly rows: Rows;
  /** `undefined` where the identity provider is not Cognito. */
  readonly userPool: UserPool | undefined;
  /** @returns the command line for a command on this deployment, with the command's options */
  commandLine(...words: readonly string[]): string;
  close(): void;
};

/**
 * Finds the clients table, and the user pool if there is one, by the stack's outputs; on loopback the table of
 * `npm start`, which has no user pool.
 *
 * @throws {CommandError} if what the options name does not exist; `describeFailure` describes the other errors
 */
export const openDeployment = async ({
  stack = stackName,
  region,
  endpoint,
}: DeploymentOptions): Promise<Deployment> => {
  const other = endpoint === undefined ? undefined : parseEndpoint(endpoint);
  const { table, cognito, ...found }: Found = other?.loopback
    ? { table: localTables.clients }
    : await lookUp(stack, region);
  const dynamodb = clientFor(other, region);
  const given = Object.entries({ stack: stack === stackName ? undefined : stack, region, endpoint });
  const flags = given.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]));
  return {
    rows: createRows(dynamodb, table, nothingAnswers(other)),
    userPool: found.userPool,
    commandLine: (...words) => ["npm run -s client --", ...words, ...flags].join(" "),
    close: () => {
      dynamodb.destroy();
      cognito?.destroy();
    },
  };
};

/** @throws {CommandError} where there is no user pool, saying what to do `instead` */
export const requireUserPool = ({ userPool }: Deployment, instead: string): UserPool => {
  if (userPool) return userPool;
  throw new CommandError(`There is no Cognito user pool here: the identity provider is your own. ${instead}`);
};

type Found = { readonly table: string; readonly userPool?: UserPool; readonly cognito?: { destroy(): void } };

const lookUp = async (stack: string, region: string | undefined): Promise<Found> => {
  const found = await readStackOutputs(stack, region);
  const table = found.value(outputs.clientsTable);
  const id = found.optional(outputs.userPool);
  if (id === undefined) return { table };
  const scope = found.value(outputs.scope);
  const cognito = createCognito(region);
  return { table, userPool: createUserPool(cognito, id, scope), cognito };
};

const nothingAnswers = (endpoint: Endpoint | undefined) => (error: unknown) =>
  endpoint?.loopback && error instanceof Error && "code" in error && error.code === "ECONNREFUSED"
    ? new CommandError(`Nothing answers at ${endpoint.url}; is \`npm start\` running?`)
    : undefined;
