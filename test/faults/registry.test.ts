import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerLists, startListEndpoint } from "./list-endpoint.ts";
import { expectAnswer, startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await registerLists(world);
});
afterAll(() => world.stop());

describe("the client registry", () => {
  it("a client disabled while the instance is warm is refused 60 s later, and let in again as late", async ({
    task,
  }) => {
    const { ask, putClient, conditions } = await startListEndpoint(world, "to-be-disabled");
    expectAnswer(await ask(), 200);
    await putClient(false);
    // The rest of a minute is the test's own.
    conditions.setClock(50_000);
    expectAnswer(await ask(), 200);
    conditions.setClock(60_000);
    expect(expectAnswer(await ask(), 123)).toMatchObject({ reason: "client disabled", start: "warm" });
    await putClient(true);
    conditions.setClock(110_000);
    expectAnswer(await ask(), 123);
    conditions.setClock(120_000);
    expect(expectAnswer(await ask(), 200).start).toBe("warm");
    task.meta.outcome = "200 to 50 s, 123 from 60 s";
  });

  it("out of reach, its last answer serves for 60 s, then nobody gets in until it is back", async ({ task }) => {
    const { ask, dynamodb, conditions, called } = await startListEndpoint(world, "cached");
    expectAnswer(await ask(), 200);
    dynamodb.reset();
    dynamodb.on("GetItem", () => "before");
    conditions.setClock(50_000);
    expectAnswer(await ask(), 200);
    conditions.setClock(60_000);
    for (let request = 0; request < 3; request += 1) {
      expect(expectAnswer(await ask(), 160)).toMatchObject({ reason: "storage", code: "ECONNRESET" });
    }
    expect(called("GetItem")).toBe(9);
    dynamodb.reset();
    expect(expectAnswer(await ask(), 200).start).toBe("warm");
    task.meta.outcome = "200 to 50 s, 160 from 60 s, 3 attempts each";
  });

  it("out of reach from the start, nobody gets in", async ({ task }) => {
    const { ask, dynamodb, called } = await startListEndpoint(world, "never-seen");
    dynamodb.on("GetItem", () => "before");
    for (let request = 0; request < 3; request += 1) expectAnswer(await ask(), 160);
    expect(called("Query")).toBe(0);
    dynamodb.reset();
    expect(expectAnswer(await ask(), 200).start).toBe("warm");
    task.meta.outcome = "160 × 3, then 200";
  });
});
