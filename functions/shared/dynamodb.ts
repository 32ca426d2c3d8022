import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { fromEnv } from "@aws-sdk/credential-provider-env";

/**
 * The DynamoDB client of a function: credentials from the environment only, as Lambda gives them, and no call can hang.
 * Three attempts of 0.8 s and the back-off between them stay below 2.7 s. A request makes two such calls one after the
 * other (the client registry's, the list's), at a cold start behind the key set's 4 s: together below the 9.5 s that
 * `beforeDeadline` leaves it of the function's 10.
 *
 * @param endpoint another than the region's own, for a local engine
 */
export const createDynamoDB = (endpoint?: string): DynamoDBClient =>
  new DynamoDBClient({
    ...(endpoint && { endpoint }),
    credentials: fromEnv(),
    maxAttempts: 3,
    // Without `throwOnRequestTimeout` the SDK only warns.
    requestHandler: { connectionTimeout: 500, requestTimeout: 800, throwOnRequestTimeout: true },
  });
