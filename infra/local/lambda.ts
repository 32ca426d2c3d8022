import { resolve } from "node:path";
import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from "aws-lambda";
import { type Instance, startInstance } from "./lambda/thread.ts";

/**
 * How long Lambda lets an instance initialise.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
const INIT_TIMEOUT_MS = 10_000;

export type LambdaOptions = {
  /** The built file: CommonJS with `exports.handler`. */
  readonly bundle: string;
  /** The function's whole environment; nothing of this process's own is added. */
  readonly env: Readonly<Record<string, string>>;
  /** What one invocation may take, in milliseconds. */
  readonly timeoutMs: number;
  /** What the init of an instance may take, in milliseconds. */
  readonly initTimeoutMs?: number;
  /** How many instances there may be at a time. */
  readonly instances?: number;
  /** Takes each line that the function logs, in Lambda's JSON log format. */
  readonly log?: (line: string) => void;
};

export type Lambda = {
  readonly invoke: (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyResultV2>;
  readonly stop: () => Promise<void>;
};

type Request = { readonly event: string } & PromiseWithResolvers<string>;

/**
 * Runs a built function as Lambda does: in instances that take one request at a time, started when a request finds none
 * idle and kept for the next one. With all `instances` busy a request waits its turn, where Lambda would start another.
 * Event and result travel as JSON text, so nothing gets through that could not on Lambda. Unlike there, an instance is
 * not frozen between requests.
 *
 * `invoke` rejects with what the handler threw (its message, and its class as the error's `name`), a failed init, a
 * crash, a timeout, or the end of the function by `stop`. Only the first keeps its instance.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
 */
export const startLambda = (options: LambdaOptions): Lambda => {
  const { env, timeoutMs, initTimeoutMs = INIT_TIMEOUT_MS, instances: most = 10, log = printLine } = options;
  const bundle = resolve(options.bundle);
  const waiting: Request[] = [];
  let instances: Instance[] = [];
  let stopped = false;

  const takeInstance = (): Instance | undefined => {
    instances = instances.filter(({ state }) => state() !== "ended");
    const idle = instances.find(({ state }) => state() === "idle");
    if (idle || instances.length >= most) return idle;
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
