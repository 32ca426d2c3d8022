import { describe, expect, it, vi } from "vitest";
import { createHandler as createListHandler } from "../../../functions/course-activity/app.ts";
import { createHandler as createTokenHandler } from "../../../functions/oauth-token/app.ts";
import type { ApiEvent, ApiHandler } from "../../../functions/shared/http/chain.ts";
import type { Log } from "../../../functions/shared/http/log-request.ts";
import { apiEvent, keepingLog, lambdaContext } from "../../support/events.ts";

/** Before the imports: `@middy/http-error-handler` keeps the `console.error` that it finds when it is loaded. */
const consoleError = vi.hoisted(() => vi.spyOn(console, "error"));

const unused = () => Promise.reject(new Error("No request should get this far"));

const functions: Readonly<Record<string, (log: Log) => ApiHandler>> = {
  "course-activity": (log) =>
    createListHandler({
      verifier: { verify: unused, prefetch: () => {} },
      clients: { find: unused },
      store: { page: unused, search: unused, changes: unused },
      log,
    }),
  "oauth-token": (log) => createTokenHandler({ provider: { issue: unused }, log }),
};

const ALL = "routeKey, rawPath, requestContext.requestId, requestContext.http.method";

/** What else may invoke a function, the fields that it lacks, and what follows in the message. */
const foreign: readonly [what: string, event: unknown, missing: string, hint?: string][] = [
  ["an empty object", {}, ALL],
  ["nothing", undefined, ALL],
  ["null", null, ALL],
  ["a string", "SECRET", ALL],
  ["a number", 7, ALL],
  ["a list", ["SECRET"], ALL],
  ["a warm-up", { source: "serverless-plugin-warmup" }, ALL],
  [
    "an EventBridge schedule",
    {
      version: "0",
      id: "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
      "detail-type": "Scheduled Event",
      source: "aws.events",
      account: "123456789012",
      time: "2026-11-23T00:00:00Z",
      region: "ap-southeast-3",
      resources: ["arn:aws:events:ap-southeast-3:123456789012:rule/SECRET"],
      detail: {},
    },
    ALL,
  ],
  [
    "a request of a REST API, payload 1.0",
    {
      version: "1.0",
      resource: "/oauth/token",
      path: "/oauth/token",
      httpMethod: "POST",
      headers: { Authorization: "SECRET" },
      multiValueHeaders: { Authorization: ["SECRET"] },
      queryStringParameters: null,
      pathParameters: null,
      requestContext: { requestId: "SECRET", stage: "prod", httpMethod: "POST", path: "/prod/oauth/token" },
      body: "SECRET",
      isBase64Encoded: false,
    },
    "routeKey, rawPath, requestContext.http.method",
    ". It has httpMethod, as in payload 1.0 (REST API): send payload 2.0",
  ],
  [
    "a message of a WebSocket API",
    { requestContext: { routeKey: "$default", requestId: "SECRET", connectionId: "SECRET" }, body: "SECRET" },
    "routeKey, rawPath, requestContext.http.method",
  ],
  ["a request context that is null", { ...apiEvent(), requestContext: null }, ALL.slice("routeKey, rawPath, ".length)],
  ["a routeKey that is a number", { ...apiEvent(), routeKey: 7 }, "routeKey"],
  ["a rawPath that is null", { ...apiEvent(), rawPath: null }, "rawPath"],
];

describe.each(Object.entries(functions))("%s", (_, create) => {
  it.each(foreign)(
    "fails for %s with an error, which Lambda logs, that names what the event lacks",
    async (_what, event, missing, hint = "") => {
      const log = keepingLog();
      const message = `Not an HTTP API event (payload 2.0): it has no ${missing}${hint}`;
      const failure = await create(log)(event as ApiEvent, lambdaContext()).catch((error: unknown) => error);
      expect(failure).toEqual(new Error(message));
      expect(log.lines).toEqual([]);
    },
  );

  it("answers the next HTTP request, which is still the instance's first", async () => {
    const log = keepingLog();
    const handler = create(log);
    await handler({} as ApiEvent, lambdaContext()).catch(() => {});
    expect(await handler(apiEvent(), lambdaContext())).toMatchObject({ statusCode: 404 });
    expect(log.lines[0]).toMatchObject({ start: "cold", status: 404 });
  });

  it("logs an error in the request's line and nowhere else", async () => {
    const log = keepingLog();
    expect(await create(log)(apiEvent(), lambdaContext())).toMatchObject({ statusCode: 404 });
    expect(log.lines).toEqual([expect.objectContaining({ errorCode: 131 })]);
    expect(consoleError).not.toHaveBeenCalled();
  });
});
