import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drips } from "../support/provider-stub.ts";
import { registerLists, startListEndpoint } from "./list-endpoint.ts";
import { expectAnswer, startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await registerLists(world);
});
afterAll(() => world.stop());

describe("faults together", () => {
  it("provider and registry as slow as may be make 161, before the function's time is over", async ({ task }) => {
    const { ask, provider, dynamodb, called, timeoutMs } = await startListEndpoint(world, "slow");
    // Reset so late that the next attempt has as much time again.
    provider.on("/jwks", async (call) => {
      await pause(1_900);
      return call < 4 ? "before" : "pass";
    });
    dynamodb.on("GetItem", () => drips);
    const line = expectAnswer(await ask(), 161);
    expect(line.ms).toBeLessThan(timeoutMs);
    expect(provider.calls).toHaveLength(4);
    expect(called("GetItem")).toBeGreaterThanOrEqual(2);
    provider.reset();
    dynamodb.reset();
    // It neither waits for what the request before has left, nor shares its end.
    expect(expectAnswer(await ask(), 200).start).toBe("warm");
    task.meta.outcome = "161";
    task.meta.ms = line.ms;
  });

  it("of a deeper page's two calls one fails and the other drips: the answer ends both", async ({ task }) => {
    const { ask, dynamodb } = await startListEndpoint(world, "deeper");
    expectAnswer(await ask({ page: 2 }), 200);
    const ended = Promise.withResolvers<string>();
    dynamodb.on("GetItem", () => ({ status: 400, type: "ValidationException", message: "" }));
    dynamodb.on("Query", () => (response) => {
      response.on("close", () => ended.resolve("ended"));
      drips(response);
    });
    expectAnswer(await ask({ page: 2 }), 190);
    expect(await Promise.race([ended.promise, pause(4_000, "still under way", { ref: false })])).toBe("ended");
    dynamodb.reset();
    expect(expectAnswer(await ask({ page: 2 }), 200).start).toBe("warm");
    task.meta.outcome = "190, nothing left under way";
  });
});
