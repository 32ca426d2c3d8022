import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { CommandError } from "../../infra/commands/terminal/command.ts";

export type Options = { readonly help: boolean; readonly seed: number; readonly runs: number };

/** fast-check takes a seed of 32 bits, with a sign. */
const MAX_SEED = 2 ** 31 - 1;
const MAX_RUNS = 10_000_000;
const USUAL_RUNS = 20_000;

/**
 * @param env where `FUZZ_SEED` and `FUZZ_RUNS` stand in for options that are not given
 * @throws {CommandError} for a seed or a number that is none
 */
export const readOptions = (args: readonly string[], env: NodeJS.ProcessEnv): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: { help: { type: "boolean", short: "h" }, seed: { type: "string" }, runs: { type: "string" } },
  });
  return {
    help: values.help ?? false,
    seed: wholeNumber("seed", values.seed || env["FUZZ_SEED"], MAX_SEED) ?? randomInt(MAX_SEED),
    runs: wholeNumber("runs", values.runs || env["FUZZ_RUNS"], MAX_RUNS) ?? USUAL_RUNS,
  };
};

const wholeNumber = (name: string, value: string | undefined, maximum: number): number | undefined => {
  if (!value) return undefined;
  const number = /^[0-9]{1,10}$/.test(value) ? Number(value) : Number.NaN;
  if (number <= maximum) return number;
  throw new CommandError(`--${name} must be a number from 0 to ${maximum}, and it is "${value}".`);
};
