import openapiTS, { astToString } from "openapi-typescript";

const HEADER = `// The types of the API's OpenAPI document, as \`openapi-typescript\` makes them: \`npm run openapi\` writes this file.\n\n`;

/**
 * @param document the OpenAPI document's text
 * @returns its types in TypeScript, for clients
 */
export const clientTypes = async (document: string): Promise<string> =>
  HEADER + astToString(await openapiTS(JSON.parse(document)));
