import { join } from "node:path";
import { env } from "node:process";
import type { TestProject } from "vitest/node";
import { bundleAll } from "../../infra/stack/bundling.ts";
import type { FunctionName } from "../../infra/stack/functions.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The built functions' files. */
    bundles: Record<FunctionName, string>;
  }
}

/** Bundles the functions once for the whole run. */
export default async function setup(project: TestProject): Promise<void> {
  const bundles = await bundleAll(join(`${env["TMPDIR"]}`, "bundles"));
  project.provide("bundles", {
    "course-activity": bundles["course-activity"].file,
    "oauth-token": bundles["oauth-token"].file,
  });
}
