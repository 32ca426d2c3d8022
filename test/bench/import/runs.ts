import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type GeneratorOptions, generate, writeNdjson } from "../../support/generator.ts";
import { writeWorkbook } from "../../support/workbook-writer.ts";
import type { BenchEngine } from "../engine.ts";
import { type Child, runScript } from "./child.ts";

/** How many assignments each employee has. */
export const ASSIGNMENTS = 30;

export type Bench = {
  readonly engine: BenchEngine;
  /** How many writes each program has under way at a time. */
  readonly concurrency: number;
  /** For the files; nothing of it is kept. */
  readonly directory: string;
  readonly signal: AbortSignal;
};

/** A file of records, how many there are, and of how many employees. */
export type RecordsFile = { readonly path: string; readonly records: number; readonly employees: number };

const writeLoop = fileURLToPath(import.meta.resolve("./write-loop.ts"));

/** What Node is given for `npm run import`. */
const importScript = (): string[] => {
  const root = join(import.meta.dirname, "../../..");
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  // `exec node` and what comes after it.
  const [, , ...parameters]: string[] = scripts.import.split(" ");
  return parameters.map((parameter) => (parameter.startsWith("-") ? parameter : join(root, parameter)));
};

/** Each takes a file of records and the same options. */
const programs = {
  "PutItem loop": [writeLoop, "put"],
  "BatchWriteItem loop": [writeLoop, "batch"],
  import: importScript(),
} as const;
export type Program = keyof typeof programs;

export type FileFormat = "ndjson" | "xlsx";

/** The same employees and records every time. */
export const writeFileOf = async (
  employees: number,
  order: NonNullable<GeneratorOptions["order"]>,
  { directory }: Pick<Bench, "directory">,
  format: FileFormat = "ndjson",
): Promise<RecordsFile> => {
  const path = join(directory, `${employees}-employees.${format}`);
  const records = () => generate({ seed: 1, companies: 3, employees, assignments: ASSIGNMENTS, order });
  await (format === "xlsx" ? writeWorkbook(path, "webinar", records) : writeNdjson(path, records()));
  return { path, records: employees * ASSIGNMENTS, employees };
};

/**
 * Writes the file's records to the table, in a process of its own.
 *
 * @throws {Error} if the process fails, or the table does not hold just as many items afterwards as it should: the
 *   records, and of an import each list's header
 */
export const write = async (
  by: Program,
  { path, records, employees }: RecordsFile,
  table: string,
  { engine, concurrency, directory, signal }: Bench,
): Promise<Child> => {
  const target = ["--endpoint", engine.url, "--table", table, "--concurrency", String(concurrency)];
  const child = await runScript([...programs[by], path, ...target], directory, signal);
  const [stored, wanted] = [await engine.countItems(table), by === "import" ? records + employees : records];
  if (stored !== wanted) throw new Error(`After the ${by} the table holds ${stored} items instead of ${wanted}.`);
  return child;
};
