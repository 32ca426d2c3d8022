import { startInstance } from "../lambda/warm-instance.ts";
import type { World } from "../lambda/world.ts";
import type { Figure } from "../report.ts";

/** Instances one after the other, each of which is a round: side by side they would share this machine's cores. */
const ROUNDS = 3;
/** Requests after which memory is looked at. */
const FEW = 1_000;
const MANY = 10_000;
/**
 * V8 lets its young generation grow with the load, by itself to about 50 MiB here; held small, it does not hide what
 * the handler keeps.
 */
const OPTIONS = { NODE_OPTIONS: "--max-semi-space-size=1" };
const MIB = 2 ** 20;

/** Resident memory of one instance, in MiB. */
const memoryOf = async (bundle: string, world: World, signal: AbortSignal) => {
  const instance = await startInstance(bundle, { ...world.env, ...OPTIONS }, signal);
  try {
    const event = world.event({ page: 1, pageSize: 10 });
    const few = await instance.answer(event, FEW);
    const many = await instance.answer(event, MANY - FEW);
    return { few: few.rss / MIB, many: many.rss / MIB };
  } finally {
    await instance.stop();
  }
};

/** Resident memory after few requests and after many, in each round of an instance of its own. */
export const measureMemory = async (bundle: string, world: World, signal: AbortSignal): Promise<Figure[]> => {
  const rounds: Awaited<ReturnType<typeof memoryOf>>[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await memoryOf(bundle, world, signal));
  return [
    {
      name: "memory after 1,000 requests, young generation held at 1 MiB",
      unit: "MiB",
      values: rounds.map(({ few }) => few),
    },
    { name: "memory after 10,000 requests, the same", unit: "MiB", values: rounds.map(({ many }) => many) },
    {
      name: "memory after 10,000 ÷ 1,000",
      unit: "times",
      values: rounds.map(({ few, many }) => many / few),
      goal: { atMost: 1.05 },
    },
  ];
};
