import type { GeneratorOptions } from "../../support/generator.ts";
import type { Chart } from "../chart.ts";
import { startEngine } from "../engine.ts";
import { type Figure, numberText } from "../report.ts";
import { ASSIGNMENTS, type Bench, type Program, type RecordsFile, write, writeFileOf } from "./runs.ts";

/** 24,000 records, so that the start of the processes weighs little. */
const EMPLOYEES = 800;
/** 4,800 records: what warms everything up, and what the loop of single PutItem calls gets, which takes long enough. */
const FEW_EMPLOYEES = 160;

/** Records a second, each from the process's start to its exit. */
type Rates = { putLoop: number; batchLoop: number; first: number; second: number };

const RATES = {
  putLoop: "PutItem loop",
  batchLoop: "BatchWriteItem loop",
  first: "first import",
  second: "second import, nothing changed",
} as const satisfies Record<keyof Rates, string>;

/** Everything once, each on a fresh table but the second import. */
const runAll = async (file: RecordsFile, loopFile: RecordsFile, bench: Bench): Promise<Rates> => {
  const { withTable } = bench.engine;
  const rate = async (by: Program, records: RecordsFile, table: string): Promise<number> => {
    const { seconds } = await write(by, records, table, bench);
    const rate = records.records / seconds;
    console.error(`  ${by}: ${seconds.toFixed(1)} s, ${Math.round(rate)} records/s`);
    return rate;
  };
  const [first, second] = await withTable(async (table) => [
    await rate("import", file, table),
    await rate("import", file, table),
  ]);
  const putLoop = await withTable((table) => rate("PutItem loop", loopFile, table));
  const batchLoop = await withTable((table) => rate("BatchWriteItem loop", file, table));
  return { putLoop, batchLoop, first, second };
};

const nameAt = (name: string, concurrency: number): string => `${name}, ${concurrency} at a time`;

type Order = NonNullable<GeneratorOptions["order"]>;

/** On one engine, which gets faster while it is young. */
const measureRounds = async (rounds: number, order: Order, bench: Omit<Bench, "engine">): Promise<Rates[]> => {
  const at = `${bench.concurrency} at a time`;
  const [file, few] = [await writeFileOf(EMPLOYEES, order, bench), await writeFileOf(FEW_EMPLOYEES, order, bench)];
  const engine = await startEngine();
  try {
    console.error(`Speed, ${at}, warming up:`);
    await runAll(few, few, { ...bench, engine });
    const measured: Rates[] = [];
    for (let number = 1; number <= rounds; number += 1) {
      console.error(`Speed, ${at}, round ${number} of ${rounds}:`);
      measured.push(await runAll(file, few, { ...bench, engine }));
    }
    return measured;
  } finally {
    await engine.stop();
  }
};

/**
 * The rates of both loops and of a first and a second import of the same file, and their ratios, each made within a
 * round. The goal of the first ratio is one for writes that wait for the table: with several under way, DynamoDB Local
 * itself is what is measured, since it runs one transaction at a time.
 */
export const measureSpeed = async (rounds: number, order: Order, bench: Omit<Bench, "engine">): Promise<Figure[]> => {
  const { concurrency } = bench;
  const measured = await measureRounds(rounds, order, bench);
  const figure = (name: string, unit: string, of: (rates: Rates) => number): Figure => ({
    name: nameAt(name, concurrency),
    unit,
    values: measured.map(of),
  });
  const rate = "records/s";
  const ratio = "times the rate";
  return [
    figure(RATES.putLoop, rate, ({ putLoop }) => putLoop),
    figure(RATES.batchLoop, rate, ({ batchLoop }) => batchLoop),
    figure(RATES.first, rate, ({ first }) => first),
    figure(RATES.second, rate, ({ second }) => second),
    figure("BatchWriteItem loop ÷ PutItem loop", ratio, ({ batchLoop, putLoop }) => batchLoop / putLoop),
    {
      ...figure("first import ÷ PutItem loop", ratio, ({ first, putLoop }) => first / putLoop),
      ...(concurrency === 1 ? { goal: { atLeast: 2 } } : {}),
    },
    { ...figure("second import ÷ first import", ratio, ({ second, first }) => second / first), goal: { atLeast: 3 } },
  ];
};

/** The rates at each concurrency, from the figures of `measureSpeed`. */
export const speedChart = (figures: readonly Figure[], concurrencies: readonly number[], rounds: number): Chart => {
  const valuesOf = (name: string) => figures.find((figure) => figure.name === name)?.values ?? [];
  const [all, few] = [EMPLOYEES, FEW_EMPLOYEES].map((employees) => numberText(employees * ASSIGNMENTS));
  const records = `${all} records (PutItem loop: ${few}), ${ASSIGNMENTS} to a list`;
  return {
    title: "How fast records get into the table",
    subtitle: `${records}; DynamoDB Local, a process's start to its exit, median, least and most of ${rounds} rounds`,
    unit: "records/s",
    groups: concurrencies.map((concurrency) => `${concurrency} ${concurrency === 1 ? "write" : "writes"} at a time`),
    series: Object.values(RATES).map((name) => ({
      name,
      bars: concurrencies.map((concurrency) => valuesOf(nameAt(name, concurrency))),
    })),
  };
};
