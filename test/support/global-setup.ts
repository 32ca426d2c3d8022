import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { noBrowser } from "./browser-path.ts";
import { startDynamoDBLocal } from "./dynamodb-local.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The URL of AWS's DynamoDB Local, if this run has it. */
    dynamoDBLocalUrl: string | undefined;
  }
}

/**
 * Creates one folder for all temporary files of the run, and deletes it when the process ends: each CDK app leaves a cloud
 * assembly behind, and DynamoDB Local its library. Also starts AWS's DynamoDB Local once if the environment variable
 * DYNAMODB_LOCAL_DIR names the folder with the unpacked engine; tests get its URL by `inject("dynamoDBLocalUrl")`. It needs
 * Java 17 on the PATH.
 *
 * @throws if REQUIRE_BROWSER is set and there is no browser
 */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const folder = mkdtempSync(join(tmpdir(), "course-activity-test-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  process.env["TMPDIR"] = folder;

  if (noBrowser) {
    const untried = `The reference page is not tried in a browser: ${noBrowser}`;
    if (process.env["REQUIRE_BROWSER"]) throw new Error(untried);
    console.log(untried);
  }

  const directory = process.env["DYNAMODB_LOCAL_DIR"];
  if (!directory) {
    console.log("DynamoDB Local is not run: DYNAMODB_LOCAL_DIR is not set.");
    return undefined;
  }
  const { url, stop } = await startDynamoDBLocal(directory);
  project.provide("dynamoDBLocalUrl", url);
  return stop;
}
