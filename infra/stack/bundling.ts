import { randomUUID } from "node:crypto";
import { chmod, mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { type BuildOptions, build, type Metafile, type Plugin, stop } from "esbuild";
import { type FunctionName, functionNames } from "./functions.ts";

const root = join(import.meta.dirname, "../..");

const bundleModules = join(root, "functions/shared/aws/bundle");
const omitted = join(bundleModules, "omitted.ts");

/**
 * SDK packages and public entries of packages that the bundle replaces by a module of ours: this saves 175 of 400 kB and a
 * third of a cold start. The SDK's own sources are not changed.
 */
const replacements: Readonly<Record<string, string>> = {
  "@aws-sdk/credential-provider-node": omitted,
  "@aws-sdk/middleware-endpoint-discovery": omitted,
  "@aws-sdk/core/client": join(bundleModules, "client.ts"),
  "@smithy/core/config": join(bundleModules, "config.ts"),
  "@smithy/core/event-streams": omitted,
};

/** esbuild's own `alias` would also replace what a replacement itself imports. */
export const replaceModules: Plugin = {
  name: "replace-modules",
  setup: ({ onResolve }) => {
    onResolve({ filter: /^@(aws-sdk|smithy)\// }, ({ path, importer }) => {
      const replacement = replacements[path];
      return replacement && replacement !== importer ? { path: replacement, sideEffects: false } : undefined;
    });
  },
};

/**
 * How every function is bundled.
 *
 * CommonJS, and `import()` turned into `require`: when an ES module imports one of Node's own modules, Node copies all
 * its exports and so runs lazy getters, which load code that nothing here uses (20 to 30 ms of a cold start).
 */
export const bundleOptions = {
  bundle: true,
  platform: "node",
  target: "node24",
  format: "cjs",
  supported: { "dynamic-import": false },
  // Packages ship ES modules under `module`, which can be shaken down to what is used.
  mainFields: ["module", "main"],
  minify: true,
  sourcemap: "external",
  legalComments: "none",
  metafile: true,
  write: false,
} as const satisfies BuildOptions;

export type Bundle = {
  /** The folder that becomes the Lambda asset; it holds `index.cjs` and nothing else. */
  readonly directory: string;
  /** `index.cjs`, whose `handler` Lambda calls. */
  readonly file: string;
  readonly bytes: number;
  readonly metafile: Metafile;
};

/**
 * Bundles a function.
 *
 * @param outDirectory gets `<name>/index.cjs`, and beside the assets `source-maps/` and `metafiles/`
 * @throws {Error} esbuild's own, with the file and the line
 */
export const bundle = async (name: FunctionName, outDirectory = join(root, "dist")): Promise<Bundle> => {
  const directory = join(outDirectory, name);
  const file = join(directory, "index.cjs");
  const { outputFiles, metafile } = await build({
    ...bundleOptions,
    plugins: [replaceModules],
    absWorkingDir: root,
    entryPoints: [`functions/${name}/index.ts`],
    outfile: file,
    logLevel: "silent",
  });
  const sourceMap = join(outDirectory, "source-maps", `${name}.cjs.map`);
  const targets = new Map([
    [`${file}.map`, sourceMap],
    [file, file],
  ]);
  for (const { path, contents } of outputFiles) await save(targets.get(path) ?? path, contents);
  await save(join(outDirectory, "metafiles", `${name}.json`), JSON.stringify(metafile));
  const bytes = outputFiles.find(({ path }) => path === file)?.contents.length ?? 0;
  return { directory, file, bytes, metafile };
};

/** Bundles the rollout's hook, whose SDK is that of the runtime. */
const bundleHook = async (outDirectory = join(root, "dist")): Promise<string> => {
  const directory = join(outDirectory, "rollout-hook");
  const file = join(directory, "index.cjs");
  const { outputFiles } = await build({
    ...bundleOptions,
    sourcemap: false,
    external: ["@aws-sdk/client-*"],
    absWorkingDir: root,
    entryPoints: ["infra/rollout/index.ts"],
    outfile: file,
    logLevel: "silent",
  });
  for (const { path, contents } of outputFiles) await save(path, contents);
  return directory;
};

/** Bundles all that is deployed, and ends esbuild's process. */
export const bundleDeployment = async (outDirectory?: string) => {
  try {
    const hook = await bundleHook(outDirectory);
    return { bundles: await bundleAll(outDirectory), hook };
  } finally {
    await stop();
  }
};

/** Bundles every function, and ends esbuild's process, which would wait for more. */
export const bundleAll = async (outDirectory?: string): Promise<Record<FunctionName, Bundle>> => {
  try {
    const bundles = functionNames.map(async (name) => [name, await bundle(name, outDirectory)] as const);
    return Object.fromEntries(await Promise.all(bundles)) as Record<FunctionName, Bundle>;
  } finally {
    await stop();
  }
};

/**
 * Whoever reads the file meanwhile (another process may bundle too) finds the old one or the new one, whole. Everyone may
 * read it, whatever the umask is: Lambda's user is not the one who deploys.
 */
const save = async (path: string, contents: Uint8Array | string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  await chmod(dirname(path), 0o755);
  // Not beside it, where it would be part of the asset.
  const unfinished = join(dirname(path), "..", `.${randomUUID()}`);
  await writeFile(unfinished, contents);
  await chmod(unfinished, 0o644);
  await rename(unfinished, path);
};

const HELP = `Bundles the Lambda functions into dist/ and prints the bytes of each.

  npm run build              all of them
  npm run build -- --help    this text`;

if (import.meta.main) {
  const { values } = parseArgs({ options: { help: { type: "boolean", short: "h" } } });
  if (values.help) console.log(HELP);
  else {
    for (const [name, { bytes }] of Object.entries(await bundleAll())) {
      console.log(`${name.padEnd(20)} ${bytes.toLocaleString("en-US").padStart(9)} bytes`);
    }
  }
}
