import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readSample } from "../local/sample.ts";
import { clientTypes } from "./client-types/index.ts";
import { openApiDocument } from "./openapi/document.ts";
import { collectionOf } from "./postman/collection.ts";
import { environmentOf } from "./postman/environment.ts";

const root = join(import.meta.dirname, "../..");

/** The document's file, which is committed. */
export const openApiFile = join(import.meta.dirname, "openapi.json");

const asText = (json: object): string => `${JSON.stringify(json, null, 2)}\n`;

/** @returns the document as the file has it, when it is up to date */
export const openApiText = async (): Promise<string> => {
  // The sample begins with the published page's record.
  const example = (await readSample())[0]?.assignments[0];
  if (!example) throw new Error("The sample has no record to be the example");
  return asText(openApiDocument(example));
};

/** The committed files that are made of the contracts, and what is in them when they are up to date. */
export const madeFiles: Readonly<Record<string, () => Promise<string>>> = {
  "infra/reference/openapi.json": openApiText,
  "infra/reference/webinar-courses.postman_collection.json": async () =>
    asText(collectionOf(JSON.parse(await openApiText()))),
  "infra/reference/local.postman_environment.json": async () => asText(environmentOf(JSON.parse(await openApiText()))),
  "test/examples/openapi-types.ts": async () => clientTypes(await openApiText()),
};

const HELP = `Writes what is made of the contracts and the Error Dictionary: the OpenAPI 3.1 document, Postman's collection and
environment, and the TypeScript client's types.

  npm run openapi              writes ${Object.keys(madeFiles).join(`
                               and    `)}
  npm run openapi -- --help    this text`;

/** Writes a file where it is not up to date, and says which it was. */
const write = async (path: string, make: () => Promise<string>): Promise<void> => {
  const file = join(root, path);
  const [before, after] = [await readFile(file, "utf8").catch(() => ""), await make()];
  if (before !== after) await writeFile(file, after);
  console.log(`${path} is ${before === after ? "up to date" : "written"}.`);
};

if (import.meta.main) {
  const { values } = parseArgs({ options: { help: { type: "boolean", short: "h" } } });
  if (values.help) console.log(HELP);
  else for (const [path, make] of Object.entries(madeFiles)) await write(path, make);
}
