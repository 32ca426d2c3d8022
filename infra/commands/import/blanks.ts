const BLANK = /^\p{White_Space}$/u;
const isBlankAt = (text: string, at: number): boolean => BLANK.test(text.charAt(at));

/**
 * A pattern such as `\p{White_Space}+$` takes quadratic time on blanks inside a text, hours for a cell of 1 MB; `trim`
 * leaves U+0085.
 *
 * @returns the text without Unicode white space at its ends
 */
export const withoutOuterBlanks = (text: string): string => {
  let start = 0;
  let end = text.length;
  while (start < end && isBlankAt(text, start)) start += 1;
  while (end > start && isBlankAt(text, end - 1)) end -= 1;
  return text.slice(start, end);
};
