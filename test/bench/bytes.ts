import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod/mini";
import { textTable } from "../../infra/commands/terminal/text-table.ts";
import { bundleAll } from "../../infra/stack/bundling.ts";
import { functionNames } from "../../infra/stack/functions.ts";
import { bytesByPackage, growth } from "../support/bundle-bytes.ts";
import { writeResults } from "./report.ts";

const HELP = `The bytes of each function's bundle by package, and what changed since the last commit's figures.

  npm run bench -- bytes`;

const committed = z.object({ bundles: z.record(z.string(), z.record(z.string(), z.number())) });

/** The figures as the last commit has them; none where there is no such commit, or no git. */
const committedBundles = (): Readonly<Record<string, Readonly<Record<string, number>>>> => {
  try {
    const json = execFileSync("git", ["show", "HEAD:./results/bytes.json"], {
      cwd: import.meta.dirname,
      stdio: ["ignore", "pipe", "ignore"],
    });
    return z.parse(committed, JSON.parse(`${json}`)).bundles;
  } catch {
    return {};
  }
};

const number = (value: number): string => value.toLocaleString("en-US");

/** What is in the bundles. */
export const bytesBenchmark = {
  help: HELP,
  async run(parameters: readonly string[]): Promise<void> {
    parseArgs({ args: [...parameters] });
    const before = committedBundles();
    const directory = await mkdtemp(join(tmpdir(), "bench-bytes-"));
    try {
      const built = await bundleAll(directory);
      const bundles = Object.fromEntries(functionNames.map((name) => [name, bytesByPackage(built[name].metafile)]));
      for (const [name, packages] of Object.entries(bundles)) {
        const changed = new Map(growth(before[name] ?? packages, packages));
        const rows = Object.entries(packages).map(([part, bytes]) => {
          const change = changed.get(part) ?? 0;
          return [part, number(bytes), change === 0 ? "" : `${change > 0 ? "+" : ""}${number(change)}`];
        });
        console.log(`${textTable([name, "bytes", "since the last commit"], rows)}\n`);
      }
      const figure = { name: "bundle of course-activity", unit: "bytes", goal: { atMost: 260_000 } } as const;
      await writeResults("bytes", {
        bundles,
        figures: [{ ...figure, values: [built["course-activity"].bytes] }],
      });
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
} as const;
