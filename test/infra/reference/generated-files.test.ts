import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { madeFileNames, makeFiles } from "../../../infra/commands/openapi.ts";

let generated: Record<string, string>;
beforeAll(async () => {
  generated = await makeFiles();
});

it.each(madeFileNames)("%s is up to date: `npm run openapi` writes it", (path) => {
  const committed = readFileSync(join(import.meta.dirname, "../../..", path), "utf8");
  // A diff of thousands of lines would hide the message.
  expect(committed === generated[path], `${path} is stale: run \`npm run openapi\``).toBe(true);
});
