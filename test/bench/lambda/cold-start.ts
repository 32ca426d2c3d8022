import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";

const child = join(import.meta.dirname, "cold-child.cjs");

/** Milliseconds since the process started. */
export type ColdStart = {
  /** The first line of our own. */
  readonly started: number;
  readonly loaded: number;
  readonly answered: number;
  /** What was answered. */
  readonly body?: string;
};

/** Instead of a bundle: what Node itself takes. */
export const NO_BUNDLE = "-";

/**
 * Starts Node, loads a bundle and answers one event.
 *
 * @throws {Error} with what it printed, where it does not answer; an `AbortError`
 */
export const coldStart = async (
  bundle: string,
  eventFile: string,
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<ColdStart> => {
  const node = spawn(process.execPath, [child, bundle, eventFile], {
    env,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    signal,
    killSignal: "SIGKILL",
  });
  const streams = [node.stdout, node.stderr, node.stdio[3]].map((stream) => text(stream as Readable));
  const [[out, err, result]] = await Promise.all([Promise.all(streams), once(node, "close")]);
  if (!result) throw new Error(`${bundle} did not answer:\n${out}${err}`);
  return JSON.parse(result);
};
