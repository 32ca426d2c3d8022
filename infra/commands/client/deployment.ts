import { localTables } from "../../local/aws.ts";
import { outputs, stackName } from "../../stack/outputs.ts";
import { clientFor, type Endpoint, parseEndpoint } from "../connection/client.ts";
import { readStackOutputs } from "../connection/stack-output.ts";
import { CommandError } from "../terminal/command.ts";
import { createCognito } from "./cognito.ts";
import type { PlaceOptions } from "./options.ts";
import { createRows, type Rows } from "./rows.ts";
import { createUserPool, type UserPool } from "./user-pool.ts";

/** Where clients are: the two sides of each, and how to come back. */
export type Place = {
  readonly rows: Rows;
  /** `undefined` where the identity provider is one's own. */
  readonly userPool: UserPool | undefined;
  /** @returns the command line of this place for a command and its options */
  commandLine(...words: readonly string[]): string;
  close(): void;
};

/**
 * Finds the clients table, and the user pool if there is one, by the stack's outputs; on loopback the table of
 * `npm start`, which has no user pool.
 *
 * @throws {CommandError} for what the options name and is not there; what else can go wrong has its words in
 *   `describeFailure`
 */
export const openPlace = async ({ stack = stackName, region, endpoint }: PlaceOptions): Promise<Place> => {
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

/** @throws {CommandError} where the identity provider is one's own, saying what to do there `instead` */
export const requireUserPool = ({ userPool }: Place, instead: string): UserPool => {
  if (userPool) return userPool;
  throw new CommandError(`There is no Cognito user pool here: the identity provider is one of your own. ${instead}`);
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
