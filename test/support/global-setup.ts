import type { TestProject } from "vitest/node";
import { startDynamoDBLocal } from "./dynamodb-local.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where AWS's DynamoDB Local answers, if this run has it. */
    dynamoDBLocalUrl: string | undefined;
  }
}

/**
 * Starts AWS's DynamoDB Local once for the whole run, where the environment variable DYNAMODB_LOCAL_DIR names the
 * folder it was unpacked to, and hands its URL to the tests as `inject("dynamoDBLocalUrl")`. Needs Java 17 on the PATH.
 */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const directory = process.env["DYNAMODB_LOCAL_DIR"];
  if (!directory) {
    console.log("DynamoDB Local is not run: DYNAMODB_LOCAL_DIR is not set.");
    return undefined;
  }
  const { url, stop } = await startDynamoDBLocal(directory);
  project.provide("dynamoDBLocalUrl", url);
  return stop;
}
