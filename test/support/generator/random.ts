/** Numbers that only look random: the same seed draws the same ones. */
export type Random = {
  /** @returns a whole number from `from` to `to`, both included */
  between(from: number, to: number): number;
  /** @returns whether something of this `probability`, 0 to 1, happens */
  chance(probability: number): boolean;
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
};

/** One 32-bit number out of many, in which each bit hangs on every bit of theirs (MurmurHash3's mixer). */
const mix = (numbers: readonly number[]): number =>
  numbers.reduce((hash, number) => {
    let mixed = Math.imul(hash ^ number, 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) + 0x9e3779b9;
  }, 0);

/**
 * A source of numbers of its own for whatever `seeds` name (the run, an employee, an assignment), so that one can be
 * made without all those before it. Mulberry32, a public-domain generator by Tommy Ettinger.
 */
export const randomOf = (...seeds: readonly number[]): Random => {
  let state = mix(seeds);
  /** From 0 to below 1. */
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
 * A serial as the platform's are, such as `ASGC-T0MH000V`: four random characters, and `number` in base 36, by which
 * serials of the same prefix differ.
 */
export const serial = (prefix: string, random: Random, number: number): string => {
  const start = random.between(0, 36 ** 4 - 1);
  const base36 = (value: number): string => value.toString(36).toUpperCase().padStart(4, "0");
  return prefix + base36(start) + base36(number);
};
