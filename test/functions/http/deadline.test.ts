import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { beforeDeadline, withinBudget } from "../../../functions/shared/deadline.ts";
import { lambdaContext } from "../../support/events.ts";

describe("beforeDeadline", () => {
  it("gives what the work gives", async () => {
    expect(await beforeDeadline(lambdaContext(), async () => "done")).toBe("done");
  });

  it("throws what the work throws", async () => {
    await expect(beforeDeadline(lambdaContext(), () => Promise.reject(new Error("own")))).rejects.toThrow("own");
  });

  it("gives up with code 161 half a second before Lambda would, and aborts the work", async () => {
    const aborted = Promise.withResolvers<boolean>();
    const started = performance.now();
    const work = (signal: AbortSignal) => {
      signal.addEventListener("abort", () => aborted.resolve(true));
      return pause(5_000, undefined, { signal });
    };
    await expect(beforeDeadline(lambdaContext(600), work)).rejects.toMatchObject({ body: { errorCode: 161 } });
    expect(await aborted.promise).toBe(true);
    expect(performance.now() - started).toBeGreaterThanOrEqual(95);
  });

  it("gives up at once where no time is left", async () => {
    await expect(beforeDeadline(lambdaContext(10), () => pause(5_000))).rejects.toMatchObject({
      body: { errorCode: 161 },
    });
  });
});

describe("withinBudget", () => {
  const failing = (signals: AbortSignal[]) => (signal: AbortSignal) => {
    signals.push(signal);
    return Promise.reject(new Error("own"));
  };

  it("gives what the work gives, and does not abort what is done", async () => {
    const signals: AbortSignal[] = [];
    expect(await withinBudget(async (signal) => signals.push(signal))).toBe(1);
    expect(signals).toMatchObject([{ aborted: false }]);
  });

  it("throws what the work throws, and aborts what it still has under way", async () => {
    const signals: AbortSignal[] = [];
    await expect(withinBudget(failing(signals))).rejects.toThrow("own");
    expect(signals).toMatchObject([{ aborted: true }]);
  });

  it("aborts the work where the request is over", async () => {
    const request = new AbortController();
    const aborted = withinBudget((signal) => pause(5_000, undefined, { signal }), request.signal);
    request.abort();
    await expect(aborted).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("no timer is left", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => void vi.useRealTimers());

  it.each<[string, (work: () => Promise<unknown>) => Promise<unknown>]>([
    ["beforeDeadline", (work) => beforeDeadline(lambdaContext(), work)],
    ["withinBudget", (work) => withinBudget(work)],
  ])("by %s, whether the work is done or fails", async (_, limited) => {
    await limited(async () => "done");
    expect(vi.getTimerCount()).toBe(0);
    await expect(limited(() => Promise.reject(new Error("own")))).rejects.toThrow("own");
    expect(vi.getTimerCount()).toBe(0);
  });
});
