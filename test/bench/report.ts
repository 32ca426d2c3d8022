import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, totalmem } from "node:os";
import { join } from "node:path";
import { textTable } from "../../infra/commands/terminal/text-table.ts";

/** Something that was measured in each round. */
export type Figure = {
  readonly name: string;
  readonly unit: string;
  /** One for each round. */
  readonly values: readonly number[];
  /** What the median must reach, or must not pass; or what every round must measure. */
  readonly goal?: Goal;
};

type Goal = { readonly atLeast: number } | { readonly atMost: number } | { readonly exactly: number };

/** @returns the middle one; of an even number of values the mean of the middle two */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = [sorted.at((sorted.length - 1) / 2), sorted.at(sorted.length / 2)];
  return middle.reduce<number>((sum, value) => sum + (value ?? Number.NaN), 0) / 2;
};

/** A count as it is, what was measured to four digits. */
const rounded = (value: number): number => (Number.isInteger(value) ? value : Number(value.toPrecision(4)));

const summaryOf = ({ values, ...figure }: Figure) => ({
  ...figure,
  ...(figure.goal && { reached: isReached(figure.goal, values) }),
  median: rounded(median(values)),
  least: rounded(Math.min(...values)),
  most: rounded(Math.max(...values)),
  values: values.map(rounded),
});

const goalText = ({ goal }: Figure): string => {
  if (!goal) return "";
  if ("exactly" in goal) return `exactly ${goal.exactly}`;
  return "atLeast" in goal ? `at least ${goal.atLeast}` : `at most ${goal.atMost}`;
};

/** Of what was measured, not of the rounded figure that the table shows. */
const isReached = (goal: Goal, values: readonly number[]): boolean => {
  if ("exactly" in goal) return values.every((value) => value === goal.exactly);
  return "atLeast" in goal ? median(values) >= goal.atLeast : median(values) <= goal.atMost;
};

const reachedText = ({ goal, values }: Figure): string => {
  if (!goal) return "";
  return isReached(goal, values) ? "yes" : "no";
};

/** A number for people, with two decimal places at the most. */
export const numberText = (value: number): string => value.toLocaleString("en-US", { maximumFractionDigits: 2 });

/** The figures with their medians and their spread, for people. */
export const tableOf = (figures: readonly Figure[]): string => {
  const rows = figures.map((figure) => {
    const { name, unit, values, median, least, most } = summaryOf(figure);
    const spread = `${numberText(least)} to ${numberText(most)}`;
    return [name, numberText(median), spread, `${values.length}`, unit, goalText(figure), reachedText(figure)];
  });
  return textTable(["", "median", "least to most", "rounds", "unit", "goal", "reached"], rows);
};

/** @returns the path of a file of results, in a folder that is there */
export const resultsFile = async (name: string): Promise<string> => {
  const directory = join(import.meta.dirname, "results");
  await mkdir(directory, { recursive: true });
  return join(directory, name);
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
  const file = await resultsFile(`${name}.json`);
  await writeFile(file, `${json}\n`);
  return file;
};
