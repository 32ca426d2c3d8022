import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { describe, expect, it } from "vitest";
import { readSettings } from "../../../infra/stack/settings.ts";

const DEFAULTS = {
  stage: "prod",
  throttle: { rate: 200, burst: 400 },
  tokenThrottle: { rate: 10, burst: 50 },
  tokensPerDay: 1_000,
  tracing: "off",
  memoryMiB: 1024,
  logRetentionDays: 30,
};

describe("the context", () => {
  it("may be empty: every key is optional", () => {
    expect(readSettings({})).toEqual(DEFAULTS);
  });

  it("means the same as text from the command line and as JSON in cdk.json", () => {
    const text = {
      throttle: "10,20",
      memoryMiB: "512",
      reservedConcurrency: "50",
      logRetentionDays: "7",
      maxReadUnits: "100",
      replicaRegions: "eu-west-1, us-east-1",
      allowedOrigins: "https://a.example,https://b.example",
    };
    const json = {
      throttle: { rate: 10, burst: 20 },
      memoryMiB: 512,
      reservedConcurrency: 50,
      logRetentionDays: 7,
      maxReadUnits: 100,
      replicaRegions: ["eu-west-1", "us-east-1"],
      allowedOrigins: ["https://a.example", "https://b.example"],
    };
    expect(readSettings(text)).toEqual({ ...DEFAULTS, ...json });
    expect(readSettings(json)).toEqual({ ...DEFAULTS, ...json });
  });

  it("ignores an empty value, except for the stage, which must not become prod by mistake", () => {
    expect(readSettings({ alarmEmail: "", replicaRegions: [], allowedOrigins: "" })).toEqual(DEFAULTS);
    expect(() => readSettings({ stage: "" })).toThrow("Context: stage: must be 1 to 20 of a-z, 0-9 and -");
  });

  it("may contain the keys of CDK and of cdk.json", () => {
    const { context } = JSON.parse(readFileSync(join(import.meta.dirname, "../../../cdk.json"), "utf8"));
    const app = new App({ context: { ...context, "@aws-cdk/core:newStyle": true, "aws:cdk:bundling-stacks": ["**"] } });
    expect(Object.keys(app.node.getAllContext())).toEqual(
      expect.arrayContaining(["cli-telemetry", "aws:cdk:bundling-stacks"]),
    );
    expect(readSettings(app.node.getAllContext())).toEqual(DEFAULTS);
  });

  it("with an unknown key is refused by a line that names it and all keys", () => {
    const keys =
      "stage, issuer, jwksUri, tokenEndpoint, scope, audience, requestScope, requestAudience, scopeClaim, clientClaim, " +
      "domainName, certificateArn, hostedZoneId, basePath, docsUrl, throttle, tokenThrottle, tokensPerDay, " +
      "alarmTopicArn, alarmEmail, replicaRegions, maxReadUnits, maxWriteUnits, allowedOrigins, check, ignoreAlarms, tracing, tags, memoryMiB, reservedConcurrency, " +
      "kmsKeyArn, logRetentionDays";
    expect(() => readSettings({ memory: 512 })).toThrow(`Context: memory: unknown key, use one of ${keys}`);
    expect(() => readSettings({ constructor: "x" })).toThrow("Context: constructor: unknown key");
  });

  it.each(["alarm-email", "alarm.email", "Alarm Email", "max_read_units", "replica-regions"])(
    "with a misspelt key, %s, is refused and not ignored as a key of CDK",
    (key) => {
      expect(() => readSettings({ [key]: "1" })).toThrow(`Context: ${key}: unknown key, use one of `);
    },
  );

  it("with several mistakes is refused by one line that names all of them", () => {
    expect(() => readSettings({ stage: "X", memoryMiB: 1, stages: "y" })).toThrow(
      /^Context: stages: unknown key, use one of .*; stage: must be .*; memoryMiB: must be a whole number from 128 to 10240$/,
    );
  });
});

const EXTERNAL_PROVIDER = {
  issuer: "https://id.example.com",
  jwksUri: "https://id.example.com/keys",
  tokenEndpoint: "https://id.example.com/token",
  scope: "read",
};
const DOMAIN = {
  domainName: "api.example.com",
  certificateArn: "arn:aws:acm:ap-southeast-3:123456789012:certificate/a",
  hostedZoneId: "Z1",
};

describe("keys that must be set together", () => {
  it.each([
    ["an external issuer", EXTERNAL_PROVIDER],
    ["an issuer with an audience", { ...EXTERNAL_PROVIDER, audience: "https://api.example.com" }],
    ["a domain", DOMAIN],
    ["both", { ...EXTERNAL_PROVIDER, ...DOMAIN }],
  ])("are accepted as a group: %s", (_, group) => {
    expect(readSettings(group)).toEqual({ ...DEFAULTS, ...group });
  });

  it.each(
    [EXTERNAL_PROVIDER, DOMAIN].flatMap((group) =>
      Object.keys(group).map((key) => ({ key, others: Object.keys(group).filter((other) => other !== key), group })),
    ),
  )("are refused without $key, and with only $key", ({ key, others, group }) => {
    const values: Record<string, string> = { ...group };
    const withoutOne = Object.fromEntries(others.map((other) => [other, values[other]]));
    expect(() => readSettings(withoutOne)).toThrow(`Context: ${key}: is required with ${others.join(", ")}`);
    for (const other of others) {
      expect(() => readSettings({ [key]: values[key] })).toThrow(`${other}: is required with `);
    }
  });

  it.each(["audience", "requestScope", "requestAudience", "scopeClaim", "clientClaim"])(
    "are %s and its issuer",
    (key) => {
      expect(() => readSettings({ [key]: "a" })).toThrow(`Context: issuer: is required with ${key}`);
      expect(readSettings({ ...EXTERNAL_PROVIDER, [key]: "a" })).toHaveProperty(key, "a");
    },
  );

  it("exclude each other: an e-mail address and an existing topic, whose subscribers are its owner's matter", () => {
    const alarmTopicArn = "arn:aws:sns:ap-southeast-3:123456789012:pagers";
    expect(() => readSettings({ alarmTopicArn, alarmEmail: "ops@example.com" })).toThrow(
      "Context: alarmEmail: must not be set with alarmTopicArn",
    );
  });

  it("are a base path and its domain", () => {
    expect(() => readSettings({ basePath: "v1" })).toThrow("Context: domainName: is required with basePath");
  });
});
