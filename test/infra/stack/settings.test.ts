import { describe, expect, it } from "vitest";
import { readSettings } from "../../../infra/stack/settings.ts";

/** The error message for a context; fails if the context is allowed. */
const refusal = (context: Record<string, unknown>): string => {
  try {
    readSettings(context);
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  throw new Error(`Allowed: ${JSON.stringify(context)}`);
};

const EXTERNAL_PROVIDER = {
  issuer: "https://id.example.com",
  jwksUri: "https://id.example.com/keys",
  tokenEndpoint: "https://id.example.com/token",
  scope: "ruangkerja/webinar.read",
};
const DOMAIN = {
  domainName: "api.example.com",
  certificateArn: "arn:aws:acm:ap-southeast-3:123456789012:certificate/0f1e2d3c-4b5a",
  hostedZoneId: "Z0123456789ABC",
};
/** The keys that must be set together with a key. */
const requiredWith: Record<string, object> = {
  ...Object.fromEntries(Object.keys(EXTERNAL_PROVIDER).map((key) => [key, EXTERNAL_PROVIDER])),
  ...Object.fromEntries(Object.keys(DOMAIN).map((key) => [key, DOMAIN])),
  ...Object.fromEntries(
    ["audience", "requestScope", "requestAudience", "scopeClaim", "clientClaim"].map((key) => [key, EXTERNAL_PROVIDER]),
  ),
  basePath: DOMAIN,
};

const label = (length: number) => "a".repeat(length);
const https = "must be a URL that starts with https://, without query";

type Rule = { allowed: readonly unknown[]; refused: readonly unknown[]; says: string };

const urls: Rule = {
  allowed: ["https://id.example.com", "https://id.example.com:8443/a/b", "https://cognito-idp.x.amazonaws.com/x_Y1"],
  refused: ["http://id.example.com", "https://", "https://a b", "https://a?b=c", "https://a#b", "id.example.com", 1],
  says: https,
};
const wholeNumbers = (minimum: number, maximum: number): Rule => ({
  allowed: [minimum, maximum, `${minimum}`, `${maximum}`],
  refused: [minimum - 1, maximum + 1, `${maximum + 1}`, "1e2", "1.5", 300.5, "-1", " 300", "0x80", true, null, {}],
  says: `must be a whole number from ${minimum} to ${maximum}`,
});

const claimNames: Rule = {
  allowed: ["scp", "roles", "https://example.com/client", label(128)],
  refused: ["a b", "rôles", label(129), 5],
  says: "must be the name of a claim, without spaces",
};
const pairs: Rule = {
  allowed: ["1,1", "200,400", "200, 400", { rate: 1, burst: 1 }],
  refused: ["200", "0,1", "1,0", "1,2,3", "a,b", "1.5,2", [200, 400], { rate: 1 }, { rate: 0, burst: 1 }, 200],
  says: "must be rate,burst: two whole numbers from 1, as in 200,400",
};

const rules: Record<string, Rule> = {
  stage: {
    allowed: ["a", "dev", "prod", "eu-west-2", `a${label(19)}`],
    refused: ["", "A", "1a", "-a", "a_b", "a.b", "a b", `a${label(20)}`, 5],
    says: "must be 1 to 20 of a-z, 0-9 and -, the first of them a letter",
  },
  issuer: urls,
  jwksUri: urls,
  tokenEndpoint: urls,
  scope: {
    allowed: ["openid", "https://api.example.com/.default", label(256)],
    refused: ["a b", 'a"b', "a\\b", label(257), 5],
    says: "must be one scope as tokens have it, without spaces",
  },
  audience: {
    allowed: ["https://api.example.com", label(256)],
    refused: ["a b", label(257), 5],
    says: "must be the aud of the provider's access tokens, without spaces",
  },
  requestScope: {
    allowed: ["api://5f0c/.default", label(256)],
    refused: ["a b", 'a"b', label(257), 5],
    says: "must be one scope as the provider takes it, without spaces",
  },
  requestAudience: {
    allowed: ["https://api.example.com", label(256)],
    refused: ["a b", label(257), 5],
    says: "must be the audience that the provider takes, without spaces",
  },
  scopeClaim: claimNames,
  clientClaim: claimNames,
  domainName: {
    allowed: ["api.example.com", "a.io", `${label(63)}.example.com`],
    refused: ["example", "API.example.com", "-a.example.com", `${label(64)}.example.com`, "a..com", "https://a.io"],
    says: "must be a domain name in lower case, such as api.example.com",
  },
  certificateArn: {
    allowed: [
      "arn:aws:acm:us-east-1:123456789012:certificate/a-1",
      "arn:aws-cn:acm:cn-north-1:123456789012:certificate/a",
    ],
    refused: ["arn:aws:iam::123456789012:server-certificate/a", "arn:aws:acm:us-east-1:12345:certificate/a", "a"],
    says: "must be the ARN of an ACM certificate",
  },
  hostedZoneId: {
    allowed: ["Z1", "Z0123456789ABC", `Z${"A".repeat(31)}`],
    refused: ["Z", "A1", "z123", "/hostedzone/Z123", `Z${"A".repeat(32)}`],
    says: "must be the ID of a Route 53 hosted zone, such as Z0123456789ABC",
  },
  basePath: {
    allowed: ["v1", "hr/v1.2_a-b", label(100)],
    refused: ["/v1", "v1/", "a//b", "a b", "v1?a", "a/b/c/d/e/f/g", label(101), 5],
    says: "must be a path such as v1 or hr/v1, without a slash at either end",
  },
  docsUrl: {
    allowed: ["https://docs.example.com", "https://example.com:8443/a/b-c", "https://example.com/%7Ea"],
    refused: [
      "http://docs.example.com",
      "docs.example.com",
      "https://",
      "https://docs.example.com/",
      "https://docs.example.com/a/",
      "https://docs.example.com//a",
      "https://docs.example.com?a=b",
      "https://docs.example.com/a#b",
      "https://docs.example.com/a>",
      "https://user:secret@docs.example.com",
      "https://a b",
      "https://a b",
      "https://docs.example.com\n",
      1,
    ],
    says: "must be a URL that starts with https://, without a slash at the end, query or fragment",
  },
  throttle: pairs,
  tokenThrottle: pairs,
  tokensPerDay: wholeNumbers(1, 100_000_000),
  alarmTopicArn: {
    allowed: ["arn:aws:sns:ap-southeast-3:123456789012:pagers", `arn:aws-cn:sns:cn-north-1:123456789012:${label(256)}`],
    refused: ["pagers", "arn:aws:sns:ap-southeast-3:12345:a", "arn:aws:sns:x:123456789012:a.fifo", "a:sns", 5],
    says: "must be the ARN of an SNS topic, not a FIFO one",
  },
  alarmEmail: {
    allowed: ["ops@example.com", "a+b@x.y.example"],
    refused: ["ops", "ops@example", "a b@example.com", "@example.com", 5],
    says: "must be an e-mail address",
  },
  replicaRegions: {
    allowed: ["ap-southeast-1", "ap-southeast-1,us-gov-west-1", "eu-west-1, us-east-1", ["eu-west-1"]],
    refused: ["jakarta", "eu-west-1,", "eu-west-1,EU-WEST-2", ["eu-west-1", 2]],
    says: "must be AWS regions, such as ap-southeast-1",
  },
  maxReadUnits: wholeNumbers(1, 1_000_000),
  maxWriteUnits: wholeNumbers(1, 1_000_000),
  allowedOrigins: {
    allowed: ["https://dashboard.example.com", "https://a.example,http://localhost:5173", ["https://a.example"]],
    refused: ["*", "https://*", "https://a.example/", "https://a.example/path", "a.example", "https://a.example,*"],
    says: "must be origins, such as https://dashboard.example.com",
  },
  check: {
    allowed: ["3k9a7,EMPLY100", "3k9a7, EMPLY100", { client: "a", employee: "b" }],
    refused: ["3k9a7", ",a", "a,", "a,b c", { client: "a" }, 5],
    says: "must be client,employee: the ID of an app client and that of an employee, as in 3k9a7,EMPLY100",
  },
  ignoreAlarms: {
    allowed: ["true", true],
    refused: ["yes", "false", false, 1],
    says: "must be true, or be left out",
  },
  tracing: {
    allowed: ["off", "sampled", "on"],
    refused: ["On", "true", true, 1],
    says: "must be off, sampled or on",
  },
  tags: {
    allowed: ["team=hr", "team=hr, cost-center=42", "a=b=c", { team: "hr" }, { [label(128)]: label(256) }],
    refused: [
      "team",
      "team=",
      "=hr",
      "a=1,a=2",
      "aws:a=b",
      "AWS:a=b",
      "a=<b>",
      { team: 1 },
      { [label(129)]: "a" },
      5,
      ["a=b"],
    ],
    says: "must be tags such as team=hr,cost-center=42, without aws: at the start of a key",
  },
  memoryMiB: wholeNumbers(128, 10_240),
  reservedConcurrency: wholeNumbers(1, 100_000),
  kmsKeyArn: {
    allowed: ["arn:aws:kms:ap-southeast-3:123456789012:key/0f1e2d3c-4b5a"],
    refused: ["arn:aws:kms:ap-southeast-3:123456789012:alias/logs", "0f1e2d3c", "arn:aws:kms:x:1:key/a", 5],
    says: "must be the ARN of a KMS key, not of an alias",
  },
  logRetentionDays: {
    allowed: [1, "7", 30, 3_653],
    refused: [0, 2, "31", 3_654],
    says: "must be one of 1, 3, 5, 7, 14, 30,",
  },
};

const cases = (kind: "allowed" | "refused") =>
  Object.entries(rules).flatMap(([key, rule]) => rule[kind].map((value) => ({ key, value, says: rule.says })));

describe("a context key", () => {
  it.each(cases("allowed"))("$key may be $value", ({ key, value }) => {
    expect(readSettings({ ...requiredWith[key], [key]: value })).toHaveProperty(key);
  });

  it.each(cases("refused"))("$key may not be $value: one line names the key and the rule", ({ key, value, says }) => {
    const message = refusal({ ...requiredWith[key], [key]: value });
    expect(message).toMatch(/^Context: .*$/);
    expect(message).toContain(`${key}: ${says}`);
  });

  it.each(["replicaRegions", "allowedOrigins"])("%s is a list without duplicates", (key) => {
    expect(refusal({ [key]: 5 })).toBe(`Context: ${key}: must be a list, separated by commas`);
    const [member] = [rules[key]?.allowed[0]];
    expect(refusal({ [key]: `${member},${member}` })).toBe(`Context: ${key}: must not have duplicates`);
  });
});
