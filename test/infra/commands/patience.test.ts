import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "../../../functions/shared/errors/api-error.ts";
import { createPatience } from "../../../infra/commands/terminal/patience.ts";

const unavailable = () =>
  new ApiError("unavailable", { cause: Object.assign(new Error(), { name: "ThrottlingException" }) });

/** Work that fails with the errors given, one at a call, and then returns "done". */
const failing = (...errors: unknown[]) => {
  const calls: number[] = [];
  const work = async () => {
    calls.push(performance.now());
    const error = errors[calls.length - 1];
    if (error !== undefined) throw error;
    return "done";
  };
  return { calls, work };
};

const patience = (signal?: AbortSignal) => {
  const said: string[] = [];
  return { said, patiently: createPatience({ say: (line) => said.push(line), ...(signal && { signal }) }) };
};

const random = (value: number) => void vi.spyOn(Math, "random").mockReturnValue(value);
afterEach(() => void vi.restoreAllMocks());

describe("work that storage could not take", () => {
  it("is tried again until it succeeds, and a line says why and when", async () => {
    random(0.1);
    const { said, patiently } = patience();
    const { calls, work } = failing(unavailable(), unavailable());
    expect(await patiently(work)).toBe("done");
    expect(calls).toHaveLength(3);
    expect(said).toEqual([
      "The table is throttled or unreachable (ThrottlingException); trying again in 0.1 s (2 of 6)",
    ]);
  });

  it("names the errno of a lost connection, and the reason of an error without a cause", async () => {
    random(0);
    const first = patience();
    const refused = Object.assign(new Error(), { code: "ECONNREFUSED" });
    await first.patiently(failing(new ApiError("unavailable", { cause: refused })).work);
    expect(first.said[0]).toContain("(ECONNREFUSED)");
    const second = patience();
    await second.patiently(failing(new ApiError("unavailable", { diagnosis: { reason: "contended list" } })).work);
    expect(second.said[0]).toContain("(contended list)");
  });

  it("fails with its own error after six attempts", async () => {
    random(0);
    const errors = Array.from({ length: 7 }, unavailable);
    const { calls, work } = failing(...errors);
    await expect(patience().patiently(work)).rejects.toBe(errors[5]);
    expect(calls).toHaveLength(6);
  });

  it("waits for a random part of 0.5 s, doubled at each attempt", async () => {
    random(0.02);
    const { calls, work } = failing(...Array.from({ length: 5 }, unavailable));
    await patience().patiently(work);
    const pauses = calls.slice(1).map((at, index) => at - (calls[index] ?? 0));
    [10, 20, 40, 80, 160].forEach((expected, index) => {
      // A timer may fire a millisecond early.
      expect(pauses[index]).toBeGreaterThan(expected - 2);
      expect(pauses[index]).toBeLessThan(expected + 500);
    });
  });

  it("does not wait at all where chance says so", async () => {
    random(0);
    const { calls, work } = failing(...Array.from({ length: 5 }, unavailable));
    await patience().patiently(work);
    expect((calls.at(-1) ?? Number.NaN) - (calls[0] ?? Number.NaN)).toBeLessThan(400);
  });
});

it.each([
  ["a stored record that is not valid", new ApiError("storedRecordNotValid")],
  ["an error of AWS", Object.assign(new Error(), { name: "AccessDeniedException" })],
  ["a fault in the code", new TypeError("x is undefined")],
])("%s passes at once and without a word", async (_, error) => {
  const { said, patiently } = patience();
  const { calls, work } = failing(error);
  await expect(patiently(work)).rejects.toBe(error);
  expect(calls).toHaveLength(1);
  expect(said).toEqual([]);
});

it("many workers that wait for one table say so once in two seconds", async () => {
  random(0);
  const clock = vi.spyOn(performance, "now").mockReturnValue(10_000);
  const { said, patiently } = patience();
  const twenty = () => Promise.all(Array.from({ length: 20 }, () => patiently(failing(unavailable()).work)));
  await twenty();
  expect(said).toHaveLength(1);
  clock.mockReturnValue(11_999);
  await twenty();
  expect(said).toHaveLength(1);
  clock.mockReturnValue(12_000);
  await twenty();
  expect(said).toHaveLength(2);
});

describe("once its signal is aborted", () => {
  it("a pause ends, and the work rejects with its own error", async () => {
    random(0.99);
    const controller = new AbortController();
    const { patiently } = patience(controller.signal);
    const error = unavailable();
    const { calls, work } = failing(error, unavailable());
    const started = performance.now();
    const outcome = patiently(work).catch((reason: unknown) => reason);
    await pause(20);
    controller.abort();
    expect(await outcome).toBe(error);
    expect(calls).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(400);
  });

  it("work is still done, once, and what it returns is kept", async () => {
    const { said, patiently } = patience(AbortSignal.abort());
    expect(await patiently(failing().work)).toBe("done");
    const { calls, work } = failing(unavailable());
    await expect(patiently(work)).rejects.toMatchObject({ entry: { errorCode: 160 } });
    expect(calls).toHaveLength(1);
    expect(said).toEqual([]);
  });
});
