import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bundle, bundle } from "../../../infra/stack/bundling.ts";
import { functionNames } from "../../../infra/stack/functions.ts";
import measured from "../../bench/results/bytes.json" with { type: "json" };
import { bytesByPackage, growth } from "../../support/bundle-bytes.ts";
import { listEvent } from "../../support/events.ts";
import { issuerForTest, SCOPE } from "../../support/issuer.ts";
import { asApp, privateUmask, runNode } from "../../support/run-cdk.ts";

/** Every kilobyte makes a cold start slower. */
const BUDGETS = { "course-activity": 240_000, "oauth-token": 43_000 } as const;

/** The environment that both functions need to start. */
const environment = {
  AWS_REGION: "ap-southeast-3",
  AWS_ACCESS_KEY_ID: "id",
  AWS_SECRET_ACCESS_KEY: "key",
  AWS_ENDPOINT_URL_DYNAMODB: "http://127.0.0.1:1",
  ASSIGNMENTS_TABLE: "assignments",
  CLIENTS_TABLE: "clients",
  TOKEN_ISSUER: "https://issuer.example",
  JWKS_URI: "http://127.0.0.1:1/jwks",
  TOKEN_SCOPE: "scope",
  TOKEN_ENDPOINT: "http://127.0.0.1:1/token",
};

/** What Lambda's user, who is not the one who deploys, may do with a file or a folder. */
const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8);

describe("under umask 077", () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "umask-"));
  });
  afterAll(() => rm(directory, { recursive: true }));

  it("a bundle may be read by all, and its folder entered", async () => {
    const href = new URL("../../../infra/stack/bundling.ts", import.meta.url).href;
    const script = `await (await import("${href}")).bundleAll(process.argv[1])`;
    const built = join(directory, "built");
    const child = await runNode([...privateUmask, "--input-type=module", "--eval", script, built]);
    expect(child).toMatchObject({ code: 0, lines: [] });
    for (const name of functionNames) {
      expect(await modeOf(join(built, name))).toBe("755");
      expect(await modeOf(join(built, name, "index.cjs"))).toBe("644");
    }
  });

  it("so may the file that CDK takes into its assembly, whose mode is the one in the zip", async () => {
    const assembly = join(directory, "assembly");
    expect(await runNode([...privateUmask, "infra/app.ts"], asApp(assembly))).toMatchObject({ code: 0 });
    const assets = (await readdir(assembly)).filter((name) => name.startsWith("asset."));
    // And the rollout's hook.
    expect(assets).toHaveLength(functionNames.length + 1);
    for (const asset of assets) expect(await modeOf(join(assembly, asset, "index.cjs"))).toBe("644");
  });
});

describe.each(functionNames)("the bundle of %s", (name) => {
  let directory: string;
  let built: Bundle;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "bundle-"));
    built = await bundle(name, directory);
  });
  afterAll(() => rm(directory, { recursive: true }));

  it("is the only file of the asset; source map and metafile are outside", async () => {
    expect(await readdir(built.directory)).toEqual(["index.cjs"]);
    expect(await readdir(join(directory, "source-maps"))).toEqual([`${name}.cjs.map`]);
    expect(await readdir(join(directory, "metafiles"))).toEqual([`${name}.json`]);
  });

  it("is CommonJS that imports nothing as an ES module", async () => {
    const code = await readFile(built.file, "utf8");
    expect(code).not.toMatch(/\bimport\s*\(/);
    const [output] = Object.values(built.metafile.outputs).filter(({ entryPoint }) => entryPoint);
    expect(output?.imports.filter(({ kind }) => kind !== "require-call")).toEqual([]);
  });

  it("is byte-identical in every build", async () => {
    const again = await bundle(name, join(directory, "again"));
    expect(await readFile(again.file)).toEqual(await readFile(built.file));
  });

  it("is within its budget of bytes; the failure shows what grew", () => {
    const packages = bytesByPackage(built.metafile);
    const grown = growth(measured.bundles[name], packages).filter(([, bytes]) => bytes > 0);
    const list = grown.map(([part, bytes]) => `${part}: +${bytes}`).join("\n");
    expect(packages["in all"], `bytes, since the figures in test/bench/results/bytes.json:\n${list}\n`).toBeLessThan(
      BUDGETS[name],
    );
  });

  it("loads zlib only when there is something to compress", async () => {
    const loaded = 'process.moduleLoadList.includes("NativeModule zlib")';
    const script = `require(process.argv[1]); const atStart = ${loaded}; require("zlib");
      process.stdout.write(JSON.stringify([atStart, ${loaded}])); process.exit();`;
    const { stdout } = await promisify(execFile)(process.execPath, ["-e", script, built.file], { env: environment });
    expect(JSON.parse(stdout)).toEqual([false, true]);
  });

  it("contains no code of infra/, and so none that writes, and none of test/", () => {
    expect(contents(built).filter((path) => /^(infra|test)\//.test(path))).toEqual([]);
  });
});

/** The files that a bundle has bytes of. */
const contents = ({ metafile, file }: Bundle): string[] => {
  const output = Object.entries(metafile.outputs).find(([path]) => file.endsWith(path.replace(/^(\.\.\/)*/, "")));
  const inputs = output?.[1].inputs ?? {};
  return Object.keys(inputs).filter((path) => (inputs[path]?.bytesInOutput ?? 0) > 0);
};

describe("of the SDK the bundle of course-activity", () => {
  let directory: string;
  let built: Bundle;
  let inBundle: string[];
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "bundle-"));
    built = await bundle("course-activity", directory);
    inBundle = contents(built);
  });
  afterAll(() => rm(directory, { recursive: true }));

  it("contains the parts that the platform was asked for", () => {
    for (const name of ["@aws-sdk/client-dynamodb", "@middy/core", "@middy/http-error-handler", "zod"]) {
      expect(inBundle.filter((path) => path.startsWith(`node_modules/${name}/`)).length, name).toBeGreaterThan(0);
    }
  });

  it("contains no credential provider, and no command but the two and the one that its client names", () => {
    const credentials = inBundle.filter((path) => /credential-provider|nested-clients|token-providers/.test(path));
    expect(credentials).toEqual([]);
    const commands = inBundle.flatMap((path) => /client-dynamodb\/.*\/(\w+Command)\.js$/.exec(path)?.[1] ?? []);
    expect(commands.toSorted()).toEqual(["DescribeEndpointsCommand", "GetItemCommand", "QueryCommand"]);
  });

  it("contains no HTTP/2, event streams, log, user agent or reader of shared config files", () => {
    const left =
      /http2|event-?stream|endpoint-discovery|invoke-store|loggerMiddleware|user-agent-middleware|loadSharedConfigFiles|parseIni/i;
    expect(inBundle.filter((path) => left.test(path))).toEqual([]);
  });

  it("opens no file of settings at a start or in a request, whatever HOME has", async () => {
    const script = `const fs = require("node:fs"), promises = require("node:fs/promises"), read = [];
      for (const module of [fs, promises]) for (const name of ["readFile", "readFileSync", "open", "openSync"]) {
        const own = module[name];
        if (own) module[name] = (...parameters) => (read.push(String(parameters[0])), own(...parameters));
      }
      const { handler } = require(process.argv[1]);
      read.length = 0;
      console.info = console.error = () => {};
      handler(JSON.parse(process.argv[2]), { getRemainingTimeInMillis: () => 9000 }).then(({ statusCode }) => {
        process.stdout.write(JSON.stringify({ statusCode, read }), () => process.exit());
      });`;
    const issuer = await issuerForTest();
    const event = listEvent({ token: await issuer.sign({ token_use: "access" }) });
    const identity = { TOKEN_ISSUER: issuer.issuer, JWKS_URI: issuer.jwksUri, TOKEN_SCOPE: SCOPE };
    const { stdout } = await promisify(execFile)(process.execPath, ["-e", script, built.file, JSON.stringify(event)], {
      env: { ...environment, ...identity, HOME: directory, AWS_CONFIG_FILE: join(directory, "config") },
    });
    // There is no DynamoDB: the SDK had its settings, signed and sent.
    expect(JSON.parse(stdout)).toEqual({ statusCode: 503, read: [] });
  });
});
