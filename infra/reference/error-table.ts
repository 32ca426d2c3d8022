import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ErrorEntry, errorDictionary } from "../../functions/shared/error-dictionary.ts";

const START = "<!-- The Error Dictionary, written by `npm run readme` -->";
const END = "<!-- end -->";

/** The Error Dictionary as a Markdown table. */
const errorTable = (): string => {
  const rows = Object.values<ErrorEntry>(errorDictionary).map(({ errorCode, status, message, text, when }) => {
    const says = message ? `${text} (the \`detail\`; the \`message\` is \`${message}\`)` : text;
    return `| ${errorCode} | ${status} | ${says} | ${when} |`;
  });
  return ["| errorCode | HTTP | text | when |", "|---|---|---|---|", ...rows].join("\n");
};

/**
 * @param readme the README's text
 * @returns it with the Error Dictionary's table made anew
 * @throws {Error} if the comments that the table stands between are gone
 */
export const withErrorTable = (readme: string): string => {
  const [before, rest] = readme.split(START);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`README.md must have "${START}" and "${END}"`);
  return `${before}${START}\n\n${errorTable()}\n\n${END}${after}`;
};

if (import.meta.main) {
  const path = join(import.meta.dirname, "../../README.md");
  await writeFile(path, withErrorTable(await readFile(path, "utf8")));
}
