import { bounds } from "./bounds.ts";
import type { Element } from "./xml.ts";
import { elements } from "./xml.ts";

/**
 * @param text as it is stored: a character that XML cannot have is written `_x000D_`, and an underscore that would begin
 *   such an escape `_x005F_` (ECMA-376-1, 22.9.2.19)
 */
const unescaped = (text: string): string =>
  text.includes("_x")
    ? text.replace(/_x([0-9a-f]{4})_/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;

/** Joins pieces of a text; of a text over the limit of a cell only so much is kept that it is still over it. */
export const createTextBuffer = () => {
  let text = "";
  return {
    add(piece: string) {
      if (text.length <= bounds.row) text += piece;
    },
    /** @returns the text, and empties the buffer */
    take(): string {
      const taken = unescaped(text);
      text = "";
      return taken.length > bounds.cell ? taken.slice(0, bounds.cell + 1) : taken;
    },
  };
};

/**
 * The elements inside a rich text (`si` and `is`): its text, or runs with a text each. Phonetic runs (`rPh`), which say how
 * a text is read aloud, are not looked at.
 */
export const richText = (add: (piece: string) => void): ReadonlyMap<string, Element> => {
  const t: Element = { text: add };
  return elements({ t, r: { inside: elements({ t }) } });
};
