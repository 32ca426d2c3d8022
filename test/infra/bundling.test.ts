import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bundle, bundle } from "../../infra/bundling.ts";
import { functionNames } from "../../infra/functions.ts";

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

  it("is below 300 kB", () => {
    expect(built.bytes).toBeGreaterThan(10_000);
    expect(built.bytes).toBeLessThan(300_000);
  });

  it("holds nothing of the store's write side, of infra/, or of the SDK's default chain", () => {
    const inputs = Object.keys(built.metafile.inputs);
    expect(inputs.filter((path) => /list-writer|plans\.ts|^test\//.test(path))).toEqual([]);
    expect(inputs.filter((path) => path.startsWith("infra/"))).toEqual([]);
    expect(
      inputs.filter((path) => /credential-provider-(sso|ini|process|login|imds)|nested-clients/.test(path)),
    ).toEqual([]);
  });
});
