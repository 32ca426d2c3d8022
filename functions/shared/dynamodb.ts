import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { fromEnv } from "@aws-sdk/credential-provider-env";

/**
 * The DynamoDB client of a function: credentials from the environment only, as Lambda gives them, and no call can hang.
 * Three attempts of a second each, and the back-off between them, stay below 3.5 seconds; a request makes two such calls one
 * after the other (the client registry's, the list's), which leaves a third of the function's 10 seconds.
 */
export const createDynamoDB = (endpoint?: string): DynamoDBClient =>
  new DynamoDBClient({
    ...(endpoint && { endpoint }),
    credentials: fromEnv(),
    maxAttempts: 3,
    // Without `throwOnRequestTimeout` the SDK only warns.
    requestHandler: { connectionTimeout: 500, requestTimeout: 1_000, throwOnRequestTimeout: true },
  });
