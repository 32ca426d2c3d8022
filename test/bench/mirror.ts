import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { measureNightly } from "./mirror/nightly.ts";
import { startWorld, type World } from "./mirror/world.ts";
import { measureWriters } from "./mirror/writers.ts";
import { type Figure, tableOf, writeResults } from "./report.ts";

const HELP = `The example mirror.ts against the local stack: what a night costs where 1 % of the employees have changed, beside
one call an employee, and whether anything is missing after it ran beside 8 writers.

  npm run bench -- mirror                    all of it, in about ten minutes
  npm run bench -- mirror --employees 1000   how many the night has (10000); 0 leaves it out
  npm run bench -- mirror --changes 500      how many each writer makes (5000); 0 leaves them out`;

const numberOf = (option: string, value: string): number => {
  if (!/^[0-9]{1,5}$/.test(value))
    throw new Error(`--${option} must be a number from 0 to 99999, and it is "${value}".`);
  return Number(value);
};

/** What the feed of changes saves, and that nothing is lost by it. */
export const mirrorBenchmark = {
  help: HELP,
  onlyByName: true,
  async run(parameters: readonly string[], signal: AbortSignal): Promise<void> {
    const { values } = parseArgs({
      args: [...parameters],
      options: { employees: { type: "string", default: "10000" }, changes: { type: "string", default: "5000" } },
    });
    const employees = numberOf("employees", values.employees);
    const changes = numberOf("changes", values.changes);
    const folder = await mkdtemp(join(tmpdir(), "bench-mirror-"));
    try {
      const figures: Figure[] = [];
      let engine = "";
      const measure = async (work: (world: World) => Promise<Figure[]>): Promise<void> => {
        const world = await startWorld();
        engine = world.engine;
        try {
          figures.push(...(await work(world)));
        } finally {
          await world.stop();
        }
      };
      if (employees > 0) await measure((world) => measureNightly(world, employees, folder, signal));
      if (changes > 0) await measure((world) => measureWriters(world, changes, folder, signal));
      console.log(tableOf(figures));
      const file = await writeResults("mirror", { engine, settings: { employees, changes }, figures });
      console.error(`Written to ${relative(process.cwd(), file)}.`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
} as const;
