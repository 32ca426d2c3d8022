import { RetentionDays } from "aws-cdk-lib/aws-logs";
import * as z from "zod/mini";
import { defaultStage } from "./outputs.ts";
import { checkPair, httpsBaseUrl, httpsUrl, listOf, matching, pairOf, tagList, wholeNumber } from "./setting-values.ts";

const retentions = Object.values(RetentionDays).filter(
  (days): days is RetentionDays => typeof days === "number" && days !== RetentionDays.INFINITE,
);

const claimName = matching(/^[\x21-\x7e]{1,128}$/, "must be the name of a claim, without spaces");

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
  /** What the token request asks for, if that is not the scope that tokens have. */
  requestScope: matching(
    /^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/,
    "must be one scope as the provider takes it, without spaces",
  ),
  requestAudience: matching(/^\S{1,256}$/, "must be the audience that the provider takes, without spaces"),
  /** The claims that have the scopes and the client. */
  scopeClaim: claimName,
  clientClaim: claimName,
  domainName: matching(
    /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
    "must be a domain name in lower case, such as api.example.com",
  ),
  certificateArn: matching(
    /^arn:[\w-]+:acm:[\w-]+:\d{12}:certificate\/[\w-]+$/,
    "must be the ARN of an ACM certificate",
  ),
  hostedZoneId: matching(/^Z[A-Z0-9]{1,31}$/, "must be the ID of a Route 53 hosted zone, such as Z0123456789ABC"),
  /** The key of the API mapping, for a domain name that several APIs share. */
  basePath: matching(
    /^[\w.-]{1,100}(\/[\w.-]{1,100}){0,5}$/,
    "must be a path such as v1 or hr/v1, without a slash at either end",
  ),
  /** The URL of the documentation site: each error's `Link` points to its page `errors`. */
  docsUrl: httpsBaseUrl,
  /** Requests per second and burst size, for all clients together. */
  throttle: pairOf("rate", "burst"),
  /** The same for the token endpoint alone. */
  tokenThrottle: pairOf("rate", "burst"),
  /** Issued tokens a day above which an alarm goes off: providers bill them by the piece. */
  tokensPerDay: wholeNumber(1, 100_000_000),
  /** An SNS topic that gets the alarms, instead of a new one. */
  alarmTopicArn: matching(
    /^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]{1,256}$/,
    "must be the ARN of an SNS topic, not a FIFO one",
  ),
  alarmEmail: matching(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, "must be an e-mail address"),
  /** Regions with table replicas, for recovery and manual reads. The API and the commands use only the home region. */
  replicaRegions: listOf(matching(/^[a-z]{2}(-[a-z]+)+-\d$/, "must be AWS regions, such as ap-southeast-1")),
  /** The most request units per second that a table accepts: this limits its cost. */
  maxReadUnits: wholeNumber(1, 1_000_000),
  maxWriteUnits: wholeNumber(1, 1_000_000),
  /** Origins whose browsers may call the API (CORS). Default: none. */
  allowedOrigins: listOf(matching(/^https?:\/\/[^\s/?#*]+$/, "must be origins, such as https://dashboard.example.com")),
  /** A client of the user pool and an employee of its company, whose lists a rollout reads in the new version. */
  check: checkPair,
  /** Whether an update goes on while an alarm is on: for the update that ends it. */
  ignoreAlarms: z.pipe(
    z.transform((value) => (value === true ? "true" : value)),
    z.literal("true", { error: "must be true, or be left out" }),
  ),
  /** X-Ray: none, a sample of the requests as Lambda takes it, or all of them. */
  tracing: z.enum(["off", "sampled", "on"], { error: "must be off, sampled or on" }),
  /** Tags on every resource. */
  tags: tagList,
  memoryMiB: wholeNumber(128, 10_240),
  reservedConcurrency: wholeNumber(1, 100_000),
  /** A KMS key that encrypts the log groups. */
  kmsKeyArn: matching(/^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/, "must be the ARN of a KMS key, not of an alias"),
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

/** Keys that mean nothing without another one. */
const dependents: readonly (readonly [keyof ContextSettings, keyof ContextSettings])[] = [
  ["audience", "issuer"],
  ["requestScope", "issuer"],
  ["requestAudience", "issuer"],
  ["scopeClaim", "issuer"],
  ["clientClaim", "issuer"],
  ["basePath", "domainName"],
];

/** Keys that exclude each other. */
const exclusive: readonly (readonly [keyof ContextSettings, keyof ContextSettings])[] = [
  // Who gets an existing topic's messages is its owner's to say.
  ["alarmEmail", "alarmTopicArn"],
  // Another provider's secrets cannot be read.
  ["check", "issuer"],
];

const defaults = {
  stage: defaultStage,
  throttle: { rate: 200, burst: 400 },
  // A client needs one token in hours from each instance. The burst is for clients that start in the same second.
  tokenThrottle: { rate: 10, burst: 50 },
  tokensPerDay: 1_000,
  // The functions have no code for X-Ray, so a trace shows little more than the log line: start, status, milliseconds.
  // It would be nearly half of what a request costs (infra/OPERATIONS.md, "What it costs").
  tracing: "off" as "off" | "sampled" | "on",
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
  ...dependents.flatMap(([key, other]) =>
    present.includes(key) && !present.includes(other) ? [`${other}: is required with ${key}`] : [],
  ),
  ...exclusive.flatMap(([key, other]) =>
    present.includes(key) && present.includes(other) ? [`${key}: must not be set with ${other}`] : [],
  ),
];
