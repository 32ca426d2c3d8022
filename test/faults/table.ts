import { generatedSection } from "../../infra/reference/generated-section.ts";
import { expected } from "./expected.ts";
import { faults } from "./faults.ts";

/** What `expected.ts` says, as a Markdown table. */
export const faultTable = (): string => {
  // Of targets that all faults strike alike there is one table.
  const alike = Map.groupBy(Object.entries(expected), ([, groups]) => groups);
  const rows = [...alike].flatMap(([groups, all]) =>
    groups.map(({ faults: struck, ...cells }) => {
      const target = all.map(([name]) => name).join("; ");
      const { once, "for a second": second, "for ever": ever } = cells;
      const names = struck.length === Object.keys(faults).length ? "any" : struck.join(", ");
      return `| ${target} | ${names} | ${once} | ${second} | ${ever} |`;
    }),
  );
  return ["| what is struck | fault | once | for a second | for ever |", "|---|---|---|---|---|", ...rows].join("\n");
};

/** SECURITY.md's table of faults. */
export const faultTablePart = generatedSection({
  document: "SECURITY.md",
  start: "<!-- What is expected of each fault, written by `node test/faults/table.ts` -->",
  end: "<!-- end of the faults -->",
  make: faultTable,
});

if (import.meta.main) await faultTablePart.write();
