import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { clientTypes } from "../reference/client-types/index.ts";
import { openApiText } from "../reference/openapi.ts";
import { collectionOf } from "../reference/postman/collection.ts";
import { environmentOf } from "../reference/postman/environment.ts";
import type { OpenApi } from "../reference/postman/openapi.ts";
import { runCommand } from "./terminal/command.ts";

/** @returns what makes a JSON file of the document */
const madeOf = (make: (document: OpenApi) => object) => (document: string) =>
  `${JSON.stringify(make(JSON.parse(document)), null, 2)}\n`;

/** The committed files that are made of the contracts: what makes each, given the OpenAPI document's text. */
const makers: Readonly<Record<string, (document: string) => string | Promise<string>>> = {
  "infra/reference/openapi.json": (document) => document,
  "infra/reference/course-activity.postman_collection.json": madeOf(collectionOf),
  "infra/reference/local.postman_environment.json": madeOf(environmentOf),
  "test/examples/openapi-types.ts": clientTypes,
};

export const madeFileNames = Object.keys(makers);

/** @returns the files, by their path from the project's root, with what is in them when they are up to date */
export const makeFiles = async (): Promise<Record<string, string>> => {
  const document = await openApiText();
  const made = Object.entries(makers).map(async ([path, make]) => [path, await make(document)] as const);
  return Object.fromEntries(await Promise.all(made));
};

const HELP = `Writes what is made of the contracts and the Error Dictionary: the OpenAPI 3.1 document, Postman's collection and
environment, and the types for TypeScript clients.

  npm run openapi              writes them
  npm run openapi -- --help    this text

${madeFileNames.map((path) => `  ${path}`).join("\n")}`;

const main = async (): Promise<number> => {
  const { values } = parseArgs({ options: { help: { type: "boolean", short: "h" } } });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  for (const [path, after] of Object.entries(await makeFiles())) {
    const file = join(import.meta.dirname, "../..", path);
    const before = await readFile(file, "utf8").catch(() => "");
    if (before !== after) await writeFile(file, after);
    console.log(`${path} is ${before === after ? "up to date" : "written"}.`);
  }
  return 0;
};

if (import.meta.main) await runCommand(main);
