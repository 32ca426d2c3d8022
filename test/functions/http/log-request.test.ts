import middy from "@middy/core";
import httpErrorHandler from "@middy/http-error-handler";
import { describe, expect, it } from "vitest";
import { describeCause } from "../../../functions/shared/errors/describe-cause.ts";
import { type ApiEvent, type ApiResult, asLambda } from "../../../functions/shared/http/chain.ts";
import { logRequest } from "../../../functions/shared/http/log-request.ts";
import { mapErrors } from "../../../functions/shared/http/map-errors.ts";
import { stampRequestId } from "../../../functions/shared/http/stamp-request-id.ts";
import { keepingLog, lambdaContext, listEvent } from "../../support/events.ts";

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

it("the line of an error that nobody foresaw says what it was, and where", async () => {
  const log = keepingLog();
  const unforeseen = Object.assign(new RangeError("EMPLY1 is out of range"), { code: "ERR_OUT_OF_RANGE" });
  const chain = middy<ApiEvent, ApiResult>()
    .use(logRequest(log))
    .use(httpErrorHandler({ logger: false }))
    .use(mapErrors())
    .handler(() => Promise.reject(unforeseen));
  expect(await asLambda(chain)(listEvent(), lambdaContext())).toMatchObject({ statusCode: 500 });
  const at = expect.arrayContaining([expect.stringMatching(/^at .*log-request\.test\.ts/)]);
  const said = { errorCode: 190, cause: "RangeError", code: "ERR_OUT_OF_RANGE", at };
  expect(log.errors).toEqual([expect.objectContaining(said)]);
  expect(JSON.stringify(log.errors)).not.toContain("EMPLY1");
});

describe("what is told of a cause", () => {
  it("is its class, code and place, and not its message", () => {
    const cause = Object.assign(new TypeError("employee EMPLY1\n    said at home"), { code: "ECONNRESET" });
    const described = describeCause(cause);
    expect(described).toEqual({ cause: "TypeError", code: "ECONNRESET", at: expect.any(Array) });
    expect(described.at?.[0]).toMatch(/^at .*log-request\.test\.ts/);
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
    expect(described.at?.[0]).toMatch(/log-request\.test\.ts/);
    const quoted = Object.assign(new Error("m"), { stack: "Error: m\nEMPLY1 was at home\n    at f (b)" });
    expect(describeCause(quoted).at).toEqual(["at f (b)"]);
    const strange = Object.assign(new Error("message"), { stack: "Error: another\n    at EMPLY1 (b)" });
    expect(describeCause(strange).at).toEqual([]);
  });

  it("has the place of an error without a message", () => {
    const nameless = Object.assign(new Error(""), { stack: "    at f (b)" });
    expect(describeCause(nameless).at).toEqual(["at f (b)"]);
  });

  it("leaves out a code that is no name, and a stack that is not there", () => {
    const cause = Object.assign(new Error("x"), { code: 7, stack: undefined });
    expect(describeCause(cause)).toEqual({ cause: "Error", at: [] });
  });
});
