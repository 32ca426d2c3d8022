import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { generatedSection } from "../../infra/reference/generated-section.ts";
import { NIGHTS } from "./mirror/nights.ts";
import { numberText } from "./report.ts";

const results = z.object({
  date: z.string(),
  node: z.string(),
  settings: z.optional(z.object({ employees: z.optional(z.number()) })),
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

const BENCHMARKS = ["cold", "warm", "pages", "import", "bytes", "load", "mirror"];

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

/** What a night costs with and without the feed of changes, as a Markdown table; nothing where it was not measured. */
const nightTable = (): string => {
  const [{ settings, figures } = { settings: undefined, figures: [] }] = readResults("mirror");
  const medianOf = (name: string) => figures.find((figure) => figure.name === name)?.median ?? Number.NaN;
  if (!settings?.employees) return "";
  const rows = NIGHTS.map((way) => {
    const cells = ["requests", "read units"].map((unit) => numberText(medianOf(`${unit}, night, ${way}`)));
    return `| ${[way, ...cells].join(" | ")} |`;
  });
  const title = `a copy of ${numberText(settings.employees)} employees' lists, 1 % of them changed since yesterday`;
  return ["", "", `| ${title} | requests | read units |`, "|---|---|---|", ...rows].join("\n");
};

/** The README's tables of what was measured. */
export const goalsPart = generatedSection({
  document: "README.md",
  start: "<!-- Measured, written by `npm run bench` -->",
  end: "<!-- end of what was measured -->",
  make: () => `${goalTable()}${nightTable()}`,
});
