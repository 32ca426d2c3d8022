import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod/mini";
import { textTable } from "../../infra/commands/terminal/text-table.ts";
import { generatedSection } from "../../infra/reference/generated-section.ts";
import { sheetPart } from "./cost/sheet.ts";
import { writeResults } from "./report.ts";

const FORMULAS = `speed     = max(1, 1,769 MiB ÷ memory)          below 1,769 MiB Lambda gives less than one core
billed    = processor time × speed + 5 ms × calls one after the other + 0.5 % × cold start × speed
a million = billed × memory × 0.0000133334 a GB-second + 0.20 + read units × 0.125`;

const ASSUMED = `All requests ask for page 1 of 10: 1 unit, since ten records and the header are above 4 kB. This project keeps a client's
row for 60 seconds, the frameworks look it up each time (1 unit, strongly consistent), bare does not look it up at all.`;

const HELP = `What a million requests cost, on paper, from the figures that \`cold\` and \`warm\` have written. Writes the table
in infra/OPERATIONS.md, too, and the sheet there of what a month costs by requests and by the setting \`tracing\`.

  npm run bench -- cost

US dollars in us-east-1, Lambda on arm64, without API Gateway, logs and the free allowances:

${FORMULAS.replace(/^/gm, "  ")}

${ASSUMED}`;

const MEMORIES = [512, 1_024, 1_769] as const;
const MEMORY_OF_ONE_CORE = 1_769;
const CALL_MS = 5;
const COLD_SHARE = 0.005;
const GB_SECOND = 0.0000133334;
const MILLION_REQUESTS = 0.2;
const MILLION_READ_UNITS = 0.125;

/** DynamoDB calls one after the other, each of one read unit. */
const CALLS = { bare: 1, "this project": 1, Hono: 2, Powertools: 2, Express: 2, Fastify: 2 } as const;

const measured = z.object({ figures: z.array(z.object({ name: z.string(), median: z.number() })) });

/** @throws {Error} where the other benchmark has not run */
const mediansOf = (benchmark: string): ReadonlyMap<string, number> => {
  const file = join(import.meta.dirname, `results/${benchmark}.json`);
  if (!existsSync(file)) throw new Error(`There is no ${file}. Run \`npm run bench -- ${benchmark}\` first.`);
  const { figures } = z.parse(measured, JSON.parse(readFileSync(file, "utf8")));
  return new Map(figures.map(({ name, median }) => [name, median]));
};

const costOf = (memory: number, calls: number, cpuMs: number, coldMs: number): number => {
  const speed = Math.max(1, MEMORY_OF_ONE_CORE / memory);
  const billedMs = cpuMs * speed + CALL_MS * calls + COLD_SHARE * coldMs * speed;
  // Milliseconds of one request are kiloseconds of a million.
  return billedMs * 1_000 * (memory / 1_024) * GB_SECOND + MILLION_REQUESTS + calls * MILLION_READ_UNITS;
};

const rounded = (value: number): number => Number(value.toFixed(3));

const costsOf = () => {
  const [cold, warm] = [mediansOf("cold"), mediansOf("warm")];
  return Object.entries(CALLS).map(([name, calls]) => {
    const cpuMs = warm.get(`${name}, page 1 of 10: processor time`) ?? Number.NaN;
    const coldMs = cold.get(`${name}: whole`) ?? Number.NaN;
    return { name, cpuMs, coldMs, calls, dollars: MEMORIES.map((memory) => costOf(memory, calls, cpuMs, coldMs)) };
  });
};

const head = ["processor ms", "cold ms", "calls", ...MEMORIES.map((memory) => `${memory} MiB`)];
const rowsOf = (costs: ReturnType<typeof costsOf>): string[][] =>
  costs.map(({ name, cpuMs, coldMs, calls, dollars }) => [
    name,
    `${cpuMs}`,
    `${coldMs}`,
    `${calls}`,
    ...dollars.map((dollar) => dollar.toFixed(2)),
  ]);

/** The operators' table of it. */
export const costPart = generatedSection({
  document: "infra/OPERATIONS.md",
  start: "<!-- Cost beside the peers, written by `npm run bench -- cost` -->",
  end: "<!-- end of the cost beside the peers -->",
  make: () => {
    const rows = [["", ...head], head.map(() => "---").concat("---"), ...rowsOf(costsOf())];
    const table = rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
    return `${table}\n\n\`\`\`text\n${FORMULAS}\n\`\`\`\n\n${ASSUMED}`;
  },
});

/** Milliseconds and read units, as dollars. */
export const costBenchmark = {
  help: HELP,
  async run(parameters: readonly string[]): Promise<void> {
    parseArgs({ args: [...parameters] });
    const costs = costsOf();
    console.log(`US dollars for a million requests:\n${textTable(["", ...head], rowsOf(costs))}`);
    const inThousandths = costs.map(({ dollars, ...cost }) => ({ ...cost, dollars: dollars.map(rounded) }));
    await writeResults("cost", { memoriesMiB: MEMORIES, costs: inThousandths, figures: [] });
    await costPart.write();
    await sheetPart.write();
  },
} as const;
