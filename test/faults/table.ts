import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expected } from "./expected.ts";
import { faults } from "./faults.ts";

const START = "<!-- What is expected of each fault, written by `node test/faults/table.ts` -->";
const END = "<!-- end of the faults -->";

/** What `expected.ts` says, as a Markdown table. */
export const faultTable = (): string => {
  const rows = Object.entries(expected).flatMap(([target, groups]) =>
    groups.map(({ faults: struck, ...cells }) => {
      const { once, "for a second": second, "for ever": ever } = cells;
      const names = struck.length === Object.keys(faults).length ? "any" : struck.join(", ");
      return `| ${target} | ${names} | ${once} | ${second} | ${ever} |`;
    }),
  );
  return ["| what is struck | fault | once | for a second | for ever |", "|---|---|---|---|---|", ...rows].join("\n");
};

/**
 * @param page the text of SECURITY.md
 * @returns it with the table of faults made anew
 * @throws {Error} if the comments that the table stands between are gone
 */
export const withFaults = (page: string): string => {
  const [before, rest] = page.split(START);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`SECURITY.md must have "${START}" and "${END}"`);
  return `${before}${START}\n\n${faultTable()}\n\n${END}${after}`;
};

if (import.meta.main) {
  const path = join(import.meta.dirname, "../../SECURITY.md");
  await writeFile(path, withFaults(await readFile(path, "utf8")));
}
