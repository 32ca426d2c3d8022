import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { beforeDeadline } from "../../functions/shared/deadline.ts";
import { lambdaContext } from "../support/events.ts";

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
