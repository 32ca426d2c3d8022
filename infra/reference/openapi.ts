import { join } from "node:path";
import { openApiDocument } from "./openapi/document.ts";
import { readSample } from "./sample.ts";

/** The document's file, which is committed. */
export const openApiFile = join(import.meta.dirname, "openapi.json");

/** @returns the document as the file has it, when it is up to date */
export const openApiText = async (): Promise<string> => {
  // The sample begins with the published page's record.
  const example = (await readSample())[0]?.assignments[0];
  if (!example) throw new Error("The sample has no record to be the example");
  return `${JSON.stringify(openApiDocument(example), null, 2)}\n`;
};
