import { fileURLToPath } from "node:url";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { afterEach } from "vitest";
import { z } from "zod";
import { toEvent } from "../../infra/local/gateway/event.ts";
import { type Lambda, type LambdaOptions, startLambda } from "../../infra/local/lambda.ts";

export type FixtureFunctions = {
  /** Starts one of the bundles in `fixtures/`, by its name; it is stopped after the test. */
  readonly start: (fixture: string, options?: Partial<LambdaOptions>) => Lambda;
  /** The lines that they have logged in this test. */
  readonly lines: string[];
};

/** Call it at the top of a test file. */
export const fixtureFunctions = (): FixtureFunctions => {
  const started: Lambda[] = [];
  const lines: string[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map(({ stop }) => stop()));
    lines.length = 0;
  });
  return {
    lines,
    start: (fixture, options = {}) => {
      const bundle = fileURLToPath(new URL(`fixtures/${fixture}.cjs`, import.meta.url));
      const log = (line: string) => void lines.push(line);
      const lambda = startLambda({ bundle, env: {}, timeoutMs: 5_000, log, ...options });
      started.push(lambda);
      return lambda;
    },
  };
};

/** @returns the event of a request whose body is `text` */
export const eventWith = (text = ""): APIGatewayProxyEventV2 =>
  toEvent(
    {
      method: "POST",
      target: "/",
      httpVersion: "1.1",
      rawHeaders: ["host", "localhost", "content-type", "text/plain"],
      body: Buffer.from(text),
      sourceIp: "127.0.0.1",
      port: 80,
      requestId: "f1a3d5c7-0000-4000-8000-000000000001",
      receivedAt: new Date(0),
    },
    { routeKey: "$default", pathParameters: {} },
  );

/** The result of `fixtures/reports-state.cjs`. */
const observation = z.object({
  instance: z.string(),
  invocations: z.int(),
  atOnce: z.int(),
  event: z.unknown(),
  environment: z.unknown(),
  context: z.record(z.string(), z.unknown()),
  remainingMs: z.number(),
});

export const observe = async (lambda: Lambda): Promise<z.infer<typeof observation>> =>
  observation.parse(await lambda.invoke(eventWith()));
