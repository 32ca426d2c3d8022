import { describe, expect, test } from "vitest";
import { eventWith, fixtureFunctions, observe } from "../../support/fixture-functions.ts";

const { start, lines } = fixtureFunctions();

describe("what a handler sees", () => {
  test("exactly the given environment, and no variable of the host", async () => {
    const { environment } = await observe(start("reports-state", { env: { TABLE: "Assignments" } }));
    expect(environment).toEqual({ TABLE: "Assignments" });
  });

  test("the event after a JSON round trip", async () => {
    const seen = await observe(start("reports-state"));
    expect(seen.event).toEqual(eventWith());
  });

  test("a context with the function's name, an ID for each request and the remaining time", async () => {
    const lambda = start("reports-state", { env: { AWS_LAMBDA_FUNCTION_NAME: "course-activity" }, timeoutMs: 2_000 });
    const [first, second] = [await observe(lambda), await observe(lambda)];
    expect(first.context).toMatchObject({ functionName: "course-activity", functionVersion: "$LATEST" });
    expect(first.context["awsRequestId"]).not.toBe(second.context["awsRequestId"]);
    expect(first.remainingMs).toBeGreaterThan(1_000);
    expect(first.remainingMs).toBeLessThan(2_000);
  });
});

describe("a result is passed as JSON", () => {
  test.each([
    ["nothing", null],
    ["date", { at: "1970-01-01T00:00:00.000Z" }],
  ])("%s", async (command, result) => {
    expect(await start("runs-command").invoke(eventWith(command))).toEqual(result);
  });

  test("up to 6,291,556 bytes", async () => {
    expect(await start("runs-command").invoke(eventWith("6291556 bytes"))).toHaveLength(6_291_554);
  });
});

describe("what the function logs", () => {
  test("is a JSON line with the request's ID for each call of console, with objects as objects", async () => {
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

  test("keeps output that bypasses console unchanged", async () => {
    await start("logs").invoke(eventWith());
    await expect.poll(() => lines).toContain("past the console");
  });
});
