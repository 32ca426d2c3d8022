import { RetentionDays } from "aws-cdk-lib/aws-logs";
import * as z from "zod/mini";
import { defaultStage } from "./outputs.ts";
import { httpsBaseUrl, httpsUrl, listOf, matching, pairOf, wholeNumber } from "./setting-values.ts";

const retentions = Object.values(RetentionDays).filter(
  (days): days is RetentionDays => typeof days === "number" && days !== RetentionDays.INFINITE,
);

/** The context keys, all optional: what may be configured of a stage. infra/DEPLOYMENT.md has them as a table. */
const keys = {
  /** Stands in the stack's name: each stage is a stack of its own. `dev` is deleted with all its data. */
  stage: matching(/^[a-z][a-z0-9-]{0,19}$/, "must be 1 to 20 of a-z, 0-9 and -, the first of them a letter"),
  /** An OpenID provider of one's own, in place of a Cognito user pool. */
  issuer: httpsUrl,
  jwksUri: httpsUrl,
  tokenEndpoint: httpsUrl,
  scope: matching(/^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/, "must be one scope as tokens have it, without spaces"),
  audience: matching(/^\S{1,256}$/, "must be the aud of the provider's access tokens, without spaces"),
  domainName: matching(
    /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
    "must be a domain name in lower case, such as api.example.com",
  ),
  certificateArn: matching(
    /^arn:[\w-]+:acm:[\w-]+:\d{12}:certificate\/[\w-]+$/,
    "must be the ARN of an ACM certificate",
  ),
  hostedZoneId: matching(/^Z[A-Z0-9]{1,31}$/, "must be the ID of a Route 53 hosted zone, such as Z0123456789ABC"),
  /** Where the documentation's site is: each error's `Link` leads to its page of errors. */
  docsUrl: httpsBaseUrl,
  /** Requests a second and at once, over all clients. */
  throttle: pairOf("rate", "burst"),
  alarmEmail: matching(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, "must be an e-mail address"),
  /** Where the tables have replicas, for recovery and for reading by hand: the API reads and the commands write in the home region alone. */
  replicaRegions: listOf(matching(/^[a-z]{2}(-[a-z]+)+-\d$/, "must be AWS regions, such as ap-southeast-1")),
  /** Request units a second that a table may be asked for at most: a ceiling for its price. */
  maxReadUnits: wholeNumber(1, 1_000_000),
  maxWriteUnits: wholeNumber(1, 1_000_000),
  /** Browsers of these origins may call the API; none unless given. */
  allowedOrigins: listOf(matching(/^https?:\/\/[^\s/?#*]+$/, "must be origins, such as https://dashboard.example.com")),
  memoryMiB: wholeNumber(128, 10_240),
  reservedConcurrency: wholeNumber(1, 100_000),
  logRetentionDays: wholeNumber(1, 3_653).check(
    z.refine((days) => retentions.includes(days), `must be one of ${retentions.join(", ")}`),
  ),
};

const given = z.partial(z.object(keys));
type Given = z.output<typeof given>;

/** Keys that only make sense together. */
const groups: readonly (readonly (keyof Given)[])[] = [
  ["issuer", "jwksUri", "tokenEndpoint", "scope"],
  ["domainName", "certificateArn", "hostedZoneId"],
];

const defaults = {
  stage: defaultStage,
  throttle: { rate: 200, burst: 400 },
  // Processor time comes with memory. A cold start is the slowest request there is, and it is bound by it.
  memoryMiB: 1024,
  logRetentionDays: RetentionDays.ONE_MONTH as number,
};

export type Settings = typeof defaults & Given;

/**
 * Reads the stack's settings from the CDK context.
 *
 * @param context all keys and values; CDK's own have a `:`, a `-` or an `@` in their names and are passed over
 * @throws {Error} of one line that names each wrong, missing or unknown key and what is allowed
 */
export const readSettings = (context: Readonly<Record<string, unknown>>): Settings => {
  const own = Object.entries(context).filter(([key, value]) => isOwn(key) && isGiven(key, value));
  const parsed = z.safeParse(given, Object.fromEntries(own));
  const problems = [
    ...own.flatMap(([key]) =>
      Object.hasOwn(keys, key) ? [] : [`${key}: is no key (${Object.keys(keys).join(", ")})`],
    ),
    ...groupProblems(own.map(([key]) => key)),
    ...(parsed.error?.issues.map(({ path: [key], message }) => `${String(key)}: ${message}`) ?? []),
  ];
  if (problems.length > 0 || !parsed.success) throw new Error(`Context: ${[...new Set(problems)].join("; ")}`);
  return Object.assign({ ...defaults }, parsed.data);
};

const lettersOf = (key: string): string => key.replace(/[^a-z]/gi, "").toLowerCase();
const spellings = new Set(Object.keys(keys).map(lettersOf));

/** Also `alarm-email` and the like, which would else be taken for one of CDK's and mean nothing. */
const isOwn = (key: string): boolean => /^\w+$/.test(key) || spellings.has(lettersOf(key));

/** `-c key=` and an empty list say "none". But a stage that a script left empty must not become the default, `prod`. */
const isGiven = (key: string, value: unknown): boolean =>
  value !== undefined && (key === "stage" || !(value === "" || (Array.isArray(value) && value.length === 0)));

const groupProblems = (present: readonly string[]): string[] => [
  ...groups.flatMap((group) => {
    const missing = group.filter((key) => !present.includes(key));
    if (missing.length === 0 || missing.length === group.length) return [];
    return missing.map((key) => `${key}: is required beside ${group.filter((other) => other !== key).join(", ")}`);
  }),
  ...(present.includes("audience") && !present.includes("issuer") ? ["issuer: is required beside audience"] : []),
];
