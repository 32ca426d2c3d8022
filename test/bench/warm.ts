import { type Chart, writeChart } from "./chart.ts";
import { bundleVariants, type Variant, type VariantName } from "./lambda/variants.ts";
import { startInstance, type WarmInstance, type WarmRun } from "./lambda/warm-instance.ts";
import { checkBody, type PageOf, startWorld, type World } from "./lambda/world.ts";
import { roundsOf } from "./options.ts";
import { type Figure, tableOf, writeResults } from "./report.ts";
import { measureMemory } from "./warm/memory.ts";
import { measureSearch } from "./warm/search.ts";

const HELP = `Warm requests: time in the handler, processor time, and resident memory after many of them; and searches of a catalogue
of 10,000 courses beside a page.

  npm run bench -- warm               15 rounds of 100 requests of each kind, each variant in every one
  npm run bench -- warm --rounds N    so many

The same stub, token and bodies as in \`cold\`. Ratios are made within a round. The frameworks look up the client for
every request; this project keeps what it learnt for 60 seconds.`;

const REQUESTS = 100;
/** Before anything is counted: what V8 compiles on the way is not the handler's. */
const WARM_UP_ROUNDS = 3;
const PAGES: readonly PageOf[] = [
  { page: 1, pageSize: 10 },
  { page: 7, pageSize: 10 },
  { page: 1, pageSize: 100 },
  { page: 7, pageSize: 100 },
];
const VARIANTS: readonly VariantName[] = ["bare", "this project", "Hono", "Powertools", "Express", "Fastify"];
const nameOf = ({ page, pageSize }: PageOf): string => `page ${page} of ${pageSize}`;

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? Number.NaN;

type Measured = { readonly p50: number; readonly p99: number; readonly cpu: number };
const measuredOf = ({ milliseconds, cpuSeconds }: WarmRun): Measured => ({
  p50: percentile(milliseconds, 0.5),
  p99: percentile(milliseconds, 0.99),
  cpu: (cpuSeconds * 1_000) / milliseconds.length,
});

/** A key of a variant and a page. */
const keyOf = (variant: string, page: PageOf): string => `${variant}, ${nameOf(page)}`;

const measureTimes = async (
  rounds: number,
  variants: readonly Variant[],
  world: World,
  signal: AbortSignal,
): Promise<Map<string, Measured[]>> => {
  const measured = new Map<string, Measured[]>();
  const instances: (readonly [VariantName, WarmInstance])[] = [];
  try {
    for (const { name, file } of variants) instances.push([name, await startInstance(file, world.env, signal)]);
    for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
      for (const page of PAGES) {
        for (const [name, instance] of instances) {
          const run = await instance.answer(world.event(page), REQUESTS);
          checkBody(name, page, run.body);
          const key = keyOf(name, page);
          if (round >= 0) measured.set(key, [...(measured.get(key) ?? []), measuredOf(run)]);
        }
      }
    }
    return measured;
  } finally {
    for (const [, instance] of instances) await instance.stop();
  }
};

const timeFigures = (measured: ReadonlyMap<string, readonly Measured[]>): Figure[] => {
  const each = (name: VariantName, page: PageOf, part: keyof Measured): number[] =>
    (measured.get(keyOf(name, page)) ?? []).map((run) => run[part]);
  const ratio = (page: PageOf): Figure => {
    const bare = each("bare", page, "p50");
    const values = each("this project", page, "p50").map((own, round) => own / (bare[round] ?? Number.NaN));
    const goal = page.page === 1 && { goal: { atMost: page.pageSize === 10 ? 1.05 : 1.15 } };
    return { name: `this project ÷ bare, p50, ${nameOf(page)}`, unit: "times", values, ...goal };
  };
  return [
    ...PAGES.flatMap((page) =>
      VARIANTS.flatMap((name): Figure[] => [
        { name: `${keyOf(name, page)}: p50`, unit: "ms", values: each(name, page, "p50") },
        { name: `${keyOf(name, page)}: p99`, unit: "ms", values: each(name, page, "p99") },
        { name: `${keyOf(name, page)}: processor time`, unit: "ms a request", values: each(name, page, "cpu") },
      ]),
    ),
    ...PAGES.map(ratio),
  ];
};

const chartOf = (measured: ReadonlyMap<string, readonly Measured[]>): Chart => ({
  title: "Warm request: time in the handler",
  subtitle:
    "p50 of 100 requests; medians, and the spread of the rounds. Frameworks: with a look-up of the client in each",
  unit: "ms",
  groups: VARIANTS,
  series: PAGES.map((page) => ({
    name: nameOf(page),
    bars: VARIANTS.map((name) => (measured.get(keyOf(name, page)) ?? []).map(({ p50 }) => p50)),
  })),
});

/** Time in the handler of a warm instance, and what it holds. */
export const warmBenchmark = {
  help: HELP,
  async run(parameters: readonly string[], signal: AbortSignal): Promise<void> {
    const rounds = roundsOf(parameters, 15);
    const world = await startWorld();
    try {
      const variants = (await bundleVariants(world.directory)).filter(({ name }) => VARIANTS.includes(name));
      const measured = await measureTimes(rounds, variants, world, signal);
      const own = variants.find(({ name }) => name === "this project");
      const figures = [
        ...timeFigures(measured),
        ...(await measureSearch(`${own?.file}`, world, rounds, signal)),
        ...(await measureMemory(`${own?.file}`, world, signal)),
      ];
      console.log(tableOf(figures));
      await writeResults("warm", { rounds, requestsARound: REQUESTS, figures });
      await writeChart("warm", chartOf(measured));
    } finally {
      await world.stop();
    }
  },
} as const;
