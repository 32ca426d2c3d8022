import { describe, expect, test } from "vitest";
import { eventWith, fixtureFunctions, observe } from "../../support/fixture-functions.ts";

const { start, lines } = fixtureFunctions();

describe("what a handler sees", () => {
  test("exactly the environment given, nothing of the host's", async () => {
    const { environment } = await observe(start("observes", { env: { TABLE: "Assignments" } }));
    expect(environment).toEqual({ TABLE: "Assignments" });
  });

  test("the event as JSON carries it", async () => {
    const seen = await observe(start("observes"));
    expect(seen.event).toEqual(eventWith());
  });

  test("a context with the function's name, an id for each request and the time that remains", async () => {
    const lambda = start("observes", { env: { AWS_LAMBDA_FUNCTION_NAME: "webinar-activity" }, timeoutMs: 2_000 });
    const [first, second] = [await observe(lambda), await observe(lambda)];
    expect(first.context).toMatchObject({ functionName: "webinar-activity", functionVersion: "$LATEST" });
    expect(first.context["awsRequestId"]).not.toBe(second.context["awsRequestId"]);
    expect(first.remainingMs).toBeGreaterThan(1_000);
    expect(first.remainingMs).toBeLessThan(2_000);
  });
});

describe("a result is what JSON makes of it", () => {
  test.each([
    ["nothing", null],
    ["date", { at: "1970-01-01T00:00:00.000Z" }],
  ])("%s", async (deed, result) => {
    expect(await start("obeys").invoke(eventWith(deed))).toEqual(result);
  });

  test("up to 6,291,556 bytes", async () => {
    expect(await start("obeys").invoke(eventWith("6291556 bytes"))).toHaveLength(6_291_554);
  });
});

describe("what the function logs", () => {
  test("is a line of JSON for each call of console, an object still an object, with the request's id", async () => {
    await start("logs").invoke(eventWith());
    const [duringInit, ...logged] = lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
    expect(duringInit).toEqual({ timestamp: expect.any(String), level: "INFO", message: "during init" });
    expect(logged).toMatchObject([
      { level: "INFO", message: { route: "GET /", status: 200 } },
      { level: "WARN", message: "one of 2" },
      { level: "DEBUG", message: "first\nsecond" },
      { level: "ERROR", message: expect.stringMatching(/^failed: TypeError: an error/), errorMessage: "an error" },
      { level: "ERROR", message: { errorType: "RangeError", errorMessage: "alone", stackTrace: expect.any(Array) } },
      { level: "INFO", message: expect.stringContaining("[Circular") },
    ]);
    for (const { timestamp, requestId } of logged) {
      expect(timestamp).toBe(new Date(timestamp).toISOString());
      expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
      expect(requestId).toBe(logged[0].requestId);
    }
  });

  test("keeps what goes past console as it is", async () => {
    await start("logs").invoke(eventWith());
    await expect.poll(() => lines).toContain("past the console");
  });
});
