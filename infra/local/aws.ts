import { devNull } from "node:os";
import { DynamoDB, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";

/** The table names of `npm start`. */
export const localTables = { assignments: "Assignments", clients: "Clients" } as const;

/**
 * The local engine accepts any region and credentials, but the SDK requires some. The empty files keep the SDK away from
 * the user's own AWS profiles, which Lambda does not have either.
 */
export const localAws = {
  AWS_REGION: "ap-southeast-3",
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
} as const;

/** A client for a local engine; `config` overrides the defaults. */
export const localDynamoDB = (endpoint: string, config: DynamoDBClientConfig = {}): DynamoDB =>
  new DynamoDB({
    endpoint,
    region: localAws.AWS_REGION,
    // The shell may have these set for real endpoints.
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    credentials: { accessKeyId: localAws.AWS_ACCESS_KEY_ID, secretAccessKey: localAws.AWS_SECRET_ACCESS_KEY },
    ...config,
  });
