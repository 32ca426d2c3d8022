import fc from "fast-check";
import { bytesOf } from "../request.ts";

/** Any bytes, a character for each. */
export const anyBytes = (maxLength: number): fc.Arbitrary<string> =>
  fc.uint8Array({ maxLength }).map((bytes) => Buffer.from(bytes).toString("latin1"));

/** Any bytes that HTTP takes in a header's value. */
export const valueBytes = (maxLength: number): fc.Arbitrary<string> =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be in it
  anyBytes(maxLength).map((value) => value.replace(/[\x00-\x08\x0a-\x1f\x7f]/g, ""));

/** What HTTP takes in a request's target: ASCII that can be seen. */
export const targetText = (maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: "grapheme-ascii", maxLength }).map((text) => text.replaceAll(" ", ""));

/** Names that every JavaScript object answers to. */
export const prototypeNames = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "valueOf",
  "__defineGetter__",
  "constructor.prototype",
  "__proto__[page]",
] as const;

/** Text that means something to somebody on the way: to a path, a key, a header, a log, a terminal, a page, a query. */
export const hostileTexts = [
  "..",
  "../..",
  ".",
  "#",
  "CMP-OTHER#EMPLY001",
  "CMP-OTHER#webinar#EMPLY001",
  "\0",
  "EMPLY001\0",
  "\u202eEMPLY001",
  "\u200b",
  "\ufeff",
  "\ud7ff\ue000\uffff",
  "𝟙",
  "e\u0301",
  "\u0085",
  "\r\nSet-Cookie: a=b",
  '"><script>alert(1)</script>',
  '">; rel="next"',
  "' OR 1=1 --",
  "$" + "{7*7}",
  "{{7*7}}",
  "%n%s",
  "\u001b[31m",
  "a".repeat(128),
  "a".repeat(129),
  "😀".repeat(128),
  "😀".repeat(129),
  ...prototypeNames,
] as const;

/** What is no percent-encoding of UTF-8, or another spelling of what has a meaning undone. */
export const oddEncodings = [
  "%",
  "%2",
  "%zz",
  "%u0041",
  "%c0%af",
  "%e0%80%af",
  "%f0%80%80%af",
  "%c0%80",
  "%ed%a0%80",
  "%ff",
  "%f4%90%80%80",
  "%00",
  "%0d%0aSet-Cookie:%20a=b",
  "%2F",
  "%2f..%2f",
  "%5c",
  "%23",
  "%2523",
  "%252F",
  "%3F",
  "%2e%2e",
  "+",
  "%20",
  ";page=1",
  "%E2%80%AE",
] as const;

/** Hostile text in UTF-8, its bytes as they are. */
export const hostileText = fc.constantFrom(...hostileTexts).map(bytesOf);

/** Hostile text that stands for itself in a path or a query. */
export const encodedHostileText = fc.constantFrom(...hostileTexts).map((text) => encodeURIComponent(text));

export const pick = <Value>(...values: readonly Value[]): fc.Arbitrary<Value> => fc.constantFrom(...values);
