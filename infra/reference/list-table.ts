import { CHANGES_ROUTE, listRoute } from "../../functions/shared/http/routes.ts";
import { type Category, categories } from "../../functions/shared/store/categories.ts";
import { generatedSection } from "./generated-section.ts";
import { textsOf } from "./openapi/category-texts.ts";
import { changesTag } from "./openapi/changes.ts";

/** The lists as a Markdown table, with path parameters as the published pages write them. */
const listTable = (): string => {
  const rows = Object.values<Category>(categories).map((category) => {
    const route = listRoute(category).replace(/\{(\w+)\}/g, ":$1");
    return `| \`${route}\` | ${textsOf(category.name).about} |`;
  });
  rows.push(`| \`${CHANGES_ROUTE}\` | ${changesTag.description} |`);
  return ["| list | what it has |", "|---|---|", ...rows].join("\n");
};

/** The README's table of lists. */
export const listTablePart = generatedSection({
  document: "README.md",
  start: "<!-- The lists, written by `npm run readme` -->",
  end: "<!-- end of the lists -->",
  make: listTable,
});
