import * as z from "zod/mini";

/** A string that matches the pattern; `rule` is the error message. */
export const matching = (pattern: RegExp, rule: string) =>
  z.string({ error: rule }).check(z.regex(pattern, { error: rule }));

export const httpsUrl = matching(
  /^https:\/\/[^\s/?#]+[^\s?#]*$/,
  "must be a URL that starts with https://, without query",
);

/** A URL that paths are appended to. The `Link` header has it between < and >, so only RFC 3986's characters are allowed. */
export const httpsBaseUrl = matching(
  /^https:\/\/[\w.-]+(:\d{1,5})?(\/[\w.~%!$&'()*+,;=:@-]+)*$/,
  "must be a URL that starts with https://, without a slash at the end, query or fragment",
);

/** A whole number. Context from the command line is text; in cdk.json it may be a number. */
export const wholeNumber = (minimum: number, maximum: number) => {
  const rule = `must be a whole number from ${minimum} to ${maximum}`;
  return z.pipe(
    z.transform((value) => (/^[0-9]{1,9}$/.test(String(value)) ? Number(value) : Number.NaN)),
    z.int({ error: rule }).check(z.minimum(minimum, { error: rule }), z.maximum(maximum, { error: rule })),
  );
};

/** A list without duplicates: `a,b` on the command line; in cdk.json also an array. */
export const listOf = <Item extends z.ZodMiniType<string>>(item: Item) =>
  z.pipe(
    z.transform((value) => (typeof value === "string" ? value.split(",").map((part) => part.trim()) : value)),
    z
      .array(item, { error: "must be a list, separated by commas" })
      .check(z.refine((members) => new Set(members).size === members.length, "must not have duplicates")),
  );

/** Two whole numbers: `200,400` on the command line; in cdk.json also an object. */
export const pairOf = <First extends string, Second extends string>(first: First, second: Second) => {
  const rule = `must be ${first},${second}: two whole numbers from 1, as in 200,400`;
  const number = z.int({ error: rule }).check(z.positive({ error: rule }));
  const pair = { [first]: number, [second]: number } as Record<First | Second, typeof number>;
  return z.pipe(
    z.transform((value) => {
      const [, one, two] = (typeof value === "string" && /^([0-9]{1,9})\s*,\s*([0-9]{1,9})$/.exec(value)) || [];
      return one && two ? { [first]: Number(one), [second]: Number(two) } : value;
    }),
    z.object(pair, { error: rule }),
  );
};

const TAGS = "must be tags such as team=hr,cost-center=42, without aws: at the start of a key";
const tagText = (longest: number) => matching(new RegExp(`^[\\w .:/=+@-]{1,${longest}}$`), TAGS);

/** Tags: `team=hr,cost-center=42` on the command line; in cdk.json also an object. */
export const tagList = z.pipe(
  z.transform((value) => {
    if (typeof value !== "string") return value;
    const pairs = value.split(",").map((pair) => /^([^=]*)=(.*)$/.exec(pair.trim()));
    // A key that stands twice would silently lose its first value.
    const keys = new Set(pairs.map((pair) => pair?.[1]));
    return keys.size === pairs.length ? Object.fromEntries(pairs.map((pair) => [pair?.[1], pair?.[2]])) : undefined;
  }),
  z.record(tagText(128).check(z.refine((key) => !/^aws:/i.test(key), TAGS)), tagText(256), { error: TAGS }),
);

const CHECK = "must be client,employee: the ID of an app client and that of an employee, as in 3k9a7,EMPLY100";

/** `3k9a7,EMPLY100` on the command line; in cdk.json also an object. */
export const checkPair = z.pipe(
  z.transform((value) => {
    const [, client, employee] = (typeof value === "string" && /^([\w+]{1,128})\s*,\s*(\S{1,128})$/.exec(value)) || [];
    return client && employee ? { client, employee } : value;
  }),
  z.object({ client: z.string({ error: CHECK }), employee: z.string({ error: CHECK }) }, { error: CHECK }),
);
