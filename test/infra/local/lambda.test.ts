import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { eventWith, fixtureFunctions, observe } from "../../support/fixture-functions.ts";

const { start, lines } = fixtureFunctions();

describe("instances", () => {
  test("sequential requests share one", async () => {
    const lambda = start("reports-state");
    const first = await observe(lambda);
    const second = await observe(lambda);
    expect(second).toMatchObject({ instance: first.instance, invocations: 2 });
  });

  test("concurrent requests each have their own, which handles one at a time", async () => {
    const lambda = start("reports-state", { instances: 3 });
    const seen = await Promise.all([observe(lambda), observe(lambda), observe(lambda)]);
    expect(new Set(seen.map(({ instance }) => instance)).size).toBe(3);
    expect(seen.map(({ atOnce }) => atOnce)).toEqual([1, 1, 1]);
  });

  test("if all are busy, requests wait and are handled in order", async () => {
    const lambda = start("reports-state", { instances: 1 });
    const seen = await Promise.all([observe(lambda), observe(lambda), observe(lambda)]);
    expect(new Set(seen.map(({ instance }) => instance)).size).toBe(1);
    expect(seen.map(({ invocations }) => invocations)).toEqual([1, 2, 3]);
    expect(seen.map(({ atOnce }) => atOnce)).toEqual([1, 1, 1]);
  });
});

describe("a handler that fails keeps its instance", () => {
  test.each([
    ["throw", "thrown by the handler"],
    ["throw a text", "only a text"],
    ["circular", "Converting circular structure to JSON"],
    ["6291557 bytes", "Response payload size exceeded maximum allowed payload size (6291556 bytes)."],
  ])("%s", async (command, message) => {
    const lambda = start("runs-command");
    const instance = await lambda.invoke(eventWith("answer"));
    await expect(lambda.invoke(eventWith(command))).rejects.toThrow(message);
    expect(await lambda.invoke(eventWith("answer"))).toBe(instance);
  });

  test("the error has the thrown error's class as its name, and is logged", async () => {
    await expect(start("runs-command").invoke(eventWith("throw"))).rejects.toMatchObject({ name: "RangeError" });
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: "ERROR", message: { errorType: "RangeError", errorMessage: "thrown by the handler" } },
    ]);
  });
});

describe("a request that ends its instance fails, and the next one has a new instance", () => {
  test.each([
    ["hang", "Task timed out after 0.50 seconds"],
    ["spin", "Task timed out after 0.50 seconds"],
    ["exit", "Runtime exited with exit status 3"],
    ["uncaught", "thrown outside the handler"],
    ["unhandled", "rejected outside the handler"],
  ])("%s", async (command, message) => {
    const lambda = start("runs-command", { instances: 1, timeoutMs: 500 });
    const instance = await lambda.invoke(eventWith("answer"));
    const [failed, next] = await Promise.allSettled([
      lambda.invoke(eventWith(command)),
      lambda.invoke(eventWith("answer")),
    ]);
    expect(failed).toMatchObject({ status: "rejected", reason: { message } });
    expect(next).toMatchObject({ status: "fulfilled", value: expect.not.stringMatching(String(instance)) });
    expect(lines.join()).toContain(message);
  });

  test("a request does nothing more after its timeout", async () => {
    const lambda = start("runs-command", { timeoutMs: 200 });
    await expect(lambda.invoke(eventWith("log late"))).rejects.toThrow("Task timed out after 0.20 seconds");
    await pause(400);
    expect(lines.join()).not.toContain("still running");
  });

  test("a crash between two requests makes neither of them fail", async () => {
    const lambda = start("runs-command");
    const instance = await lambda.invoke(eventWith("crash later"));
    await expect.poll(() => lines.join()).toContain("Runtime exited with exit status 4");
    expect(await lambda.invoke(eventWith("answer"))).not.toBe(instance);
  });
});

describe("a failed init fails every request with its message", () => {
  test.each([
    ["init-throws", "Environment variable TABLE is missing"],
    ["init-exits", "Runtime exited with exit status 7"],
    ["no-handler", "no-handler.cjs: handler is undefined or not exported"],
    ["no-such-bundle", "Cannot find module"],
  ])("%s", async (fixture, message) => {
    const lambda = start(fixture, { instances: 1 });
    const outcomes = await Promise.allSettled([lambda.invoke(eventWith()), lambda.invoke(eventWith())]);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: "rejected", reason: { message: expect.stringContaining(message) } });
    }
    expect(lines.join()).toContain(message);
  });

  test("init-hangs", async () => {
    const lambda = start("init-hangs", { initTimeoutMs: 300 });
    await expect(lambda.invoke(eventWith())).rejects.toThrow("Init timed out after 0.30 seconds");
  });
});

test("the init does not count towards the request's time limit", async () => {
  expect(await start("init-slow", { timeoutMs: 200 }).invoke(eventWith())).toBe("ready");
});

describe("stop", () => {
  test("ends a function in an endless loop within half a second, and rejects running and waiting requests", async () => {
    const lambda = start("runs-command", { instances: 1 });
    await lambda.invoke(eventWith("answer"));
    const outcomes = Promise.allSettled([lambda.invoke(eventWith("spin")), lambda.invoke(eventWith("answer"))]);
    const asked = performance.now();
    await lambda.stop();
    expect(performance.now() - asked).toBeLessThan(500);
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: "rejected", reason: { message: "The function was stopped" } });
    }
  });

  test("may be called twice, and the function then refuses requests", async () => {
    const lambda = start("runs-command");
    await lambda.invoke(eventWith("answer"));
    await lambda.stop();
    await lambda.stop();
    await expect(lambda.invoke(eventWith("answer"))).rejects.toThrow("The function was stopped");
  });
});
