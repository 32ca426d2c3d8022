import { open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

/**
 * Writes text as fast as the other side takes it, to a file that only its owner may read, or to standard output.
 *
 * @param path the file, which is made or written over; standard output without it
 * @param say takes a line that says so where the output broke off
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
  // A file that was there before keeps its mode; a device's is nobody's to change.
  if ((await file.stat()).isFile()) await file.chmod(0o600);
  return file.createWriteStream();
};
