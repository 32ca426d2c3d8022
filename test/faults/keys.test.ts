import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerLists, startListEndpoint } from "./list-endpoint.ts";
import { expectAnswer, startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await registerLists(world);
});
afterAll(() => world.stop());

/** The list endpoint, with one of two keys published. */
const startWithOneKey = async () => {
  const endpoint = await startListEndpoint(world, "keys");
  const { state } = endpoint.issuer;
  const [first, ...later] = state.keys;
  state.keys = first ? [first] : [];
  expectAnswer(await endpoint.ask(), 200);
  return {
    ...endpoint,
    publish: () => state.keys.push(...later),
    rotated: await endpoint.sign({}, { alg: "RS256", kid: "rs" }),
    fetches: () => endpoint.provider.calls.length,
  };
};

describe("the key set", () => {
  it("a token signed by a key published after the start is accepted, without a restart", async ({ task }) => {
    const { ask, publish, rotated, fetches } = await startWithOneKey();
    publish();
    expect(expectAnswer(await ask({ by: rotated }), 200).start).toBe("warm");
    expect(fetches()).toBe(2);
    task.meta.outcome = `200, ${fetches()} fetches in all`;
  });

  it("a flood of unknown key IDs makes one fetch in 10 s, and keeps a new key out no longer", async ({ task }) => {
    const { ask, sign, publish, rotated, fetches } = await startWithOneKey();
    let flood = 0;
    const floodOf = async (count: number) => {
      for (const end = flood + count; flood < end; flood += 1) {
        const line = expectAnswer(await ask({ by: await sign({}, { kid: `unknown-${flood}` }) }), 123);
        expect(line).toMatchObject({ reason: "unknown key", start: "warm" });
      }
    };
    await floodOf(100);
    expect(fetches()).toBe(2);
    expectAnswer(await ask(), 200);

    publish();
    const published = performance.now();
    let accepted = false;
    while (!accepted && performance.now() - published < 15_000) {
      await floodOf(5);
      accepted = (await ask({ by: rotated })).status === 200;
      await pause(250);
    }
    expect(accepted).toBe(true);
    expect(fetches()).toBe(3);
    task.meta.outcome = `${fetches()} fetches for ${flood} tokens`;
  });

  it("a provider that is down at the cold start makes 160, and nothing else once it is up again", async ({ task }) => {
    const { ask, conditions } = await startListEndpoint(world, "keys");
    conditions.strike("provider", "refused", Number.POSITIVE_INFINITY);
    const line = expectAnswer(await ask(), 160);
    expect(line).toMatchObject({ start: "cold", reason: "identity provider", code: "ECONNREFUSED" });
    for (let request = 0; request < 3; request += 1) expectAnswer(await ask(), 160);
    // Two connections for the fetch at its start and two for each request.
    expect(conditions.lookups("provider")).toBe(10);
    conditions.reset();
    for (let request = 0; request < 3; request += 1) expect(expectAnswer(await ask(), 200).start).toBe("warm");
    expect(conditions.lookups("provider")).toBe(1);
    task.meta.outcome = "160 × 4, then 200 × 3";
  });
});

describe("the instance's clock against the provider's", () => {
  /** Of a token that has been valid for a moment, and is for five more seconds; in seconds since the epoch. */
  const claims = () => {
    const now = Math.floor(Date.now() / 1_000);
    return { nbf: now, exp: now + 5 };
  };

  it.for([
    { clock: 0, what: "right", code: 200 },
    { clock: 30, what: "30 s ahead", code: 200 },
    { clock: 45, what: "45 s ahead", code: 123, reason: "expired" },
    { clock: -30, what: "30 s behind", code: 200 },
    { clock: -45, what: "45 s behind", code: 123, reason: "not yet valid" },
    { clock: -45, what: "45 s behind, the token without nbf,", nbf: undefined, code: 200 },
  ])("a clock $what makes $code of a valid token", async ({ clock, code, reason, ...changes }, { task }) => {
    const { ask, sign, conditions } = await startListEndpoint(world, "keys");
    conditions.setClock(clock * 1_000);
    const by = await sign({ ...claims(), ...("nbf" in changes && { nbf: undefined }) });
    expect(expectAnswer(await ask({ by }), code)["reason"]).toBe(reason);
    task.meta.outcome = `${code}${reason ? `, ${reason}` : ""}`;
  });
});
