import { describe, expect, it } from "vitest";
import { startCampaign } from "./campaign.ts";
import { parseCorpus } from "./corpus.ts";
import { readOptions } from "./options.ts";
import type { Sent } from "./request.ts";
import type { World } from "./world.ts";

const refusal = (status: number) => ({
  status,
  headers: [
    ["connection", "close"],
    ["content-length", "25"],
    ["content-type", "application/json"],
  ] as const,
  body: Buffer.from('{"message":"Bad Request"}'),
});

/** A world that refuses everything: rightly what has an "x", with a wrong status what has none. */
const brokenWorld = () => {
  const sent: Sent[] = [];
  const world: World = {
    url: "http://localhost:8080",
    send: async (request) => {
      sent.push(request);
      return { answers: [refusal(request.text.includes("x") ? 400 : 500)], rest: "", ms: 1, outOfTime: false };
    },
    list: () => undefined,
    feed: () => undefined,
    complaints: () => ["a line"],
    stop: async () => {},
  };
  return { world, sent };
};

const campaign = async (seed: number, signal = new AbortController().signal) => {
  const { world, sent } = brokenWorld();
  const { matrix, findings, done } = startCampaign(world, seed, 200, signal);
  await done;
  return { sent, matrix, findings };
};

describe("a campaign", () => {
  it("prints the smallest request that is answered wrongly, for the corpus", async () => {
    const { findings, matrix } = await campaign(1);
    const finding = findings.find((text) => text.startsWith("malformed HTTP:\n")) ?? "";
    expect(finding).toContain("the gateway refused with 500");
    const [entry] = parseCorpus(`[${finding.split("\n").at(-1)}]`);
    expect(entry?.sent.text).not.toContain("x");
    expect(entry?.sent.text.length).toBeLessThan(150);
    expect(matrix.table()).toMatch(/^malformed HTTP .* FAIL \d+$/m);
    expect(findings).toContain("A function logged:\na line");
  });

  it("sends the same requests for the same seed, and others for another", async () => {
    const texts = async (seed: number) => (await campaign(seed)).sent.map(({ text }) => text).sort();
    const first = await texts(1);
    expect(await texts(1)).toEqual(first);
    expect(await texts(2)).not.toEqual(first);
  });

  it("ends at once where it is interrupted", async () => {
    expect((await campaign(1, AbortSignal.abort())).sent).toEqual([]);
  });
});

describe("the options", () => {
  it("come from the command line, then from the environment, then by themselves", () => {
    const env = { FUZZ_SEED: "7", FUZZ_RUNS: "9" };
    expect(readOptions(["--seed", "1", "--runs", "0"], env)).toEqual({ help: false, seed: 1, runs: 0 });
    expect(readOptions([], env)).toEqual({ help: false, seed: 7, runs: 9 });
    expect(readOptions(["-h"], {})).toEqual({ help: true, seed: expect.any(Number), runs: 20_000 });
  });

  it.each(["-1", "1.5", "x", "2147483648", "1e3"])("refuse the seed %s by name", (seed) => {
    expect(() => readOptions([`--seed=${seed}`], {})).toThrow(/^--seed must be a number from 0 to 2147483647/);
  });
});
