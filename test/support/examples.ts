import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import type { Ended } from "./run-command.ts";

const folder = join(import.meta.dirname, "../examples");

/** The client examples: how to start each, and the programs that it needs besides Node.js. */
const examples = {
  "curl.sh": { start: "bash", needs: ["bash", "curl", "jq"] },
  "client.ts": { start: process.execPath, needs: [] },
  "client.py": { start: "python3", needs: ["python3"] },
} as const;

export type ExampleName = keyof typeof examples;
export const exampleNames = Object.keys(examples) as ExampleName[];

const run = promisify(execFile);

/** @returns the programs that an example needs and this machine does not have */
export const missingFor = async (name: ExampleName): Promise<string[]> => {
  const looked = examples[name].needs.map((program) =>
    run(program, ["--version"]).then(
      () => [],
      () => [program],
    ),
  );
  return (await Promise.all(looked)).flat();
};

/** Starts an example in a child process. From this environment it gets only the path of programs. */
const start = (name: ExampleName, args: readonly string[], env: Readonly<Record<string, string>>) => {
  const { PATH, HOME } = process.env;
  return spawn(examples[name].start, [join(folder, name), ...args], {
    env: { PATH, HOME, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
};

/** Runs an example and closes its output after the first part, like `| head`. @returns what it writes to standard error */
export const runUnread = async (...example: Parameters<typeof start>): Promise<string> => {
  const child = start(...example);
  child.stdout.once("data", () => child.stdout.destroy());
  const [, stderr] = await Promise.all([once(child, "close"), text(child.stderr)]);
  return stderr;
};

/** Runs an example to its end. */
export const runExample = async (...example: Parameters<typeof start>): Promise<Ended> => {
  const child = start(...example);
  const [[code, signal], stdout, stderr] = await Promise.all([
    once(child, "close"),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, signal, stdout, stderr };
};
