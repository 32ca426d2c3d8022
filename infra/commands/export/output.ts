import { open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

/**
 * Writes text as fast as its reader takes it, to a file that only its owner can read, or to standard output.
 *
 * @param path the file, which is created or overwritten; standard output without it
 * @param say is called with a line if the output is incomplete
 * @throws what `texts` throws, the system's errors, and an `AbortError` once `signal` is aborted
 */
export const writeOut = async (
  path: string | undefined,
  texts: AsyncIterable<string>,
  { say, signal }: { say: (line: string) => void; signal: AbortSignal },
): Promise<void> => {
  const output = path === undefined ? process.stdout : await openPrivately(path);
  try {
    await pipeline(texts, output, { end: path !== undefined, signal });
  } catch (error) {
    say(`${path ?? "The output"} is incomplete.`);
    throw error;
  }
};

const openPrivately = async (path: string) => {
  const file = await open(path, "w", 0o600);
  // An existing file would keep its mode. That of a device must not be changed.
  if ((await file.stat()).isFile()) await file.chmod(0o600);
  return file.createWriteStream();
};
