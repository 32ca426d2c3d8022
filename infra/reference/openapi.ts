import { join } from "node:path";
import { type CategoryName, categories } from "../../functions/shared/store/categories.ts";
import { openApiDocument } from "./openapi/document.ts";
import { demoClient, readSample } from "./sample.ts";

/** The committed file of the document. */
export const openApiFile = join(import.meta.dirname, "openapi.json");

/**
 * The first record of each category that the sample has for the demo client: those of the published API pages.
 *
 * @throws if the sample has none of a category
 */
export const sampleExamples = async (): Promise<Record<CategoryName, object>> => {
  const lists = (await readSample()).filter(({ companySerial }) => companySerial === demoClient.companySerial);
  const examples = Object.keys(categories).map((name) => {
    const record = lists.find(({ category, records }) => category === name && records.length > 0)?.records[0];
    if (!record) throw new Error(`infra/reference/sample.ndjson has no ${name} record of ${demoClient.companySerial}`);
    return [name, record];
  });
  return Object.fromEntries(examples);
};

/** @returns the text that the file must have */
export const openApiText = async (): Promise<string> =>
  `${JSON.stringify(openApiDocument(await sampleExamples()), null, 2)}\n`;
