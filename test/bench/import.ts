import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { measureMemory } from "./import/memory.ts";
import { ASSIGNMENTS, CONCURRENCY } from "./import/runs.ts";
import { measureSpeed } from "./import/speed.ts";
import { tableOf, writeResults } from "./report.ts";

const HELP = `The import beside a bare loop of PutItem calls, beside a second import of the file, and its peak memory.

  npm run bench -- import                      all of it, in about five minutes
  npm run bench -- import --rounds 5           rounds of the first two (3)
  npm run bench -- import --order scattered    where an employee's records lie in their file (grouped)
  npm run bench -- import --memory-rounds 0    rounds of the third (1)`;

const countOf = (option: string, value: string): number => {
  if (!/^[0-9]{1,3}$/.test(value)) throw new Error(`--${option} must be a number from 0 to 999, and it is "${value}".`);
  return Number(value);
};

const settingsOf = (parameters: readonly string[]) => {
  const { values } = parseArgs({
    args: [...parameters],
    options: {
      rounds: { type: "string", default: "3" },
      "memory-rounds": { type: "string", default: "1" },
      order: { type: "string", default: "grouped" },
    },
  });
  const { rounds, "memory-rounds": memoryRounds, order } = values;
  if (order !== "grouped" && order !== "scattered") throw new Error("--order must be grouped or scattered.");
  return { rounds: countOf("rounds", rounds), memoryRounds: countOf("memory-rounds", memoryRounds), order } as const;
};

/** The rate and the peak memory of `npm run import`, as ratios that hold on any machine. */
export const importBenchmark = {
  help: HELP,
  async run(parameters: readonly string[], signal: AbortSignal): Promise<void> {
    const settings = settingsOf(parameters);
    const directory = await mkdtemp(join(tmpdir(), "bench-import-"));
    try {
      const bench = { directory, signal };
      const figures = [
        ...(settings.rounds > 0 ? await measureSpeed(settings.rounds, settings.order, bench) : []),
        ...(settings.memoryRounds > 0 ? await measureMemory(settings.memoryRounds, bench) : []),
      ];
      console.log(tableOf(figures));
      const work = { assignmentsPerEmployee: ASSIGNMENTS, concurrency: CONCURRENCY, ...settings };
      const file = await writeResults("import", { engine: "DynamoDB Local", settings: work, figures });
      console.error(`Written to ${relative(process.cwd(), file)}.`);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
} as const;
