import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readSample } from "../local/sample.ts";
import { openApiDocument } from "./openapi/document.ts";

const HELP = `Writes infra/reference/openapi.json: the OpenAPI 3.1 document, made of the contracts and the Error Dictionary.

  npm run openapi              writes it
  npm run openapi -- --help    this text`;

/** The document's file, which is committed. */
export const openApiFile = join(import.meta.dirname, "openapi.json");

/** @returns the document as the file has it, when it is up to date */
export const openApiText = async (): Promise<string> => {
  // The sample begins with the published page's record.
  const example = (await readSample())[0]?.assignments[0];
  if (!example) throw new Error("The sample has no record to be the example");
  return `${JSON.stringify(openApiDocument(example), null, 2)}\n`;
};

if (import.meta.main) {
  const { values } = parseArgs({ options: { help: { type: "boolean", short: "h" } } });
  if (values.help) console.log(HELP);
  else {
    const [before, after] = [await readFile(openApiFile, "utf8").catch(() => ""), await openApiText()];
    await writeFile(openApiFile, after);
    console.log(
      before === after ? "infra/reference/openapi.json is up to date." : "infra/reference/openapi.json is written.",
    );
  }
}
