/** Pseudo-random numbers: the same seed gives the same numbers. */
export type Random = {
  /** @returns a whole number from `from` to `to`, both included */
  between(from: number, to: number): number;
  /** @returns true with this `probability`, 0 to 1 */
  chance(probability: number): boolean;
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
};

/** Hashes numbers to one 32-bit number, in which each bit depends on every input bit (MurmurHash3's mixer). */
const mix = (numbers: readonly number[]): number =>
  numbers.reduce((hash, number) => {
    let mixed = Math.imul(hash ^ number, 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) + 0x9e3779b9;
  }, 0);

/**
 * A separate random source for each combination of `seeds` (the run, an employee, an assignment), so that one item can be
 * generated without those before it. Mulberry32, a public-domain generator by Tommy Ettinger.
 */
export const randomOf = (...seeds: readonly number[]): Random => {
  let state = mix(seeds);
  /** From 0 (inclusive) to 1 (exclusive). */
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    between,
    chance: (probability) => next() < probability,
    pick: (items) => items[between(0, items.length - 1)] ?? items[0],
  };
};

/**
 * A serial like the platform's, such as `ASGC-T0MH000V`: four random characters, and `number` in base 36, which makes it
 * unique for its prefix.
 */
export const serial = (prefix: string, random: Random, number: number): string => {
  const start = random.between(0, 36 ** 4 - 1);
  const base36 = (value: number): string => value.toString(36).toUpperCase().padStart(4, "0");
  return prefix + base36(start) + base36(number);
};
