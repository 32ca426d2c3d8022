import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bundle, bundle } from "../../infra/bundling.ts";
import { functionNames } from "../../infra/functions.ts";
import measured from "../bench/results/bytes.json" with { type: "json" };
import { bytesByPackage, growth } from "../support/bundle-bytes.ts";

/** Every kilobyte is paid for at a cold start. */
const BUDGETS = { "webinar-activity": 85_000, "oauth-token": 43_000 } as const;

describe.each(functionNames)("the bundle of %s", (name) => {
  let directory: string;
  let built: Bundle;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "bundle-"));
    built = await bundle(name, directory);
  });
  afterAll(() => rm(directory, { recursive: true }));

  it("is one file, the asset's only one; source map and metafile lie outside", async () => {
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

  it("is the same to the byte every time", async () => {
    const again = await bundle(name, join(directory, "again"));
    expect(await readFile(again.file)).toEqual(await readFile(built.file));
  });

  it("is within its budget of bytes, or tells what grew", () => {
    const packages = bytesByPackage(built.metafile);
    const grown = growth(measured.bundles[name], packages).filter(([, bytes]) => bytes > 0);
    const list = grown.map(([part, bytes]) => `${part}: +${bytes}`).join("\n");
    expect(packages["in all"], `bytes, since the figures in test/bench/results/bytes.json:\n${list}\n`).toBeLessThan(
      BUDGETS[name],
    );
  });

  it("holds nothing of the store's write side, of infra/, or of the SDK", () => {
    const inputs = Object.keys(built.metafile.inputs);
    expect(inputs.filter((path) => /list-writer|plans\.ts|^test\//.test(path))).toEqual([]);
    expect(inputs.filter((path) => path.startsWith("infra/"))).toEqual([]);
    expect(inputs.filter((path) => /@aws-sdk\/(?!util-dynamodb)|@smithy\//.test(path))).toEqual([]);
  });
});
