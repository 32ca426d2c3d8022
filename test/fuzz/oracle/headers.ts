import { type ErrorEntry, type ErrorName, errorDictionary } from "../../../functions/shared/errors/dictionary.ts";
import type { Asked } from "../request.ts";
import type { Answer } from "../wire.ts";

/** By name, all that the value may be. A `?` after a name: it may be missing. */
type Rules = Readonly<Record<string, string | RegExp>>;

/** What the gateway adds for the connection. */
const connection: Rules = {
  "date?": /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
  connection: /^(close|keep-alive)$/,
  "keep-alive?": /^timeout=\d+$/,
};
const length: Rules = { "content-length": /^\d+$/ };
const requestId: Rules = { "x-request-id": /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/ };
const json: Rules = { "content-type": "application/json; charset=utf-8" };
const noStore: Rules = { "cache-control": "no-store" };

const LINK = String.raw`<http://localhost:\d+/[\w!'()*%.~-]+(/[\w!'()*%.~-]+)*\?[\w*.%+=&-]+>; rel="(first|prev|next|last)"`;

const page: Rules = {
  "x-total-count": /^(0|[1-9]\d*)$/,
  link: new RegExp(`^${LINK}(, ${LINK})*$`),
  etag: /^W\/"[\w-]{22}"$/,
  "cache-control": "private, no-cache",
  vary: "Accept-Encoding",
};

const { "x-total-count": _, link: __, ...revalidated } = page;
const changes: Rules = {
  ...revalidated,
  "link?": /^<http:\/\/localhost:\d+\/[\w/-]+\?[\w*.%+=&-]+>; rel="next"$/,
};

/** What comes with an error beside what the dictionary's entry has. */
const added: Partial<Record<ErrorName, Rules>> = {
  methodNotAllowed: { allow: /^(GET|POST)$/ },
  tooManyRequests: { "retry-after": /^[1-9]\d?$/ },
};

/** Every header that an answer may have. */
const rulesOf = (base: string, outcome: ErrorName | 200 | 304 | "gateway", asked: Asked | undefined): Rules => {
  if (outcome === "gateway") return { ...connection, ...length, "content-type": "application/json" };
  const common = { ...connection, ...requestId };
  const own = asked?.endpoint === "changes" ? changes : page;
  if (outcome === 304) return { ...common, ...own };
  if (outcome === 200) {
    return asked?.endpoint === "token"
      ? { ...common, ...length, ...json, ...noStore }
      : { ...common, ...length, ...json, ...own, "content-encoding?": /^(br|gzip)$/ };
  }
  const { errorCode, headers = {} }: ErrorEntry = errorDictionary[outcome];
  const fixed = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  const help = { link: `<${base}/errors#${errorCode}>; rel="help"` };
  return { ...common, ...length, ...json, ...noStore, ...help, ...Object.fromEntries(fixed), ...added[outcome] };
};

/**
 * Holds an answer's headers against the promised ones: each of them there once, its value one of those that it may
 * have, and no other header. So nothing that a caller wrote gets into one, but what `Link` keeps, and that encoded.
 *
 * @param base the stack's URL: an error leads to its own code there
 */
export const problemsOfHeaders = (
  base: string,
  { headers }: Answer,
  outcome: ErrorName | 200 | 304 | "gateway",
  asked?: Asked,
): string[] => {
  const rules = Object.entries(rulesOf(base, outcome, asked));
  const known = new Map(rules.map(([name, value]) => [name.replace("?", ""), value]));
  const names = headers.map(([name]) => name);
  return [
    ...rules.flatMap(([name]) => (name.endsWith("?") || names.includes(name) ? [] : [`header ${name} is missing`])),
    ...names.filter((name, at) => names.indexOf(name) < at).map((name) => `header ${name} comes twice`),
    ...headers.filter(([name, value]) => !allows(known.get(name), value)).map(([name, value]) => `${name}: ${value}`),
  ];
};

const allows = (rule: string | RegExp | undefined, value: string): boolean =>
  rule instanceof RegExp ? rule.test(value) : rule === value;
