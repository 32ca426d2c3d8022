import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { madeFileNames, makeFiles } from "../../../infra/commands/openapi.ts";

let made: Record<string, string>;
beforeAll(async () => {
  made = await makeFiles();
});

it.each(madeFileNames)("%s is what the contracts make: `npm run openapi` writes it", (path) => {
  const committed = readFileSync(join(import.meta.dirname, "../../..", path), "utf8");
  // Thousands of lines that differ would hide what is to be done.
  expect(committed === made[path], `${path} is stale: run \`npm run openapi\``).toBe(true);
});
