import fc from "fast-check";
import { allCategories } from "../../support/records.ts";
import { courseNames } from "../course-names.ts";
import { EMPLOYEE } from "../lists.ts";
import { type Field, listPath, requestOf } from "../request.ts";
import { clientTokens } from "../world.ts";
import { encodedHostileText, oddEncodings, pick, targetText } from "./strings.ts";

/** Other spellings of the same text, and nearly the same. */
const spellings: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => text.toLowerCase(),
  (text) => text.normalize("NFD"),
  (text) => text.normalize("NFKD"),
  (text) => text.normalize("NFKC"),
  // Full-width forms of ASCII.
  (text) => text.replace(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
  (text) => `${text} `,
];

/** A part of a course's name, in one of its spellings. */
const partOfName = fc
  .record({ name: pick(...courseNames), from: fc.nat(30), length: fc.nat(12), spell: pick(...spellings) })
  .map(({ name, from, length, spell }) => {
    const characters = [...name];
    const start = from % characters.length;
    return spell(characters.slice(start, start + length + 1).join(""));
  });

/** At its bounds, in code points, and with what may be in no name. */
const boundary = fc
  .tuple(pick("n", "\u00e9", "😀", "\u0301", "\ufdfa"), pick(1, 299, 300, 301, 600))
  .map(([character, count]) => character.repeat(count));
const control = fc
  .tuple(pick("", "o"), pick("\0", "\n", "\t", "\u001b", "\u007f", "\u0085"), pick("", "n"))
  .map((parts) => parts.join(""));

const encoded = fc.oneof(
  { weight: 8, arbitrary: partOfName.map((text) => encodeURIComponent(text.toWellFormed())) },
  { weight: 2, arbitrary: boundary.map((text) => encodeURIComponent(text)) },
  { weight: 1, arbitrary: control.map((text) => encodeURIComponent(text)) },
  { weight: 1, arbitrary: encodedHostileText },
  { weight: 1, arbitrary: pick(...oddEncodings, "", "%ED%A0%BD%ED%B8%80", "%EF%BF%BD") },
  { weight: 1, arbitrary: targetText(40) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: "binary", maxLength: 20 }).map((text) => encodeURIComponent(text.toWellFormed())),
  },
);

/** The search's parameter, which may be there twice, or be another's. */
const names = fc.array(
  fc.tuple(pick("name", "name", "name", "name", "name", "n%61me", "Name"), encoded).map((parts) => parts.join("=")),
  { minLength: 1, maxLength: 2 },
);

/** Searches of the lists that a company has; one in eight asks an employee's list, which has no such parameter. */
export const searches = fc
  .record({
    category: fc.oneof(
      { weight: 7, arbitrary: pick(...allCategories.filter(({ owner }) => owner === "company")) },
      { weight: 1, arbitrary: pick(...allCategories) },
    ),
    names: fc.oneof({ weight: 7, arbitrary: names.map((all) => all.slice(0, 1)) }, { weight: 1, arbitrary: names }),
    page: fc.oneof({ weight: 3, arbitrary: pick(1) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }) }),
    pageSize: fc.oneof(pick(1, 2, 100), fc.integer({ min: 1, max: 100 })),
    token: fc.oneof({ weight: 6, arbitrary: pick("demo", "other") }, { weight: 1, arbitrary: pick(...clientTokens) }),
    unknown: fc.oneof(
      { weight: 6, arbitrary: pick("") },
      { weight: 1, arbitrary: pick("&x=a%0ab", `&x=${"y".repeat(1_500)}`) },
    ),
    headers: fc.array(pick<Field>(["If-None-Match", "*"], ["Accept-Encoding", "br"]), { maxLength: 1 }),
    first: fc.boolean(),
  })
  .map(({ category, names, page, pageSize, token, unknown, headers, first }) => {
    const paging = [`page=${page}`, `pageSize=${pageSize}`];
    const query = (first ? [...names, ...paging] : [...paging, ...names]).join("&");
    return requestOf({
      target: `${listPath(category, EMPLOYEE)}?${query}${unknown}`,
      headers: [["Authorization", `{{${token}}}`], ...headers],
    });
  });
