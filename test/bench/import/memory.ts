import { startEngine } from "../engine.ts";
import type { Figure } from "../report.ts";
import { type Bench, type FileFormat, write, writeFileOf } from "./runs.ts";

/** 20,010 records and ten times as many. */
const FEW_EMPLOYEES = 667;
const MANY_EMPLOYEES = 6_670;
/** The import's default. */
const CONCURRENCY = 8;

/** The import's peak memory, in MiB. An employee's records lie all over the file. */
const peak = async (employees: number, format: FileFormat, bench: Bench): Promise<number> => {
  const file = await writeFileOf(employees, "scattered", bench, format);
  const { seconds, mebibytes } = await bench.engine.withTable((table) => write("import", file, table, bench));
  const records = file.records.toLocaleString("en-US");
  console.error(`  import of ${records} records: ${seconds.toFixed(1)} s, ${Math.round(mebibytes)} MiB`);
  return mebibytes;
};

type BenchOnly = Omit<Bench, "engine" | "concurrency">;

/** Peak memory of importing few records and many, and their ratio, made within a round. */
export const measureMemory = async (rounds: number, format: FileFormat, bench: BenchOnly): Promise<Figure[]> => {
  const engine = await startEngine();
  try {
    return await measure(rounds, format, { ...bench, concurrency: CONCURRENCY, engine });
  } finally {
    await engine.stop();
  }
};

const measure = async (rounds: number, format: FileFormat, bench: Bench): Promise<Figure[]> => {
  const measured: { few: number; many: number }[] = [];
  for (let number = 1; number <= rounds; number += 1) {
    console.error(`Memory, round ${number} of ${rounds}:`);
    measured.push({ few: await peak(FEW_EMPLOYEES, format, bench), many: await peak(MANY_EMPLOYEES, format, bench) });
  }
  return [
    { name: "peak memory, 20,010 records", unit: "MiB", values: measured.map(({ few }) => few) },
    { name: "peak memory, 200,100 records", unit: "MiB", values: measured.map(({ many }) => many) },
    {
      name: "peak memory, 200,100 ÷ 20,010 records",
      unit: "times",
      values: measured.map(({ few, many }) => many / few),
      goal: { atMost: 1.3 },
    },
  ];
};
