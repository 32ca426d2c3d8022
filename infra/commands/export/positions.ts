/** Positions that follow one another, both ends included. */
export type Gap = { readonly from: number; readonly to: number };

/** @returns where `positions`, which ascend, leave out one from 1 to `total` */
export const missing = (positions: readonly number[], total: number): Gap[] => {
  const present = positions.filter((position) => position <= total);
  // A header may claim any total, so the time must not grow with it.
  return [...present, total + 1]
    .map((position, index) => ({ from: (present[index - 1] ?? 0) + 1, to: position - 1 }))
    .filter(({ from, to }) => from <= to);
};

/** @returns `positions`, which ascend, with those that follow one another taken together */
export const runs = (positions: readonly number[]): Gap[] => {
  const found: { from: number; to: number }[] = [];
  for (const position of positions) {
    const last = found.at(-1);
    if (last && position === last.to + 1) last.to = position;
    else found.push({ from: position, to: position });
  }
  return found;
};

/** @returns them as text: `3, 5 to 9, 11` */
export const listed = (gaps: readonly Gap[]): string => gaps.map(text).join(", ");

const text = ({ from, to }: Gap): string => {
  if (from === to) return `${from}`;
  return to === from + 1 ? `${from}, ${to}` : `${from} to ${to}`;
};
