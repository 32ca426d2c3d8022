import { type Category, categories } from "../../functions/shared/store/categories.ts";
import { generatedSection } from "./generated-section.ts";
import { fieldsOf } from "./record-fields.ts";

/** The columns of each category's records as a Markdown table. */
const columnTable = (): string => {
  const rows = Object.values<Category>(categories).map((category) => {
    const columns = fieldsOf(category)
      .filter(({ type }) => type !== "object")
      .map(({ path, nullable }) => `\`${path.join(".")}\`${nullable ? " (empty: null)" : ""}`);
    const owner = category.owner === "employee" ? "`companySerial`, `employeeID`" : "`companySerial`";
    return `| \`${category.name}\` | ${owner} | ${columns.join(", ")} | \`${category.recordKey.join(".")}\` |`;
  });
  return ["| category | the list | the record | same record |", "|---|---|---|---|", ...rows].join("\n");
};

/** The columns of import files, in the import's page. */
export const columnTablePart = generatedSection({
  document: "infra/IMPORT.md",
  start: "<!-- The columns, written by `npm run readme` -->",
  end: "<!-- end of the columns -->",
  make: columnTable,
});
