import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

type GeneratedSection = {
  /** Path from the project's root. */
  readonly document: string;
  /** The comments before and after the section; the first one says what writes it. */
  readonly start: string;
  readonly end: string;
  readonly make: () => string;
};

/**
 * A generated section of a committed document.
 *
 * @returns the `document`; `renew`, which returns a text with the section generated again and throws if the comments are missing; and
 *   `write`, which does this to the file
 */
export const generatedSection = ({ document, start, end, make }: GeneratedSection) => {
  const renew = (text: string): string => {
    const [before, rest] = text.split(start);
    const after = rest?.split(end)[1];
    if (before === undefined || after === undefined) throw new Error(`${document} must have "${start}" and "${end}"`);
    return `${before}${start}\n\n${make()}\n\n${end}${after}`;
  };
  return {
    document,
    renew,
    write: async (): Promise<void> => {
      const path = join(import.meta.dirname, "../..", document);
      await writeFile(path, renew(await readFile(path, "utf8")));
    },
  };
};
