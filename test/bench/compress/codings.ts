import { promisify } from "node:util";

export type Coding = { readonly name: string; readonly code: (body: string) => Uint8Array | Promise<Uint8Array> };

/** Loaded by the first body, as in the function: what that takes is measured too. */
const zlib = () => process.getBuiltinModule("node:zlib");

const gzip = (level: number): Coding => ({ name: `gzip ${level}`, code: (body) => zlib().gzipSync(body, { level }) });

const brotliOptions = (quality: number) => ({ params: { [zlib().constants.BROTLI_PARAM_QUALITY]: quality } });

const brotli = (quality: number): Coding => ({
  name: `br ${quality}`,
  code: (body) => zlib().brotliCompressSync(body, brotliOptions(quality)),
});

/** Off the main thread, as servers do it that answer many requests at a time. */
const inThreadPool: readonly Coding[] = [
  {
    name: "gzip 6, thread pool",
    code: (body) => promisify<string, object, Buffer>(zlib().gzip)(body, { level: 6 }),
  },
  {
    name: "br 5, thread pool",
    code: (body) => promisify<string, object, Buffer>(zlib().brotliCompress)(body, brotliOptions(5)),
  },
];

export const codings: readonly Coding[] = [
  { name: "uncompressed", code: (body) => Buffer.from(body) },
  ...[1, 4, 6, 9].map(gzip),
  ...[1, 4, 5, 6, 9, 11].map(brotli),
  ...inThreadPool,
];

/** @throws {Error} where there is none of that name */
export const codingOf = (name: string): Coding => {
  const coding = codings.find((coding) => coding.name === name);
  if (!coding) throw new Error(`There is no coding "${name}".`);
  return coding;
};
