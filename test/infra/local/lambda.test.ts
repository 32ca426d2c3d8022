import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { eventWith, fixtureFunctions, observe } from "../../support/fixture-functions.ts";

const { start, lines } = fixtureFunctions();

describe("instances", () => {
  test("requests one after the other share one", async () => {
    const lambda = start("observes");
    const first = await observe(lambda);
    const second = await observe(lambda);
    expect(second).toMatchObject({ instance: first.instance, invocations: 2 });
  });

  test("requests at the same time each have their own, which takes no second one meanwhile", async () => {
    const lambda = start("observes", { instances: 3 });
    const seen = await Promise.all([observe(lambda), observe(lambda), observe(lambda)]);
    expect(new Set(seen.map(({ instance }) => instance)).size).toBe(3);
    expect(seen.map(({ atOnce }) => atOnce)).toEqual([1, 1, 1]);
  });

  test("with all of them busy, requests wait and are taken in order", async () => {
    const lambda = start("observes", { instances: 1 });
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
  ])("%s", async (deed, message) => {
    const lambda = start("obeys");
    const instance = await lambda.invoke(eventWith("answer"));
    await expect(lambda.invoke(eventWith(deed))).rejects.toThrow(message);
    expect(await lambda.invoke(eventWith("answer"))).toBe(instance);
  });

  test("the error has the class of what was thrown as its name, and is logged", async () => {
    await expect(start("obeys").invoke(eventWith("throw"))).rejects.toMatchObject({ name: "RangeError" });
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
    ["uncaught", "thrown behind the handler's back"],
    ["unhandled", "rejected behind the handler's back"],
  ])("%s", async (deed, message) => {
    const lambda = start("obeys", { instances: 1, timeoutMs: 500 });
    const instance = await lambda.invoke(eventWith("answer"));
    const [failed, next] = await Promise.allSettled([
      lambda.invoke(eventWith(deed)),
      lambda.invoke(eventWith("answer")),
    ]);
    expect(failed).toMatchObject({ status: "rejected", reason: { message } });
    expect(next).toMatchObject({ status: "fulfilled", value: expect.not.stringMatching(String(instance)) });
    expect(lines.join()).toContain(message);
  });

  test("what a request still does when its time is up never happens", async () => {
    const lambda = start("obeys", { timeoutMs: 200 });
    await expect(lambda.invoke(eventWith("log late"))).rejects.toThrow("Task timed out after 0.20 seconds");
    await pause(400);
    expect(lines.join()).not.toContain("still running");
  });

  test("a crash between two requests fails neither", async () => {
    const lambda = start("obeys");
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

test("the init does not count as the request's own time", async () => {
  expect(await start("init-slow", { timeoutMs: 200 }).invoke(eventWith())).toBe("ready");
});

describe("stop", () => {
  test("ends a function in an endless loop within half a second, and rejects what runs and what waits", async () => {
    const lambda = start("obeys", { instances: 1 });
    await lambda.invoke(eventWith("answer"));
    const outcomes = Promise.allSettled([lambda.invoke(eventWith("spin")), lambda.invoke(eventWith("answer"))]);
    const asked = performance.now();
    await lambda.stop();
    expect(performance.now() - asked).toBeLessThan(500);
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: "rejected", reason: { message: "The function was stopped" } });
    }
  });

  test("may be called twice, and leaves a function that takes no more requests", async () => {
    const lambda = start("obeys");
    await lambda.invoke(eventWith("answer"));
    await lambda.stop();
    await lambda.stop();
    await expect(lambda.invoke(eventWith("answer"))).rejects.toThrow("The function was stopped");
  });
});
