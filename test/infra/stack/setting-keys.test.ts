import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { describe, expect, it } from "vitest";
import { readSettings } from "../../../infra/stack/settings.ts";

const DEFAULTS = {
  stage: "prod",
  throttle: { rate: 200, burst: 400 },
  memoryMiB: 1024,
  logRetentionDays: 30,
};

describe("the context", () => {
  it("may be empty: every key has a default or is off", () => {
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

  it("takes an empty value as none, but for the stage, which must not become prod by a variable that is empty", () => {
    expect(readSettings({ alarmEmail: "", replicaRegions: [], allowedOrigins: "" })).toEqual(DEFAULTS);
    expect(() => readSettings({ stage: "" })).toThrow("Context: stage: must be 1 to 20 of a-z, 0-9 and -");
  });

  it("may hold CDK's own keys, and those of cdk.json", () => {
    const { context } = JSON.parse(readFileSync(join(import.meta.dirname, "../../../cdk.json"), "utf8"));
    const app = new App({ context: { ...context, "@aws-cdk/core:newStyle": true, "aws:cdk:bundling-stacks": ["**"] } });
    expect(Object.keys(app.node.getAllContext())).toEqual(
      expect.arrayContaining(["cli-telemetry", "aws:cdk:bundling-stacks"]),
    );
    expect(readSettings(app.node.getAllContext())).toEqual(DEFAULTS);
  });

  it("with a key that is none is refused by a line that names it and all keys", () => {
    const keys =
      "stage, issuer, jwksUri, tokenEndpoint, scope, audience, domainName, certificateArn, hostedZoneId, docsUrl, " +
      "throttle, alarmEmail, replicaRegions, maxReadUnits, maxWriteUnits, allowedOrigins, memoryMiB, reservedConcurrency, " +
      "logRetentionDays";
    expect(() => readSettings({ memory: 512 })).toThrow(`Context: memory: is no key (${keys})`);
    expect(() => readSettings({ constructor: "x" })).toThrow("Context: constructor: is no key");
  });

  it.each(["alarm-email", "alarm.email", "Alarm Email", "max_read_units", "replica-regions"])(
    "with a key of its own in another spelling, %s, is refused and not passed over as one of CDK's",
    (key) => {
      expect(() => readSettings({ [key]: "1" })).toThrow(`Context: ${key}: is no key (`);
    },
  );

  it("with several mistakes is refused by one line that has them all", () => {
    expect(() => readSettings({ stage: "X", memoryMiB: 1, stages: "y" })).toThrow(
      /^Context: stages: is no key \(.*\); stage: must be .*; memoryMiB: must be a whole number from 128 to 10240$/,
    );
  });
});

const OWN_ISSUER = {
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

describe("keys that belong together", () => {
  it.each([
    ["an issuer of one's own", OWN_ISSUER],
    ["an issuer with an audience", { ...OWN_ISSUER, audience: "https://api.example.com" }],
    ["a domain", DOMAIN],
    ["both", { ...OWN_ISSUER, ...DOMAIN }],
  ])("are taken whole: %s", (_, group) => {
    expect(readSettings(group)).toEqual({ ...DEFAULTS, ...group });
  });

  it.each(
    [OWN_ISSUER, DOMAIN].flatMap((group) =>
      Object.keys(group).map((key) => ({ key, others: Object.keys(group).filter((other) => other !== key), group })),
    ),
  )("are refused without $key, and with $key alone", ({ key, others, group }) => {
    const values: Record<string, string> = { ...group };
    const withoutOne = Object.fromEntries(others.map((other) => [other, values[other]]));
    expect(() => readSettings(withoutOne)).toThrow(`Context: ${key}: is required beside ${others.join(", ")}`);
    for (const other of others) {
      expect(() => readSettings({ [key]: values[key] })).toThrow(`${other}: is required beside `);
    }
  });

  it("are refused as an audience without an issuer", () => {
    expect(() => readSettings({ audience: "a" })).toThrow("Context: issuer: is required beside audience");
  });
});
