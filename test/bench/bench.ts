import { bytesBenchmark } from "./bytes.ts";
import { coldBenchmark } from "./cold.ts";
import { compressBenchmark } from "./compress.ts";
import { costBenchmark } from "./cost.ts";
import { goalsPart } from "./goals.ts";
import { importBenchmark } from "./import.ts";
import { loadBenchmark } from "./load.ts";
import { mirrorBenchmark } from "./mirror.ts";
import { pagesBenchmark } from "./pages.ts";
import { numberText } from "./report.ts";
import { warmBenchmark } from "./warm.ts";

type Benchmark = {
  readonly help: string;
  /** Takes so long that it only runs where it is named. */
  readonly onlyByName?: true;
  /**
   * Prints its table, and writes its results.
   *
   * @param parameters those of the command line that are its own
   * @param signal ends it early; what it started is stopped before it rejects
   */
  run(parameters: readonly string[], signal: AbortSignal): Promise<void>;
};

const benchmarks: Readonly<Record<string, Benchmark>> = {
  cold: coldBenchmark,
  warm: warmBenchmark,
  pages: pagesBenchmark,
  compress: compressBenchmark,
  import: importBenchmark,
  bytes: bytesBenchmark,
  cost: costBenchmark,
  load: loadBenchmark,
  mirror: mirrorBenchmark,
};

const namesOf = (isMeant: (benchmark: Benchmark) => boolean): string =>
  Object.entries(benchmarks)
    .filter(([, benchmark]) => isMeant(benchmark))
    .map(([name]) => name)
    .join(", ");

const HELP = `Measures, prints a table, writes test/bench/results/<name>.json and .svg, and README's table of goals. \`import\` needs
AWS's DynamoDB Local.

  npm run bench                     all of ${namesOf((benchmark) => !benchmark.onlyByName)}
  npm run bench -- NAME             one of them, or ${namesOf((benchmark) => benchmark.onlyByName === true)}
  npm run bench -- NAME --help      what it measures, and its options
  npm run bench -- --help           this text`;

/** @throws {Error} for a name that no benchmark has */
const chosen = (name: string | undefined): Benchmark[] => {
  if (name === undefined) return Object.values(benchmarks).filter(({ onlyByName }) => !onlyByName);
  const benchmark = Object.hasOwn(benchmarks, name) ? benchmarks[name] : undefined;
  if (!benchmark) throw new Error(`There is no benchmark "${name}". There are: ${Object.keys(benchmarks).join(", ")}`);
  return [benchmark];
};

const bench = async (parameters: readonly string[], signal: AbortSignal): Promise<void> => {
  const name = parameters[0]?.startsWith("-") ? undefined : parameters[0];
  const own = name === undefined ? parameters : parameters.slice(1);
  const help = own.includes("--help") || own.includes("-h");
  if (help && name === undefined) return console.log(HELP);
  const started = performance.now();
  for (const benchmark of chosen(name)) {
    if (help) console.log(benchmark.help);
    else await benchmark.run(own, signal);
  }
  if (help) return;
  await goalsPart.write();
  console.log(`Measured in ${numberText((performance.now() - started) / 60_000)} minutes.`);
};

const interrupted = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => interrupted.abort());

await bench(process.argv.slice(2), interrupted.signal).catch((error: unknown) => {
  if (interrupted.signal.aborted) console.error("Interrupted; nothing is left behind.");
  else console.error(error instanceof Error ? error.message : error);
  process.exitCode = interrupted.signal.aborted ? 130 : 1;
});
