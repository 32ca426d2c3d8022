import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Chart, writeChart } from "./chart.ts";
import { type ColdStart, coldStart, NO_BUNDLE } from "./lambda/cold-start.ts";
import { bundleVariants, type Variant, type VariantName } from "./lambda/variants.ts";
import { checkBody, startWorld, type World } from "./lambda/world.ts";
import { roundsOf } from "./options.ts";
import { type Figure, tableOf, writeResults } from "./report.ts";

const HELP = `Cold starts: from the start of a process to its first answer, beside what people would write instead.

  npm run bench -- cold               15 rounds, each variant once in every one
  npm run bench -- cold --rounds N    so many

DynamoDB and the key set are a stub behind TLS in another process that answers at once. What an empty Node process takes
is subtracted in each round, and every ratio is made within a round. All verify the same ES256 token and answer the same
page of 10.`;

const PAGE = { page: 1, pageSize: 10 } as const;

/** The most that this project's cold start may be of a variant's. */
const GOALS: Readonly<Partial<Record<VariantName, number>>> = {
  bare: 0.65,
  "bare, bundled alike": 0.95,
  Hono: 0.5,
  Powertools: 0.5,
  Express: 0.4,
  Fastify: 0.35,
};

/** Milliseconds, without what Node itself takes. */
type Measured = { readonly whole: number; readonly load: number; readonly request: number };
type Round = ReadonlyMap<VariantName, Measured>;

const without = (node: ColdStart, { started, loaded, answered }: ColdStart): Measured => ({
  whole: answered - node.started,
  load: loaded - started,
  request: answered - loaded,
});

const measure = async (rounds: number, variants: readonly Variant[], world: World, signal: AbortSignal) => {
  const eventFile = join(world.directory, "event.json");
  await writeFile(eventFile, world.event(PAGE));
  const measured: Round[] = [];
  // The first round warms the machine's file cache and the stub, and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    const node = await coldStart(NO_BUNDLE, eventFile, world.env, signal);
    const times = new Map<VariantName, Measured>();
    for (const { name, file } of variants) {
      const start = await coldStart(file, eventFile, world.env, signal);
      checkBody(name, PAGE, start.body);
      times.set(name, without(node, start));
    }
    if (round > 0) measured.push(times);
  }
  return measured;
};

const figuresOf = (rounds: readonly Round[], variants: readonly Variant[]): Figure[] => {
  const each = (name: VariantName, part: keyof Measured): number[] =>
    rounds.map((round) => round.get(name)?.[part] ?? Number.NaN);
  const own = each("this project", "whole");
  return [
    ...variants.flatMap(({ name }): Figure[] => [
      { name: `${name}: whole`, unit: "ms", values: each(name, "whole") },
      { name: `${name}: load`, unit: "ms", values: each(name, "load") },
      { name: `${name}: first request`, unit: "ms", values: each(name, "request") },
    ]),
    ...variants
      .filter(({ name }) => name !== "this project")
      .map(({ name }): Figure => {
        const goal = GOALS[name];
        const values = each(name, "whole").map((whole, round) => (own[round] ?? Number.NaN) / whole);
        return { name: `this project ÷ ${name}`, unit: "times", values, ...(goal && { goal: { atMost: goal } }) };
      }),
  ];
};

const chartOf = (figures: readonly Figure[], variants: readonly Variant[]): Chart => {
  const bars = (part: string) =>
    variants.map(({ name }) => figures.find((figure) => figure.name === `${name}: ${part}`)?.values ?? []);
  return {
    title: "Cold start: from the start of a process to its first answer",
    subtitle: "Less what Node itself takes; medians, and the spread of the rounds",
    unit: "ms",
    groups: variants.map(({ name }) => name),
    series: [
      { name: "whole", bars: bars("whole") },
      { name: "load", bars: bars("load") },
      { name: "first request", bars: bars("first request") },
    ],
  };
};

/** From the start of a process to its first answer, split into loading the bundle and answering. */
export const coldBenchmark = {
  help: HELP,
  async run(parameters: readonly string[], signal: AbortSignal): Promise<void> {
    const rounds = roundsOf(parameters, 15);
    const world = await startWorld();
    try {
      const variants = await bundleVariants(world.directory);
      const figures = figuresOf(await measure(rounds, variants, world, signal), variants);
      console.log(tableOf(figures));
      await writeResults("cold", { rounds, page: PAGE, figures });
      await writeChart("cold", chartOf(figures, variants));
    } finally {
      await world.stop();
    }
  },
} as const;
