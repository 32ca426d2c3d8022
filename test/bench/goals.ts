import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { generatedSection } from "../../infra/reference/generated-section.ts";
import { numberText } from "./report.ts";

const results = z.object({
  date: z.string(),
  node: z.string(),
  machine: z.object({ cpu: z.string(), cores: z.number() }),
  figures: z.array(
    z.object({
      name: z.string(),
      unit: z.string(),
      median: z.number(),
      goal: z.optional(z.record(z.string(), z.number())),
      reached: z.optional(z.boolean()),
    }),
  ),
});

const BENCHMARKS = ["cold", "warm", "pages", "import", "bytes", "load"];

const readResults = (benchmark: string) => {
  const file = join(import.meta.dirname, `results/${benchmark}.json`);
  return existsSync(file) ? [{ benchmark, ...z.parse(results, JSON.parse(readFileSync(file, "utf8"))) }] : [];
};

const WORDS: Readonly<Record<string, string>> = { atMost: "at most", atLeast: "at least", exactly: "exactly" };

/** Every figure that has a goal, as a Markdown table. */
const goalTable = (): string => {
  const all = BENCHMARKS.flatMap(readResults);
  const rows = all.flatMap(({ benchmark, figures }) =>
    figures.flatMap(({ name, unit, median, goal, reached }) => {
      const [[kind = "", limit = 0] = []] = Object.entries(goal ?? {});
      if (!kind) return [];
      const cells = [benchmark, name, numberText(median), unit, `${WORDS[kind]} ${numberText(limit)}`];
      return [`| ${[...cells, reached ? "yes" : "**no**"].join(" | ")} |`];
    }),
  );
  const [newest] = all.toSorted((a, b) => b.date.localeCompare(a.date));
  const machine = newest && `${newest.machine.cores} cores of ${newest.machine.cpu}, Node ${newest.node}`;
  const table = ["| benchmark | figure | median | unit | goal | reached |", "|---|---|---|---|---|---|", ...rows];
  return `${table.join("\n")}\n\nMeasured on ${newest?.date.slice(0, 10)}, on ${machine}.`;
};

/** The README's table of goals. */
export const goalsPart = generatedSection({
  document: "README.md",
  start: "<!-- Measured, written by `npm run bench` -->",
  end: "<!-- end of what was measured -->",
  make: goalTable,
});
