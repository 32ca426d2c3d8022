/** @returns the name of a column as it is compared: without case, blanks, `_`, `-` and `.` */
export const comparable = (name: string): string =>
  name
    .normalize("NFC")
    .toLowerCase()
    .replace(/[\s\u200b-\u200d\ufeff_.-]/g, "");

/** @returns the one of `names` that was probably meant, if one is near */
export const nearest = (name: string, names: readonly string[]): string | undefined => {
  const text = comparable(name);
  const near = names
    .map((other) => ({ other, away: distance(text, comparable(other)) }))
    .filter(({ away }) => away <= Math.max(1, Math.floor(text.length / 4)));
  return near.sort((a, b) => a.away - b.away)[0]?.other;
};

/** Levenshtein's: how many characters are put in, taken out or replaced. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, character] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      const replaced = (row[j] ?? 0) + (b[j] === character ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};
