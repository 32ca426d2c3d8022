import type { Asked } from "../request.ts";

/** Characters that a name has at the least and at the most. */
const LENGTH = { least: 1, most: 300 } as const;

/** The problem of a search's name, as the documentation says it; `undefined` for a good one, and where there is none. */
export const problemOfName = ({ endpoint, query }: Asked): string | undefined => {
  const [name, ...more] = endpoint === "company" ? query.getAll("name") : [];
  if (more.length > 0) return "query name: must be given once";
  if (name === undefined) return undefined;
  const characters = [...name];
  const fits = characters.length >= LENGTH.least && characters.length <= LENGTH.most && characters.every(isPlain);
  return fits ? undefined : "query name: must be 1 to 300 characters, none of them a control character";
};

/** Neither a control character (C0, DEL, C1) nor half of a surrogate pair. */
const isPlain = (character: string): boolean => {
  const code = character.codePointAt(0) ?? 0;
  return code >= 0x20 && !(code >= 0x7f && code <= 0x9f) && !(code >= 0xd800 && code <= 0xdfff);
};

/**
 * Whether one text contains another in any case and any of Unicode's compatibility forms: each character is folded by
 * itself, so that its neighbours do not decide about its case, and the texts are compared place by place.
 */
export const contains = (text: string, part: string): boolean => {
  const [whole, wanted] = [folded(text), folded(part)];
  for (let at = 0; at + wanted.length <= whole.length; at += 1) {
    if (wanted.every((character, index) => whole[at + index] === character)) return true;
  }
  return false;
};

const folded = (text: string): string[] => [...[...text.normalize("NFKC")].map(withoutCase).join("").normalize("NFKC")];

const withoutCase = (character: string): string => character.toLowerCase().toUpperCase();

/** The records that a request selects from a list. */
export const selected = (records: readonly object[], { endpoint, query }: Asked): readonly object[] => {
  const name = endpoint === "company" ? query.get("name") : null;
  return name === null ? records : records.filter((record) => "name" in record && contains(`${record.name}`, name));
};
