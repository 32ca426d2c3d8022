import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const child = join(import.meta.dirname, "warm-child.cjs");

export type WarmRun = {
  /** The handler's time for each request, one after the other. */
  readonly milliseconds: readonly number[];
  /** Processor time of the whole process for all of them. */
  readonly cpuSeconds: number;
  /** Resident memory afterwards, in bytes. */
  readonly rss: number;
  /** The last answer's. */
  readonly body: string;
};

export type WarmInstance = {
  /** @throws {Error} if the process ends */
  answer(event: string, times: number): Promise<WarmRun>;
  stop(): Promise<void>;
};

/** A process that has loaded a bundle and answers events until it is stopped; the signal kills it. */
export const startInstance = async (
  bundle: string,
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<WarmInstance> => {
  const node = fork(child, [bundle], {
    env,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    signal,
    killSignal: "SIGKILL",
  });
  const ended = once(node, "exit").then(
    ([code]) => Promise.reject(new Error(`${bundle} ended with code ${code}`)),
    (error: unknown) => Promise.reject(error),
  );
  ended.catch(() => {});
  const message = async () => (await Promise.race([once(node, "message"), ended]))[0];
  await message();
  return {
    answer: async (event, times) => {
      node.send({ event, times });
      return message();
    },
    stop: async () => {
      node.kill("SIGKILL");
      await ended.catch(() => {});
    },
  };
};
