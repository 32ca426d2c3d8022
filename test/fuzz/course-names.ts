import { hostileTexts } from "./kinds/strings.ts";

/** Names in which case, Unicode's forms, order or length of the text make a difference. */
const textNames = [
  "[ONLINE] Efisien Menggunakan Spreadsheet",
  "Caf\u00e9",
  "Cafe\u0301",
  "CAFE\u0301 \u212b\u00c5A\u030a",
  "\uff26\uff55\uff4c\uff4c \uff37\uff49\uff44\uff54\uff48",
  "\ufb01nance, \ufb03ce \u2167 \u00bd \u2460 \ufdfa",
  "\u039f\u0394\u039f\u03a3 \u0391\u0398\u0397\u039d\u0391",
  "\u03bf\u03b4\u03bf\u03c3\u03b1, \u03bf\u03b4\u03cc\u03c2",
  "\u0390 \u03aa\u0301",
  "Stra\u00dfe STRASSE STRA\u1e9eE",
  "\u0130stanbul ISTANBUL istanbul \u0131s\u0131",
  "\u01c5 \u01c6 \u01c4",
  "\uac00\uac01 \u1100\u1161\u11a8",
  "\u0645\u0631\u062d\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645",
  "\u05e9\u05dc\u05d5\u05dd \u202eabc",
  "👩‍👩‍👧 🇮🇩 ❤️",
  ".*+?^$" + "{}()|[]\\/-",
  "[a-z]+ (a|b) \\d{2} ^$",
  "a,b,c & d=e; f#g%20h+i",
  "  two  spaces  ",
  "n".repeat(300),
  "😀".repeat(300),
] as const;

const isName = (text: string): boolean => text !== "" && !/\p{Cc}/u.test(text);

/** Every one is a valid name of a course. */
export const courseNames: readonly string[] = [...textNames, ...hostileTexts.filter(isName)];
