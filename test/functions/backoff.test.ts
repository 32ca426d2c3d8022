import { afterEach, describe, expect, it, vi } from "vitest";
import { backOff, backoffMs } from "../../functions/shared/backoff.ts";

afterEach(() => void vi.restoreAllMocks());

const random = (value: number) => void vi.spyOn(Math, "random").mockReturnValue(value);
const backoff = { firstMs: 20, maxMs: 100 };

describe("the pause before a retry", () => {
  it.each([
    [1, 10],
    [2, 20],
    [3, 40],
    [4, 50],
    [50, 50],
  ])("%i is a random part of a bound that doubles up to its maximum", (retry, milliseconds) => {
    random(0.5);
    expect(backoffMs(retry, backoff)).toBe(milliseconds);
    random(0);
    expect(backoffMs(retry, backoff)).toBe(0);
  });

  it("has at least the share of its bound that is asked for", () => {
    random(0);
    expect(backoffMs(2, { ...backoff, leastShare: 0.5 })).toBe(20);
    random(0.5);
    expect(backoffMs(2, { ...backoff, leastShare: 0.5 })).toBe(30);
  });

  it("lasts as long as that", async () => {
    random(0.5);
    const started = performance.now();
    await backOff(4, backoff);
    // A timer may fire a millisecond early.
    expect(performance.now() - started).toBeGreaterThan(48);
  });

  it("ends once its signal is aborted", async () => {
    random(0.99);
    const controller = new AbortController();
    const pause = backOff(1, { firstMs: 10_000, maxMs: 10_000 }, controller.signal);
    controller.abort();
    await expect(pause).rejects.toMatchObject({ name: "AbortError" });
  });
});
