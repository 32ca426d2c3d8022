import { type DynamoDB, DynamoDBServiceException, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { categories } from "../../../functions/shared/store/categories.ts";
import { headerInput } from "../../../functions/shared/store/queries.ts";
import { storageError } from "../../../functions/shared/store/storage-errors.ts";
import { tables } from "../../../functions/shared/store/tables.ts";
import { localTables } from "../../local/aws.ts";
import { stackName } from "../../stack/outputs.ts";
import { CommandError } from "../terminal/command.ts";
import { createPatience } from "../terminal/patience.ts";
import { clientFor, type Endpoint, parseEndpoint } from "./client.ts";

/** The options by which every data command finds its table, for `parseArgs` of node:util. */
export const connectionOptions = {
  table: { type: "string" },
  stack: { type: "string" },
  region: { type: "string" },
  endpoint: { type: "string" },
} as const;

export type ConnectionValues = { readonly [Name in keyof typeof connectionOptions]?: string | undefined };

/** Their lines in a --help text. */
export const connectionHelp = `  --table NAME          the assignments table; unless given, the one that the stack names
  --stack NAME          the CloudFormation stack, ${stackName} unless given
  --region REGION       the AWS region; unless given, that of the environment or the profile
  --endpoint URL        another DynamoDB endpoint; on loopback that of npm start, and its table`;

export type Connection = { readonly dynamodb: DynamoDB; readonly table: string; close(): void };

/**
 * Finds the table and reads from it once, so that a wrong name, region or endpoint and missing credentials or rights
 * are reported before any work is done.
 *
 * @param say is called with a line when a throttled or unreachable table is tried again; the default is standard error
 * @param signal stops that
 * @throws {CommandError} if what the options name does not exist; `describeFailure` describes the other errors
 */
export const connect = async (
  values: ConnectionValues,
  { say = console.error, signal }: { say?: (line: string) => void; signal?: AbortSignal } = {},
): Promise<Connection> => {
  for (const name of Object.keys(connectionOptions) as (keyof ConnectionValues)[]) {
    if (values[name] === "") throw new CommandError(`--${name} has no value.`);
  }
  const endpoint = values.endpoint === undefined ? undefined : parseEndpoint(values.endpoint);
  const table = await tableOf(values, endpoint);
  const dynamodb = clientFor(endpoint, values.region);
  try {
    await createPatience({ say, ...(signal && { signal }) })(() => readOnce(dynamodb, table, endpoint));
  } catch (error) {
    dynamodb.destroy();
    throw error;
  }
  return { dynamodb, table, close: () => dynamodb.destroy() };
};

const tableOf = async ({ table, stack, region }: ConnectionValues, endpoint: Endpoint | undefined): Promise<string> => {
  if (table !== undefined) return table;
  if (endpoint?.loopback) return localTables.assignments;
  // Loaded only here: CloudFormation's client takes longer to load than everything else of a command.
  const { assignmentsTableOf } = await import("./stack-output.ts");
  return assignmentsTableOf(stack ?? stackName, region);
};

/** No company's serial is empty, so no employee has this list. */
const NOBODY = { companySerial: "", category: categories.webinar, employeeID: "" };

const readOnce = async (dynamodb: DynamoDB, table: string, endpoint: Endpoint | undefined): Promise<void> => {
  await dynamodb.send(new GetItemCommand(headerInput(table, NOBODY, true))).catch(async (error: unknown) => {
    throw (await explain(error, table, dynamodb, endpoint)) ?? storageError(error);
  });
};

/** The SDK gives every error `$metadata`, and a status in it only where there was an answer. */
const answered = (error: Error): boolean =>
  "$metadata" in error && (error.$metadata as { httpStatusCode?: number }).httpStatusCode !== undefined;

const { partitionKey, sortKey } = tables.assignments;

/** @returns what is wrong with the options, if they caused the error */
const explain = async (error: unknown, table: string, dynamodb: DynamoDB, endpoint: Endpoint | undefined) => {
  if (!(error instanceof Error)) return undefined;
  if (endpoint?.loopback && "code" in error && error.code === "ECONNREFUSED") {
    return new CommandError(`Nothing answers at ${endpoint.url}; is \`npm start\` running?`);
  }
  if (endpoint && !(error instanceof DynamoDBServiceException && error.name !== "Unknown") && answered(error)) {
    return new CommandError(
      `${endpoint.url} answers, and is no DynamoDB endpoint: npm start prints its own as "DynamoDB endpoint".`,
    );
  }
  const place = endpoint ? `at ${endpoint.url}` : `in ${await dynamodb.config.region()}`;
  switch (error.name) {
    case "ResourceNotFoundException":
      return new CommandError(`There is no table ${table} ${place}. Give another --table, --stack or --region.`);
    case "ValidationException":
      return new CommandError(
        /table(name|\/index name)/i.test(error.message)
          ? `--table ${table}: ${error.message}`
          : `${table} ${place} is no assignments table: its key must be ${partitionKey.name} and ${sortKey.name}.`,
      );
    default:
      return undefined;
  }
};
