import middy from "@middy/core";
import { describe, expect, it } from "vitest";
import { type ApiEvent, type ApiResult, asLambda, stampRequestId } from "../../functions/shared/http.ts";
import { describeCause, logRequest } from "../../functions/shared/request-log.ts";
import { keepingLog, lambdaContext, listEvent } from "../support/events.ts";

it("a request that nothing answered still has its line, as an error", async () => {
  const log = keepingLog();
  const chain = middy<ApiEvent, ApiResult>()
    .use(logRequest(log))
    .use(stampRequestId())
    .handler(() => Promise.reject(new Error("nobody maps this")));
  const handler = asLambda(chain);
  await expect(handler(listEvent(), lambdaContext())).rejects.toThrow("nobody maps this");
  expect(log.errors).toEqual([expect.objectContaining({ status: 500, requestId: "request-1" })]);
});

describe("what is told of a cause", () => {
  it("is its class, code and place, and not its message", () => {
    const cause = Object.assign(new TypeError("employee EMPLY1\n    said at home"), { code: "ECONNRESET" });
    const described = describeCause(cause);
    expect(described).toEqual({ cause: "TypeError", code: "ECONNRESET", at: expect.any(Array) });
    expect(described.at?.[0]).toMatch(/^at .*request-log\.test\.ts/);
    expect(described.at?.length).toBeLessThanOrEqual(5);
    expect(JSON.stringify(described)).not.toContain("EMPLY1");
  });

  it("is the type of what is no error, and nothing of nothing", () => {
    expect(describeCause("secret")).toEqual({ cause: "string" });
    expect(describeCause(undefined)).toEqual({});
  });

  it("is nothing of a message with lines that look like places", () => {
    const described = describeCause(new Error("a\n    at EMPLY1 (b)\nc"));
    expect(JSON.stringify(described)).not.toContain("EMPLY1");
    expect(described.at?.[0]).toMatch(/request-log\.test\.ts/);
    const strange = Object.assign(new Error("message"), { stack: "Error: another\n    at EMPLY1 (b)" });
    expect(describeCause(strange).at).toEqual([]);
  });

  it("leaves out a code that is no name, and a stack that is not there", () => {
    const cause = Object.assign(new Error("x"), { code: 7, stack: undefined });
    expect(describeCause(cause)).toEqual({ cause: "Error", at: [] });
  });
});
