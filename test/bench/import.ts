import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { writeChart } from "./chart.ts";
import { measureMemory } from "./import/memory.ts";
import { ASSIGNMENTS } from "./import/runs.ts";
import { measureSpeed, speedChart } from "./import/speed.ts";
import { countOf } from "./options.ts";
import { type Figure, tableOf, writeResults } from "./report.ts";

const HELP = `The import beside a bare loop of PutItem calls, beside a second import of the file, and its peak memory.

  npm run bench -- import                      all of it, in about four minutes
  npm run bench -- import --rounds 5           rounds of the first two (2)
  npm run bench -- import --concurrency 8      writes under way at a time, in the first two (1,8: each in turn)
  npm run bench -- import --order scattered    where an employee's records lie in their file (grouped)
  npm run bench -- import --memory-rounds 0    rounds of the third (1)
  npm run bench -- import --memory-format xlsx what the third imports, ndjson or xlsx (ndjson)`;

const settingsOf = (parameters: readonly string[]) => {
  const { values } = parseArgs({
    args: [...parameters],
    options: {
      rounds: { type: "string", default: "2" },
      "memory-rounds": { type: "string", default: "1" },
      "memory-format": { type: "string", default: "ndjson" },
      concurrency: { type: "string", default: "1,8" },
      order: { type: "string", default: "grouped" },
    },
  });
  const { rounds, "memory-rounds": memoryRounds, "memory-format": memoryFormat, order } = values;
  const concurrencies = values.concurrency.split(",").map((value) => countOf("concurrency", value));
  if (concurrencies.includes(0)) throw new Error("--concurrency must be at least 1.");
  if (order !== "grouped" && order !== "scattered") throw new Error("--order must be grouped or scattered.");
  if (memoryFormat !== "ndjson" && memoryFormat !== "xlsx") throw new Error("--memory-format must be ndjson or xlsx.");
  return {
    memoryFormat,
    rounds: countOf("rounds", rounds),
    memoryRounds: countOf("memory-rounds", memoryRounds),
    concurrencies,
    order,
  } as const;
};

/** The rate and the peak memory of `npm run import`, as ratios that hold on any machine. */
export const importBenchmark = {
  help: HELP,
  async run(parameters: readonly string[], signal: AbortSignal): Promise<void> {
    const { rounds, memoryRounds, memoryFormat, concurrencies, order } = settingsOf(parameters);
    const directory = await mkdtemp(join(tmpdir(), "bench-import-"));
    try {
      const bench = { directory, signal };
      const figures: Figure[] = [];
      for (const concurrency of rounds > 0 ? concurrencies : []) {
        figures.push(...(await measureSpeed(rounds, order, { ...bench, concurrency })));
      }
      if (memoryRounds > 0) figures.push(...(await measureMemory(memoryRounds, memoryFormat, bench)));
      console.log(tableOf(figures));
      const settings = {
        assignmentsPerEmployee: ASSIGNMENTS,
        rounds,
        memoryRounds,
        memoryFormat,
        concurrencies,
        order,
      };
      const file = await writeResults("import", { engine: "DynamoDB Local", settings, figures });
      console.error(`Written to ${relative(process.cwd(), file)}.`);
      if (rounds > 0) {
        const chart = await writeChart("import", speedChart(figures, concurrencies, rounds));
        console.error(`Drawn to ${relative(process.cwd(), chart)}.`);
      }
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
} as const;
