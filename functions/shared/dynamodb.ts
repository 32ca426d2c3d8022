import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { defaultProvider } from "./credentials.ts";

/**
 * The DynamoDB client of a function, whose region, endpoint and credentials come from the environment alone. No call
 * can hang: there are three attempts, each with 0.5 s to connect, 0.8 s to the head of an answer, and 0.8 s of silence
 * in it.
 */
export const createDynamoDB = (): DynamoDBClient =>
  new DynamoDBClient({
    credentials: defaultProvider(),
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: 500,
      requestTimeout: 800,
      // Without it the SDK only warns.
      throwOnRequestTimeout: true,
      socketTimeout: 800,
    },
  });
