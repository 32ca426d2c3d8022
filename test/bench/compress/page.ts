import { randomOf } from "../../support/generator/random.ts";
import type { Figure } from "../report.ts";
import type { Coding } from "./codings.ts";

export type Page = {
  readonly name: string;
  /** Another body with another seed. */
  readonly body: (seed: number) => string;
  readonly codings: readonly Coding[];
};

const WARM_UP_ROUNDS = 2;

/** In another order each time: what comes after a slow coding finds the processor's caches empty. */
const shuffled = (codings: readonly Coding[], seed: number): Coding[] => {
  const random = randomOf(seed);
  const drawn = codings.map((coding) => ({ coding, at: random.between(0, 1e9) }));
  return drawn.toSorted((one, other) => one.at - other.at).map(({ coding }) => coding);
};

/** Bytes and milliseconds of each coding, once in every round. */
export const measurePage = async (
  { name, body, codings }: Page,
  rounds: number,
  signal: AbortSignal,
): Promise<Figure[]> => {
  const measured = codings.map((coding) => ({ coding, bytes: [] as number[], milliseconds: [] as number[] }));
  const runsOf = new Map(measured.map((runs) => [runs.coding, runs]));
  for (let round = 1; round <= WARM_UP_ROUNDS + rounds; round += 1) {
    const text = body(round);
    for (const coding of shuffled(codings, round)) {
      signal.throwIfAborted();
      const started = performance.now();
      const { length } = await coding.code(text);
      const milliseconds = performance.now() - started;
      if (round <= WARM_UP_ROUNDS) continue;
      runsOf.get(coding)?.bytes.push(length);
      runsOf.get(coding)?.milliseconds.push(milliseconds);
    }
  }
  return measured.flatMap(({ coding, bytes, milliseconds }): Figure[] => [
    { name: `${name}, ${coding.name}`, unit: "bytes", values: bytes },
    { name: `${name}, ${coding.name}`, unit: "ms", values: milliseconds },
  ]);
};
