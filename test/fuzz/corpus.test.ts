import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { entryOf, parseCorpus, readCorpus, replay } from "./corpus.ts";
import { startWorld, type World } from "./world.ts";

describe("the corpus, over sockets to the built functions", () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  it.each(readCorpus())("$name: $outcome, as it is documented", async (entry) => {
    expect((await replay(world, entry)).problems).toEqual([]);
    expect(world.complaints()).toEqual([]);
  });
});

describe("an entry as it is printed", () => {
  it.each([
    ["every byte", { text: Buffer.from(Uint8Array.from({ length: 256 }, (_, byte) => byte)).toString("latin1") }],
    ["a long request", { text: `GET /${"\u00ff".repeat(100_000)}` }],
    ["a client that hangs up", { text: "GET /", hangsUp: true }],
  ])("is ASCII that can be seen, no longer than a screen, and the same request again: %s", (name, sent) => {
    const printed = entryOf(name, sent);
    expect(printed).toMatch(/^[ -~]{1,5000}$/);
    expect(parseCorpus(`[${printed}]`)).toEqual([{ name, outcome: undefined, sent: { hangsUp: false, ...sent } }]);
  });
});
