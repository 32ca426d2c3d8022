import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bundle, bundle } from "../../../infra/stack/bundling.ts";
import { functionNames } from "../../../infra/stack/functions.ts";
import measured from "../../bench/results/bytes.json" with { type: "json" };
import { bytesByPackage, growth } from "../../support/bundle-bytes.ts";

/** Every kilobyte makes a cold start slower. */
const BUDGETS = { "webinar-activity": 85_000, "oauth-token": 43_000 } as const;

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

  it("contains no code of the write side, of infra/ or of the SDK", () => {
    const inputs = Object.keys(built.metafile.inputs);
    expect(inputs.filter((path) => /list-writer|plans\.ts|^test\//.test(path))).toEqual([]);
    expect(inputs.filter((path) => path.startsWith("infra/"))).toEqual([]);
    expect(inputs.filter((path) => /@aws-sdk\/(?!util-dynamodb)|@smithy\//.test(path))).toEqual([]);
  });
});
