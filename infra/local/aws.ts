import { devNull } from "node:os";
import { DynamoDB, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";

/** What the tables of `npm start` are called. */
export const localTables = { assignments: "Assignments", clients: "Clients" } as const;

/**
 * Any region and credentials will do for the local engine; the SDK insists on some. It must not look for settings in
 * the profiles of whoever runs this, which Lambda does not have either.
 */
export const localAws = {
  AWS_REGION: "ap-southeast-3",
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
} as const;

/** A client for a local engine; `config` is added to what every such client has, and wins. */
export const localDynamoDB = (endpoint: string, config: DynamoDBClientConfig = {}): DynamoDB =>
  new DynamoDB({
    endpoint,
    region: localAws.AWS_REGION,
    // Whatever the shell has set for real endpoints.
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    credentials: { accessKeyId: localAws.AWS_ACCESS_KEY_ID, secretAccessKey: localAws.AWS_SECRET_ACCESS_KEY },
    ...config,
  });
