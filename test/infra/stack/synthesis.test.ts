import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { functionNames } from "../../../infra/stack/functions.ts";
import { asApp, privateUmask, runCdk, runNode } from "../../support/run-cdk.ts";
import { DOMAIN } from "../../support/stack-parts.ts";

const root = join(import.meta.dirname, "../../..");
const fixture = (name: string): string => join(import.meta.dirname, "../../support/fixtures", name);

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "synthesis-"));
});
afterAll(() => rm(directory, { recursive: true }));

const template = z.object({
  Resources: z.record(z.string(), z.object({ Type: z.string(), Properties: z.optional(z.unknown()) })),
});
const code = z.object({ Code: z.object({ S3Key: z.string() }), Environment: z.unknown() });

/** The folders of the functions' assets. Each function is found by a variable that only it has in its environment. */
const assetsIn = async (assembly: string, ...variables: string[]): Promise<string[]> => {
  const text = await readFile(join(assembly, "RuangkerjaWebinarActivity-prod.template.json"), "utf8");
  const functions = Object.values(z.parse(template, JSON.parse(text)).Resources)
    .filter(({ Type }) => Type === "AWS::Lambda::Function")
    .map(({ Properties }) => z.parse(code, Properties));
  return variables.map((variable) => {
    const found = functions.find(({ Environment }) => JSON.stringify(Environment).includes(`"${variable}"`));
    return join(assembly, `asset.${found?.Code.S3Key.replace(/\.zip$/, "")}`);
  });
};

describe("npx cdk synth", () => {
  it("works without an account, and has no warnings", async () => {
    const { code, lines } = await runCdk(["synth", "--quiet", "-o", join(directory, "synth")]);
    expect(lines).toEqual([]);
    expect(code).toBe(0);
    const report = await readFile(join(directory, "synth/validation-report.json"), "utf8");
    expect(JSON.parse(report)).toMatchObject({ pluginReports: [] });
  });

  it("has exactly the bundles of `npm run build` as its assets", async () => {
    expect(JSON.parse(await readFile(join(root, "package.json"), "utf8")).scripts.build).toBe(
      "node infra/stack/bundling.ts",
    );
    expect(await runNode(["infra/stack/bundling.ts"])).toMatchObject({ code: 0 });
    const assets = await assetsIn(join(directory, "synth"), "ASSIGNMENTS_TABLE", "TOKEN_ENDPOINT");
    for (const [index, name] of (["course-activity", "oauth-token"] as const).entries()) {
      const asset = assets[index] ?? "";
      expect(await readdir(asset)).toEqual(["index.cjs"]);
      const built = await readFile(join(root, "dist", name, "index.cjs"));
      expect(built.length).toBeGreaterThan(10_000);
      expect(Buffer.compare(await readFile(join(asset, "index.cjs")), built)).toBe(0);
    }
    expect(functionNames).toHaveLength(assets.length);
  });

  it("fails with one line that names the wrong key", async () => {
    const { code, lines } = await runCdk(["synth", "--quiet", "-o", join(directory, "wrong"), "-c", "stage=X"]);
    expect(lines).toEqual([
      "Context: stage: must be 1 to 20 of a-z, 0-9 and -, the first of them a letter",
      expect.stringMatching(/Subprocess exited with error 1$/),
    ]);
    expect(code).toBe(1);
  });

  it("fails if cdk-nag finds something in the stack", async () => {
    const options = { ...asApp(join(directory, "unsafe")), CDK_VALIDATION: "false" };
    const { code, lines } = await runNode(["--import", fixture("unsafe-topic.cjs"), "infra/app.ts"], options);
    expect(lines.join("\n")).toContain("AwsSolutions-SNS3");
    expect(code).toBe(1);
  });
});

describe("the home region", () => {
  it("must be known if there are replicas", async () => {
    const { code, lines } = await runNode(["infra/app.ts"], asApp(directory, { replicaRegions: "eu-west-1" }));
    expect(lines).toEqual([
      "Context: replicaRegions: needs a home region, the only one that writes: set AWS_REGION or the profile's region",
    ]);
    expect(code).toBe(1);
  });

  it("must not be a replica region", async () => {
    const context = asApp(directory, { replicaRegions: "eu-west-1,eu-west-2" });
    const { code, lines } = await runNode(["infra/app.ts"], { ...context, CDK_DEFAULT_REGION: "eu-west-2" });
    expect(lines).toEqual(["Context: replicaRegions: must not contain eu-west-2, which is the home region"]);
    expect(code).toBe(1);
  });

  it.each([
    ["alarmTopicArn", "arn:aws:sns:ap-southeast-3:123456789012:pagers", "a topic"],
    ["kmsKeyArn", "arn:aws:kms:ap-southeast-3:123456789012:key/0f1e2d3c", "a key"],
  ])("must be the region of %s", async (key, arn, what) => {
    const context = asApp(directory, { [key]: arn });
    const { code, lines } = await runNode(["infra/app.ts"], { ...context, CDK_DEFAULT_REGION: "eu-west-2" });
    expect(lines).toEqual([`Context: ${key}: must be ${what} of eu-west-2, the stack's region`]);
    expect(code).toBe(1);
  });

  it("must be the region of the domain's certificate", async () => {
    const context = asApp(directory, DOMAIN);
    const { code, lines } = await runNode(["infra/app.ts"], { ...context, CDK_DEFAULT_REGION: "eu-west-2" });
    expect(lines).toEqual(["Context: certificateArn: must be a certificate of eu-west-2, the stack's region"]);
    expect(code).toBe(1);
  });
});

describe("synthesis", () => {
  const offline = ["--import", fixture("offline.cjs")];

  it("opens no connection, looks up no name, and starts only esbuild as a process", async () => {
    const { code, lines } = await runNode([...offline, "infra/app.ts"], asApp(join(directory, "offline")));
    expect(lines).toEqual([]);
    expect(code).toBe(0);
    expect(await readdir(join(directory, "offline"))).toContain("RuangkerjaWebinarActivity-prod.template.json");
  });

  it("gives the same bytes again, also where nobody else may read new files", async () => {
    const assemblies = ["offline", "again"].map((name) => join(directory, name));
    const again = await runNode([...privateUmask, "infra/app.ts"], asApp(join(directory, "again")));
    expect(again).toMatchObject({ code: 0, lines: [] });
    const [first, second] = await Promise.all(
      assemblies.map((assembly) => readFile(join(assembly, "RuangkerjaWebinarActivity-prod.template.json"))),
    );
    expect(second).toEqual(first);
    // An asset's name is the hash of its files, and of their modes where somebody may run them.
    const [assets, sameAssets] = await Promise.all(assemblies.map((assembly) => readdir(assembly)));
    expect(sameAssets).toEqual(assets);
    expect(assets?.filter((name) => name.startsWith("asset."))).toHaveLength(functionNames.length + 1);
  });

  it.each([
    ["a connection", 'require("node:net").connect(1, "127.0.0.1")'],
    ["a connection", 'require("node:http").get("http://127.0.0.1:1")'],
    ["a connection", 'require("node:tls").connect(1, "127.0.0.1")'],
    ["a datagram", 'require("node:dgram").createSocket("udp4").send("x", 1, "127.0.0.1")'],
    ["a name lookup", 'require("node:dns").lookup("localhost", () => {})'],
    ["a name lookup", 'import("node:dns/promises").then(({ resolve4 }) => resolve4("localhost"))'],
    ["fetch", 'fetch("http://127.0.0.1:1")'],
    ["a process: true", 'require("node:child_process").spawn("true")'],
    ["a process", 'import("node:child_process").then(({ execSync }) => execSync("true"))'],
  ])("would be ended by %s: %s", async (what, code) => {
    expect(await runNode([...offline, "--eval", code])).toMatchObject({
      code: 97,
      lines: [`Not allowed offline: ${what}`],
    });
  });
});
