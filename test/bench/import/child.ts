import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { devNull } from "node:os";
import { join } from "node:path";

/** The local engine takes any credentials, and the SDK must not look for others in whoever's profiles. */
const localAws = {
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
} as const;

export type Child = {
  /** From start to exit. */
  readonly seconds: number;
  /** Peak resident memory. */
  readonly mebibytes: number;
};

/**
 * Runs Node as a process of its own.
 *
 * @param parameters its flags, a script, and the script's own
 * @param directory of its own for files; the script starts there
 * @param signal kills it
 * @throws {Error} with what it printed, unless its exit code is 0; an `AbortError`
 */
export const runScript = async (
  parameters: readonly string[],
  directory: string,
  signal: AbortSignal,
): Promise<Child> => {
  const maxRss = join(directory, "max-rss");
  const preload = import.meta.resolve("./max-rss.ts");
  const started = performance.now();
  const child = spawn(process.execPath, ["--import", preload, ...parameters], {
    cwd: directory,
    env: { ...process.env, ...localAws, MAX_RSS_FILE: maxRss },
    stdio: ["ignore", "pipe", "pipe"],
    signal,
    killSignal: "SIGKILL",
  });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => void printed.push(text));
  }
  const exited = once(child, "exit").then(([code]) => ({ code, seconds: (performance.now() - started) / 1_000 }));
  const [{ code, seconds }] = await Promise.all([exited, once(child, "close")]);
  if (code !== 0) throw new Error(`node ${parameters.join(" ")} ended with code ${code}:\n${printed.join("")}`);
  return { seconds, mebibytes: Number(await readFile(maxRss, "utf8")) / 1_024 };
};
