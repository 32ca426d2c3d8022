import { type ErrorEntry, errorDictionary } from "../../functions/shared/errors/dictionary.ts";
import { generatedSection } from "./generated-section.ts";

/** The Error Dictionary as a Markdown table. */
const errorTable = (): string => {
  const rows = Object.values<ErrorEntry>(errorDictionary).map(({ errorCode, status, message, text, when }) => {
    const says = message ? `${text} (the \`detail\`; the \`message\` is \`${message}\`)` : text;
    return `| ${errorCode} | ${status} | ${says} | ${when} |`;
  });
  return ["| errorCode | HTTP | text | when |", "|---|---|---|---|", ...rows].join("\n");
};

/** The README's table of errors. */
export const errorTablePart = generatedSection({
  document: "README.md",
  start: "<!-- The Error Dictionary, written by `npm run readme` -->",
  end: "<!-- end -->",
  make: errorTable,
});
