import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import { Worker } from "node:worker_threads";
import type { InstanceData, Invocation, Report } from "./instance.ts";
import { logLine } from "./log.ts";

export type InstanceOptions = {
  /** The built file's absolute path. */
  readonly bundle: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly initTimeoutMs: number;
  readonly log: (line: string) => void;
};

/** One instance, seen from outside. Call `invoke` only if it is idle; an ended instance cannot be restarted. */
export type Instance = {
  readonly state: () => "idle" | "busy" | "ended";
  readonly invoke: (event: string) => Promise<string>;
  readonly end: (reason: Error) => Promise<void>;
};

type Current = PromiseWithResolvers<string> & { readonly requestId: string };

/**
 * Starts a worker thread that runs the bundle with exactly `env` as its environment.
 *
 * @returns the instance; a failed init, a crash or a timeout ends it and rejects its current invocation
 */
export const startInstance = ({ bundle, env, timeoutMs, initTimeoutMs, log }: InstanceOptions): Instance => {
  const workerData: InstanceData = { bundle };
  const worker = new Worker(new URL("./instance.ts", import.meta.url), {
    workerData,
    env,
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  let current: Current | undefined;
  let ready = false;
  let ended = false;
  let crash: Error | undefined;
  let limit: NodeJS.Timeout | undefined;

  const takeCurrent = (): Current | undefined => {
    clearTimeout(limit);
    const taken = current;
    current = undefined;
    return taken;
  };

  const fail = (reason: Error): void => {
    ended = true;
    takeCurrent()?.reject(reason);
  };

  // For failures that the instance can no longer log itself.
  const failAndLog = (reason: Error): void => {
    if (ended) return;
    log(logLine("ERROR", current?.requestId, reason.message));
    fail(reason);
  };

  const limitTo = (milliseconds: number, what: string): void => {
    clearTimeout(limit);
    limit = setTimeout(() => {
      failAndLog(new Error(`${what} timed out after ${(milliseconds / 1000).toFixed(2)} seconds`));
      worker.terminate();
    }, milliseconds);
  };

  worker.on("message", (report: Report) => {
    if (report.type === "log") return log(report.line);
    if (report.type === "result") return takeCurrent()?.resolve(report.payload);
    if (report.type === "failure") return takeCurrent()?.reject(functionError(report));
    ready = true;
    if (current) limitTo(timeoutMs, "Task");
  });
  // "exit" always follows, and only then have all log lines of the instance arrived.
  worker.on("error", (error) => {
    ended = true;
    crash = error instanceof Error ? error : new Error(String(error));
  });
  worker.on("exit", (code) => {
    if (crash) fail(crash);
    else failAndLog(new Error(`Runtime exited with exit status ${code}`));
  });
  // Output that bypasses `console` is not in the JSON format on Lambda either.
  for (const input of [worker.stdout, worker.stderr]) createInterface({ input }).on("line", log);

  return {
    state: () => (ended ? "ended" : current ? "busy" : "idle"),
    invoke: (event) => {
      const invocation: Invocation = { requestId: randomUUID(), event, timeoutMs };
      current = { ...Promise.withResolvers<string>(), requestId: invocation.requestId };
      // During the init, the thread keeps the message. The function's time limit starts after the init, as on Lambda.
      worker.postMessage(invocation);
      if (ready) limitTo(timeoutMs, "Task");
      else limitTo(initTimeoutMs, "Init");
      return current.promise;
    },
    end: async (reason) => {
      fail(reason);
      await worker.terminate();
    },
  };
};

const functionError = ({ errorType, message }: Extract<Report, { type: "failure" }>): Error =>
  Object.assign(new Error(message), { name: errorType });
