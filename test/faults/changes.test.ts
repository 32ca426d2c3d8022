import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { CHANGES_ROUTE, partsOf } from "../../functions/shared/http/routes.ts";
import type { CategoryName } from "../../functions/shared/store/categories.ts";
import { listKey } from "../../functions/shared/store/lists.ts";
import { markerOf } from "../../functions/shared/store/markers.ts";
import { listOf } from "../support/storage.ts";
import type { Fault } from "./faults.ts";
import { faults } from "./faults.ts";
import { recordsIn, startService } from "./service.ts";
import { expectAnswer, startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const LISTS = 30;
/** Milliseconds that an answer may take below the function's own time-out, which is when the gateway would answer. */
const MARGIN_MS = 300;

/** An instance that has answered, and a company whose lists changed long enough ago to be in the feed. */
const startWarm = async () => {
  const service = await startService("course-activity", world);
  onTestFinished(service.stop);
  const ask = (query = "pageSize=100") =>
    service.ask({ target: `${partsOf(CHANGES_ROUTE).path}?${query}`, headers: ["Authorization", world.token] });
  expectAnswer(await ask(), 200);
  service.proxies.dynamodb.reset();
  return { ...service, ask, dynamodb: service.proxies.dynamodb };
};

const putHeader = (employeeID: string, more: object = {}) => {
  const list = listOf(employeeID);
  const header = { listKey: listKey(list), position: 0, total: 1, version: "v", ...markerOf(list, 1_700_000_000_000) };
  return world.storage.put("assignments", { ...header, ...more });
};

describe("the feed of changes", () => {
  beforeAll(async () => {
    for (let index = 0; index < LISTS; index += 1) await putHeader(`E${index}`);
  });

  const struck = [
    ["throttled", 160],
    ["internal error", 160],
    ["400 for good", 190],
    ["not JSON", 160],
    ["reset before the answer", 160],
    ["half a body", 160],
    ["stalled", 160],
    ["dripping", 160],
    ["30 s late", 160],
  ] as const;

  it.for(struck)(
    "whose index is %s for ever is %i in time, and whole again after it",
    async ([name, code], { task }) => {
      const { ask, dynamodb, timeoutMs } = await startWarm();
      const fault: Fault = faults[name];
      if (!("call" in fault)) throw new Error("A fault of a call is wanted");
      dynamodb.on("Query", () => fault.call.dynamodb());
      const line = expectAnswer(await ask(), code);
      expect(line.ms).toBeLessThan(timeoutMs - MARGIN_MS);
      const { reason, code: errno, cause } = line;
      expect([reason, errno ?? cause].filter((part) => part !== undefined).join(" ")).toMatch(fault.log.dynamodb);
      task.meta.outcome = `${code} after ${dynamodb.calls.length}`;
      task.meta.ms = line.ms;
      dynamodb.reset();
      const next = await ask();
      expectAnswer(next, 200);
      expect(recordsIn(next)).toHaveLength(LISTS);
    },
  );

  it.for(struck)(
    "of which one part alone is %s for ever is %i, and never a page without that part",
    async ([name, code], { task }) => {
      const { ask, dynamodb, timeoutMs } = await startWarm();
      const fault: Fault = faults[name];
      if (!("call" in fault)) throw new Error("A fault of a call is wanted");
      dynamodb.on("Query", (call) => (call < 8 ? "pass" : fault.call.dynamodb()));
      const line = expectAnswer(await ask(), code);
      expect(line.ms).toBeLessThan(timeoutMs - MARGIN_MS);
      task.meta.outcome = `${code} after ${dynamodb.calls.length}`;
      task.meta.ms = line.ms;
    },
  );

  it.for(["reset before the answer", "half a body", "stalled", "throttled"] as const)(
    "one of whose calls is %s once is 200, with every list",
    async (name, { task }) => {
      const { ask, dynamodb } = await startWarm();
      const fault: Fault = faults[name];
      if (!("call" in fault)) throw new Error("A fault of a call is wanted");
      dynamodb.on("Query", (call) => (call === 3 ? fault.call.dynamodb() : "pass"));
      const answer = await ask();
      task.meta.ms = expectAnswer(answer, 200).ms;
      expect(recordsIn(answer)).toHaveLength(LISTS);
      expect(dynamodb.calls).toHaveLength(9);
      task.meta.outcome = "200 after 9";
    },
  );

  it("with an entry that breaks its schema is 170 for each page that has it, and for no other", async ({ task }) => {
    const { ask } = await startWarm();
    const broken = [
      { total: -1 },
      { total: "1" },
      { total: 1.5 },
      { version: 7 },
      { deleted: "yes" },
      { expiresAt: "x" },
    ];
    for (const more of broken) {
      await putHeader("E7", more);
      const line = expectAnswer(await ask(), 170);
      expect(line).toMatchObject({
        category: "webinar" satisfies CategoryName,
        position: 0,
        fields: Object.keys(more),
      });
      expect(JSON.stringify(line)).not.toContain("E7");
      expectAnswer(await ask("pageSize=100&since=2023-11-15T00:00:00Z"), 200);
    }
    await putHeader("E7");
    expectAnswer(await ask(), 200);
    task.meta.outcome = `170 for each of ${broken.length} fields`;
  });
});
