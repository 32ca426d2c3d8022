import type { GeneratorOptions } from "../../support/generator.ts";
import { startEngine } from "../engine.ts";
import type { Figure } from "../report.ts";
import { type Bench, type Program, type RecordsFile, write, writeFileOf } from "./runs.ts";

/** 30,000 records, so that the start of the processes weighs little. */
const EMPLOYEES = 1_000;

/** Records a second, each from the process's start to its exit. */
type Rates = { putLoop: number; batchLoop: number; first: number; second: number };

/** Everything once, each on a fresh table but the second import. */
const runAll = async (file: RecordsFile, bench: Bench): Promise<Rates> => {
  const { withTable } = bench.engine;
  const rate = async (by: Program, table: string): Promise<number> => {
    const { seconds } = await write(by, file, table, bench);
    const rate = file.records / seconds;
    console.error(`  ${by}: ${seconds.toFixed(1)} s, ${Math.round(rate)} records/s`);
    return rate;
  };
  const [first, second] = await withTable(async (table) => [await rate("import", table), await rate("import", table)]);
  const putLoop = await withTable((table) => rate("PutItem loop", table));
  const batchLoop = await withTable((table) => rate("BatchWriteItem loop", table));
  return { putLoop, batchLoop, first, second };
};

/** On an engine of its own: it gets faster while it is young, and slower with all that it was ever given. */
const round = async (order: Order, bench: Omit<Bench, "engine">): Promise<Rates> => {
  const file = await writeFileOf(EMPLOYEES, order, bench);
  const engine = await startEngine();
  try {
    console.error(" Warming up:");
    await runAll(file, { ...bench, engine });
    console.error(" Measuring:");
    return await runAll(file, { ...bench, engine });
  } finally {
    await engine.stop();
  }
};

type Order = NonNullable<GeneratorOptions["order"]>;

/**
 * The rates of both loops and of a first and a second import of the same file, and their ratios, each made within a
 * round.
 */
export const measureSpeed = async (rounds: number, order: Order, bench: Omit<Bench, "engine">): Promise<Figure[]> => {
  const measured: Rates[] = [];
  for (let number = 1; number <= rounds; number += 1) {
    console.error(`Speed, round ${number} of ${rounds}:`);
    measured.push(await round(order, bench));
  }
  const each = (of: (rates: Rates) => number): number[] => measured.map(of);
  const unit = "records/s";
  return [
    { name: "PutItem loop", unit, values: each(({ putLoop }) => putLoop) },
    { name: "BatchWriteItem loop", unit, values: each(({ batchLoop }) => batchLoop) },
    { name: "first import", unit, values: each(({ first }) => first) },
    { name: "second import, nothing changed", unit, values: each(({ second }) => second) },
    {
      name: "BatchWriteItem loop ÷ PutItem loop",
      unit: "times the rate",
      values: each(({ batchLoop, putLoop }) => batchLoop / putLoop),
    },
    {
      name: "first import ÷ PutItem loop",
      unit: "times the rate",
      values: each(({ first, putLoop }) => first / putLoop),
      goal: { atLeast: 2 },
    },
    {
      name: "second import ÷ first import",
      unit: "times the rate",
      values: each(({ second, first }) => second / first),
      goal: { atLeast: 3 },
    },
  ];
};
