import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, totalmem } from "node:os";
import { join } from "node:path";
import { textTable } from "../../infra/commands/text-table.ts";

/** Something that was measured in each round. */
export type Figure = {
  readonly name: string;
  readonly unit: string;
  /** One for each round. */
  readonly values: readonly number[];
  /** What the median must reach, or must not pass. */
  readonly goal?: { readonly atLeast: number } | { readonly atMost: number };
};

/** @returns the middle one; of an even number of values the mean of the middle two */
const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = [sorted.at((sorted.length - 1) / 2), sorted.at(sorted.length / 2)];
  return middle.reduce<number>((sum, value) => sum + (value ?? Number.NaN), 0) / 2;
};

const rounded = (value: number): number => Number(value.toPrecision(4));

const summaryOf = ({ values, ...figure }: Figure) => ({
  ...figure,
  median: rounded(median(values)),
  least: rounded(Math.min(...values)),
  most: rounded(Math.max(...values)),
  values: values.map(rounded),
});

const goalText = ({ goal }: Figure): string => {
  if (!goal) return "";
  return "atLeast" in goal ? `at least ${goal.atLeast}` : `at most ${goal.atMost}`;
};

/** The figures with their medians and their spread, for people. */
export const tableOf = (figures: readonly Figure[]): string => {
  const number = (value: number): string => value.toLocaleString("en-US", { maximumFractionDigits: 2 });
  const rows = figures.map((figure) => {
    const { name, unit, values, median, least, most } = summaryOf(figure);
    return [name, number(median), `${number(least)} to ${number(most)}`, `${values.length}`, unit, goalText(figure)];
  });
  return textTable(["", "median", "least to most", "rounds", "unit", "goal"], rows);
};

/**
 * Writes the figures, every single one, and what they were measured on to `test/bench/results/<name>.json`.
 *
 * @returns the file's path
 */
export const writeResults = async (
  name: string,
  { figures, ...circumstances }: { readonly figures: readonly Figure[]; readonly [circumstance: string]: unknown },
): Promise<string> => {
  const machine = { cpu: cpus()[0]?.model ?? "", cores: availableParallelism(), memoryBytes: totalmem() };
  const results = {
    benchmark: name,
    date: new Date().toISOString(),
    machine,
    node: process.version,
    ...circumstances,
    figures: figures.map(summaryOf),
  };
  // A figure's values are read beside each other.
  const json = JSON.stringify(results, null, 2).replace(/\[[\d\s.,]+\]/g, (values) =>
    values.replace(/\s+/g, " ").replace("[ ", "[").replace(" ]", "]"),
  );
  const directory = join(import.meta.dirname, "results");
  const file = join(directory, `${name}.json`);
  await mkdir(directory, { recursive: true });
  await writeFile(file, `${json}\n`);
  return file;
};
