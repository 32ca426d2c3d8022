import type { Metafile } from "esbuild";

/** The bytes of each package and of each folder of this project in the bundle, largest first; and their sum. */
export const bytesByPackage = ({ outputs }: Pick<Metafile, "outputs">): Record<string, number> => {
  const packages = new Map<string, number>();
  const [bundle] = Object.values(outputs).filter(({ entryPoint }) => entryPoint !== undefined);
  for (const [path, { bytesInOutput }] of Object.entries(bundle?.inputs ?? {})) {
    const part = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path.split("/").slice(0, 2).join("/");
    packages.set(part, (packages.get(part) ?? 0) + bytesInOutput);
  }
  const sorted = [...packages].filter(([, bytes]) => bytes > 0).sort(([, a], [, b]) => b - a);
  return { ...Object.fromEntries(sorted), "in all": bundle?.bytes ?? 0 };
};

/** The changes in bytes, largest growth first. */
export const growth = (
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): [part: string, bytes: number][] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map((part): [string, number] => [part, (after[part] ?? 0) - (before[part] ?? 0)])
    .filter(([, bytes]) => bytes !== 0)
    .sort(([, a], [, b]) => b - a);
