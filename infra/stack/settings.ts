import { RetentionDays } from "aws-cdk-lib/aws-logs";
import * as z from "zod/mini";
import { defaultStage } from "./outputs.ts";
import { httpsBaseUrl, httpsUrl, listOf, matching, pairOf, wholeNumber } from "./setting-values.ts";

const retentions = Object.values(RetentionDays).filter(
  (days): days is RetentionDays => typeof days === "number" && days !== RetentionDays.INFINITE,
);

/** The context keys that configure a stage, all optional. infra/DEPLOYMENT.md has the same list as a table. */
const keys = {
  /** Part of the stack's name: each stage is a separate stack. Deleting `dev` deletes its data too. */
  stage: matching(/^[a-z][a-z0-9-]{0,19}$/, "must be 1 to 20 of a-z, 0-9 and -, the first of them a letter"),
  /** An external OpenID provider, instead of a Cognito user pool. */
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
  /** The URL of the documentation site: each error's `Link` points to its page `errors`. */
  docsUrl: httpsBaseUrl,
  /** Requests per second and burst size, for all clients together. */
  throttle: pairOf("rate", "burst"),
  alarmEmail: matching(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, "must be an e-mail address"),
  /** Regions with table replicas, for recovery and manual reads. The API and the commands use only the home region. */
  replicaRegions: listOf(matching(/^[a-z]{2}(-[a-z]+)+-\d$/, "must be AWS regions, such as ap-southeast-1")),
  /** The most request units per second that a table accepts: this limits its cost. */
  maxReadUnits: wholeNumber(1, 1_000_000),
  maxWriteUnits: wholeNumber(1, 1_000_000),
  /** Origins whose browsers may call the API (CORS). Default: none. */
  allowedOrigins: listOf(matching(/^https?:\/\/[^\s/?#*]+$/, "must be origins, such as https://dashboard.example.com")),
  memoryMiB: wholeNumber(128, 10_240),
  reservedConcurrency: wholeNumber(1, 100_000),
  logRetentionDays: wholeNumber(1, 3_653).check(
    z.refine((days) => retentions.includes(days), `must be one of ${retentions.join(", ")}`),
  ),
};

const contextSchema = z.partial(z.object(keys));
type ContextSettings = z.output<typeof contextSchema>;

/** Keys that must be set together. */
const groups: readonly (readonly (keyof ContextSettings)[])[] = [
  ["issuer", "jwksUri", "tokenEndpoint", "scope"],
  ["domainName", "certificateArn", "hostedZoneId"],
];

const defaults = {
  stage: defaultStage,
  throttle: { rate: 200, burst: 400 },
  // CPU grows with memory. A cold start is the slowest request, and CPU limits it.
  memoryMiB: 1024,
  logRetentionDays: RetentionDays.ONE_MONTH as number,
};

export type Settings = typeof defaults & ContextSettings;

/**
 * Reads the stack's settings from the CDK context.
 *
 * @param context all keys and values; those of CDK have a `:`, a `-` or an `@` in their names and are ignored
 * @throws {Error} a one-line message that names each wrong, missing or unknown key and what is allowed
 */
export const readSettings = (context: Readonly<Record<string, unknown>>): Settings => {
  const entries = Object.entries(context).filter(([key, value]) => isStackKey(key) && isSet(key, value));
  const parsed = z.safeParse(contextSchema, Object.fromEntries(entries));
  const problems = [
    ...entries.flatMap(([key]) =>
      Object.hasOwn(keys, key) ? [] : [`${key}: unknown key, use one of ${Object.keys(keys).join(", ")}`],
    ),
    ...groupProblems(entries.map(([key]) => key)),
    ...(parsed.error?.issues.map(({ path: [key], message }) => `${String(key)}: ${message}`) ?? []),
  ];
  if (problems.length > 0 || !parsed.success) throw new Error(`Context: ${[...new Set(problems)].join("; ")}`);
  return Object.assign({ ...defaults }, parsed.data);
};

const lettersOf = (key: string): string => key.replace(/[^a-z]/gi, "").toLowerCase();
const keyLetters = new Set(Object.keys(keys).map(lettersOf));

/** True also for misspellings such as `alarm-email`, which would otherwise be ignored as a key of CDK. */
const isStackKey = (key: string): boolean => /^\w+$/.test(key) || keyLetters.has(lettersOf(key));

/** `-c key=` and an empty list mean "none". An empty `stage` is an error: it must not become the default, `prod`. */
const isSet = (key: string, value: unknown): boolean =>
  value !== undefined && (key === "stage" || !(value === "" || (Array.isArray(value) && value.length === 0)));

const groupProblems = (present: readonly string[]): string[] => [
  ...groups.flatMap((group) => {
    const missing = group.filter((key) => !present.includes(key));
    if (missing.length === 0 || missing.length === group.length) return [];
    return missing.map((key) => `${key}: is required with ${group.filter((other) => other !== key).join(", ")}`);
  }),
  ...(present.includes("audience") && !present.includes("issuer") ? ["issuer: is required with audience"] : []),
];
