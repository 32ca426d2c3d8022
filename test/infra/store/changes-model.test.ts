import { setTimeout as pause } from "node:timers/promises";
import { ScanCommand } from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Assignment } from "../../../functions/shared/records/assignment.ts";
import { categories } from "../../../functions/shared/store/categories.ts";
import { createChangesStore } from "../../../functions/shared/store/changes-store.ts";
import { listKey } from "../../../functions/shared/store/lists.ts";
import { BEGINNING } from "../../../functions/shared/store/markers.ts";
import { createTables } from "../../../infra/local/create-tables.ts";
import { createEraser } from "../../../infra/store/erase.ts";
import { append, type Plan, upsert } from "../../../infra/store/plans.ts";
import { replace } from "../../../infra/store/replace.ts";
import { createListWriter } from "../../../infra/store/writer.ts";
import { exampleAssignment } from "../../support/assignments.ts";
import { engines, uniqueTables } from "../../support/engines.ts";
import { listOf, type Storage, startStorage } from "../../support/storage.ts";

// All in milliseconds of a clock that the test moves.
const SKEW = 10;
/** How far the clock goes while changes are under way: the longest from a writer's time to its commit. */
const COMMIT = 15;
const MARGIN = COMMIT + 2 * SKEW + 1;

const plans: Record<string, (given: readonly Assignment[]) => Plan<Assignment>> = {
  append: (given) => append(categories.webinar, given),
  upsert: (given) => upsert(categories.webinar, given),
  replace: (given) => replace(categories.webinar, given),
};

const record = fc.record({ serial: fc.nat(20), postTestAttempt: fc.nat(2) }).map(({ serial, postTestAttempt }) => ({
  ...exampleAssignment,
  assignedCourseSerial: `ASGC-${serial}`,
  postTestAttempt,
}));
const change = fc.record({
  employeeID: fc.constantFrom("A", "B", "C", "A#B", "\u{1f600}", "\uff5e"),
  plan: fc.constantFrom("append", "append", "upsert", "replace", "remove"),
  given: fc.array(record, { maxLength: 4 }),
  skew: fc.integer({ min: -SKEW, max: SKEW }),
  /** Before it begins, in real time. */
  afterMs: fc.nat(3),
});
/** Changes that are made side by side, beside a reader that takes a page. */
const round = fc.record({
  changes: fc.array(change, { maxLength: 6 }),
  pageSize: fc.integer({ min: 1, max: 5 }),
  skew: fc.integer({ min: -SKEW, max: SKEW }),
  pauseMs: fc.nat(4),
  tick: fc.nat(COMMIT),
});

describe.each(engines)("a reader of the feed on $name", (engine) => {
  let storage: Storage;
  beforeAll(async () => {
    storage = await startStorage(engine);
  });
  afterAll(() => storage.stop());

  it("has seen the last version of every list once the writers rest, whatever they did meanwhile", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(round, { minLength: 1, maxLength: 12, size: "max" }), async (rounds) => {
        const tables = uniqueTables();
        await createTables(storage.dynamodb, tables);
        let clock = 1_764_332_531_123;
        /** By list; each change of one must be later than the last one that was seen. */
        const seen = new Map<string, { version: string; changedAt: number }>();
        let after = BEGINNING;

        const readPage = async (pageSize: number, skew: number): Promise<boolean> => {
          const options = { marginMs: MARGIN, now: () => clock + skew };
          const { changes } = createChangesStore(storage.dynamodb, tables.assignments, options);
          const page = await changes("CMP-A", { after, pageSize });
          for (const { list, version, changedAt } of page.changes) {
            expect(changedAt).toBeGreaterThan(seen.get(listKey(list))?.changedAt ?? 0);
            seen.set(listKey(list), { version, changedAt });
          }
          after = page.next;
          return page.hasMore;
        };

        for (const { changes, pageSize, skew, pauseMs, tick } of rounds) {
          const writing = changes.map(async ({ employeeID, plan, given, skew, afterMs }) => {
            const options = { now: () => clock + skew };
            const writer = createListWriter(storage.dynamodb, tables.assignments, undefined, options);
            await pause(afterMs);
            const list = listOf(employeeID);
            const chosen = plans[plan]?.(given);
            if (!chosen) {
              await createEraser(storage.dynamodb, tables.assignments, undefined, options.now).erase(list);
              return;
            }
            const { before, after } = await writer.change(list, chosen);
            // Whatever the clocks of its writers say.
            if (after.version !== before.version) {
              expect(after.changedAt).toBeGreaterThan(before.changedAt ?? 0);
            }
          });
          await pause(pauseMs);
          clock += tick;
          await Promise.all([readPage(pageSize, skew), ...writing]);
        }
        // A list that changes often has its times from its own last one.
        clock += MARGIN + 2 * SKEW + rounds.length * 6;
        while (await readPage(2, 0));

        const { Items = [] } = await storage.dynamodb.send(
          new ScanCommand({
            TableName: tables.assignments,
            FilterExpression: "#position = :header",
            ExpressionAttributeNames: { "#position": "position" },
            ExpressionAttributeValues: { ":header": { N: "0" } },
          }),
        );
        const versions = Items.map(({ listKey, version }) => [listKey?.S, version?.S] as const);
        expect(new Map([...seen].map(([key, { version }]) => [key, version]))).toEqual(new Map(versions));
      }),
      { numRuns: 40 },
    );
  }, 300_000);
});
