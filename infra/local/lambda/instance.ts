/**
 * The inside of a function instance: the part of the Node.js runtime on Lambda. A worker thread runs this file. It loads
 * the bundle, then handles one invocation after the other. An uncaught exception, an unhandled rejection and
 * `process.exit` end the thread, as they end the process on Lambda.
 */
import { createRequire } from "node:module";
import { basename, dirname } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import type { Context } from "aws-lambda";
import { captureConsole } from "./log.ts";

export type InstanceData = { readonly bundle: string };

/** `event` is JSON text, `timeoutMs` the function's time limit. */
export type Invocation = { readonly requestId: string; readonly event: string; readonly timeoutMs: number };

/** `payload` is JSON text. */
export type Report =
  | { readonly type: "ready" }
  | { readonly type: "log"; readonly line: string }
  | { readonly type: "result"; readonly payload: string }
  | { readonly type: "failure"; readonly errorType: string; readonly message: string };

/** The nodejs24.x runtime has no callbacks, so the context lacks the methods that belong to them. */
type RuntimeContext = Omit<Context, "callbackWaitsForEmptyEventLoop" | "done" | "fail" | "succeed">;
type Handler = (event: unknown, context: RuntimeContext) => unknown;

/** Size of the JSON text. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_RESULT_BYTES = 6_291_556;

let requestId: string | undefined;

const report = (message: Report): void => parentPort?.postMessage(message);

const loadHandler = (bundle: string): Handler => {
  const { handler }: { handler?: Handler } = createRequire(import.meta.url)(bundle);
  if (typeof handler !== "function") throw new Error(`${basename(bundle)}: handler is undefined or not exported`);
  return handler;
};

const contextOf = ({ requestId: awsRequestId, timeoutMs }: Invocation, bundle: string): RuntimeContext => {
  const functionName = process.env["AWS_LAMBDA_FUNCTION_NAME"] ?? basename(dirname(bundle));
  const deadline = performance.now() + timeoutMs;
  return {
    awsRequestId,
    functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:${functionName}`,
    memoryLimitInMB: process.env["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] ?? "128",
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: "local",
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(deadline - performance.now())),
  };
};

const stringify = (result: unknown): string => {
  const payload = JSON.stringify(result) ?? "null";
  if (Buffer.byteLength(payload) <= MAX_RESULT_BYTES) return payload;
  throw new Error(`Response payload size exceeded maximum allowed payload size (${MAX_RESULT_BYTES} bytes).`);
};

const run = async (handler: Handler, invocation: Invocation, bundle: string): Promise<Report> => {
  try {
    const result = await handler(JSON.parse(invocation.event), contextOf(invocation, bundle));
    return { type: "result", payload: stringify(result) };
  } catch (error) {
    console.error(error);
    const { name: errorType, message } = error instanceof Error ? error : new Error(String(error));
    return { type: "failure", errorType, message };
  }
};

const { bundle }: InstanceData = workerData;
captureConsole(
  (line) => report({ type: "log", line }),
  () => requestId,
);
process.on("uncaughtExceptionMonitor", (error) => console.error(error));
const handler = loadHandler(bundle);
parentPort?.on("message", async (invocation: Invocation) => {
  requestId = invocation.requestId;
  report(await run(handler, invocation, bundle));
});
report({ type: "ready" });
