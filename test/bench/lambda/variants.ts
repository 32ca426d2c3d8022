import { join } from "node:path";
import { type BuildOptions, build, stop } from "esbuild";
import { bundle, bundleOptions, replaceModules } from "../../../infra/stack/bundling.ts";

/** What is measured beside each other. */
const variantNames = [
  "bare",
  "bare, bundled alike",
  "bare, trimmed alike",
  "this project",
  "Hono",
  "Powertools",
  "Express",
  "Fastify",
] as const;
export type VariantName = (typeof variantNames)[number];

const sources: Readonly<Record<Exclude<VariantName, "this project">, string>> = {
  bare: "bare.ts",
  "bare, bundled alike": "bare.ts",
  "bare, trimmed alike": "bare.ts",
  Hono: "hono.ts",
  Powertools: "powertools.ts",
  Express: "express.ts",
  Fastify: "fastify.ts",
};

export type Variant = { readonly name: VariantName; readonly file: string; readonly bytes: number };

/** As one usually bundles for Lambda. */
const usualOptions = {
  bundle: true,
  platform: "node",
  target: "node24",
  format: "cjs",
  minify: true,
  metafile: true,
} as const satisfies BuildOptions;

/**
 * Each peer is bundled as one usually does it, this project as it is deployed. `bare, bundled alike` has this project's
 * esbuild options, `bare, trimmed alike` also its replacements of parts of the SDK: what they bring by themselves.
 */
export const bundleVariants = async (directory: string): Promise<Variant[]> => {
  try {
    return await Promise.all(
      variantNames.map((name) => bundleVariant(name, join(directory, name.replaceAll(/\W+/g, "-")))),
    );
  } finally {
    await stop();
  }
};

const bundleVariant = async (name: VariantName, directory: string): Promise<Variant> => {
  if (name === "this project") {
    const { file, bytes } = await bundle("course-activity", directory);
    return { name, file, bytes };
  }
  const file = join(directory, "index.cjs");
  const { metafile } = await build({
    entryPoints: [join(import.meta.dirname, "handlers", sources[name])],
    outfile: file,
    logLevel: "silent",
    ...usualOptions,
    ...(name !== "bare" && sources[name] === "bare.ts" && { ...bundleOptions, sourcemap: false, write: true }),
    ...(name === "bare, trimmed alike" && { plugins: [replaceModules] }),
  });
  const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
  return { name, file, bytes };
};
