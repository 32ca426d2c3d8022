import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

type MadePart = {
  /** From the project's root. */
  readonly document: string;
  /** The comments that the part stands between; the first says what writes it. */
  readonly start: string;
  readonly end: string;
  readonly make: () => string;
};

/**
 * A part of a committed document that is made of something else.
 *
 * @returns `renew`, which gives a text with the part made anew and throws where the comments are gone; and `write`,
 *   which does that to the file
 */
export const madePart = ({ document, start, end, make }: MadePart) => {
  const renew = (text: string): string => {
    const [before, rest] = text.split(start);
    const after = rest?.split(end)[1];
    if (before === undefined || after === undefined) throw new Error(`${document} must have "${start}" and "${end}"`);
    return `${before}${start}\n\n${make()}\n\n${end}${after}`;
  };
  return {
    renew,
    write: async (): Promise<void> => {
      const path = join(import.meta.dirname, "../..", document);
      await writeFile(path, renew(await readFile(path, "utf8")));
    },
  };
};
