import { join } from "node:path";
import { openApiDocument } from "./openapi/document.ts";
import { readSample } from "./sample.ts";

/** The committed file of the document. */
export const openApiFile = join(import.meta.dirname, "openapi.json");

/** @returns the text that the file must have */
export const openApiText = async (): Promise<string> => {
  // The sample's first record is the one from the published API page.
  const example = (await readSample())[0]?.assignments[0];
  if (!example) throw new Error("The sample has no record to be the example");
  return `${JSON.stringify(openApiDocument(example), null, 2)}\n`;
};
