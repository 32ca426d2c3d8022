import { parseArgs } from "node:util";

/** @throws {Error} naming the option, where it is no whole number from 0 to 999 */
export const countOf = (option: string, value: string): number => {
  if (!/^[0-9]{1,3}$/.test(value)) throw new Error(`--${option} must be a number from 0 to 999, and it is "${value}".`);
  return Number(value);
};

/** @returns what `--rounds` says, the only option, or how many there are without it */
export const roundsOf = (parameters: readonly string[], usual: number): number => {
  const { values } = parseArgs({
    args: [...parameters],
    options: { rounds: { type: "string", default: `${usual}` } },
  });
  const rounds = countOf("rounds", values.rounds);
  if (rounds === 0) throw new Error("--rounds must be at least 1.");
  return rounds;
};
