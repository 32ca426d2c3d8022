import { resolve } from "node:path";
import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from "aws-lambda";
import { type Instance, startInstance } from "./lambda/thread.ts";

/**
 * Lambda's time limit for the init of an instance.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
const INIT_TIMEOUT_MS = 10_000;

export type LambdaOptions = {
  /** The built file: CommonJS with `exports.handler`. */
  readonly bundle: string;
  /** The function's complete environment: nothing of this process's environment is added. */
  readonly env: Readonly<Record<string, string>>;
  /** Time limit of one invocation. */
  readonly timeoutMs: number;
  /** Time limit of an instance's init. */
  readonly initTimeoutMs?: number;
  /** Maximum number of instances at the same time. */
  readonly instances?: number;
  /** Receives each line that the function logs, in Lambda's JSON log format. Default: standard output. */
  readonly log?: (line: string) => void;
};

export type Lambda = {
  readonly invoke: (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyResultV2>;
  readonly stop: () => Promise<void>;
};

type Request = { readonly event: string } & PromiseWithResolvers<string>;

/**
 * Runs a built function as Lambda does: each instance handles one request at a time, a request that finds no idle
 * instance starts a new one, and instances are reused. If all `instances` are busy, a request waits (Lambda would start
 * another). Event and result are passed as JSON text, as on Lambda. Unlike on Lambda, an instance is not frozen between
 * requests.
 *
 * `invoke` rejects if the handler throws (with its message, and its class as the error's `name`), if the init fails, on a
 * crash, on a timeout, and after `stop`. Only an error of the handler keeps the instance.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
 */
export const startLambda = (options: LambdaOptions): Lambda => {
  const { env, timeoutMs, initTimeoutMs = INIT_TIMEOUT_MS, instances: maxInstances = 10, log = printLine } = options;
  const bundle = resolve(options.bundle);
  const waiting: Request[] = [];
  let instances: Instance[] = [];
  let stopped = false;

  const takeInstance = (): Instance | undefined => {
    instances = instances.filter(({ state }) => state() !== "ended");
    const idle = instances.find(({ state }) => state() === "idle");
    if (idle || instances.length >= maxInstances) return idle;
    const started = startInstance({ bundle, env, timeoutMs, initTimeoutMs, log });
    instances.push(started);
    return started;
  };

  const dispatch = (): void => {
    for (let next = waiting[0]; next; next = waiting[0]) {
      const instance = takeInstance();
      if (!instance) return;
      waiting.shift();
      instance.invoke(next.event).then(next.resolve, next.reject).finally(dispatch);
    }
  };

  return {
    invoke: async (event) => {
      if (stopped) throw stoppedError();
      const request: Request = { event: JSON.stringify(event), ...Promise.withResolvers<string>() };
      waiting.push(request);
      dispatch();
      return JSON.parse(await request.promise);
    },
    stop: async () => {
      stopped = true;
      for (const { reject } of waiting.splice(0)) reject(stoppedError());
      await Promise.all(instances.map(({ end }) => end(stoppedError())));
    },
  };
};

const stoppedError = () => new Error("The function was stopped");

const printLine = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
