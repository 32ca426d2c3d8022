import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Assignment } from "../../../functions/shared/records/assignment.ts";
import { categories } from "../../../functions/shared/store/categories.ts";
import { createTables } from "../../../infra/local/create-tables.ts";
import { append, firstOfEachKey, type Plan, register, upsert } from "../../../infra/store/plans.ts";
import { replace } from "../../../infra/store/replace.ts";
import { exampleAssignment } from "../../support/assignments.ts";
import { engines, uniqueTables } from "../../support/engines.ts";
import { listsIn } from "../../support/import-run.ts";
import { listOf, type Storage, sidesOf, startStorage } from "../../support/storage.ts";

type Lists = Map<string, readonly Assignment[]>;

/** What a plan must do to a list, in the plainest words. */
const model: Record<string, (list: readonly Assignment[] | undefined, given: readonly Assignment[]) => Assignment[]> = {
  register: (list = []) => [...list],
  append: (list = [], given) => firstOfEachKey(categories.webinar, [...list, ...given]),
  upsert: (list = [], given) => {
    const first = firstOfEachKey(categories.webinar, given);
    const newest = (old: Assignment) =>
      first.find((one) => one.assignedCourseSerial === old.assignedCourseSerial) ?? old;
    return firstOfEachKey(categories.webinar, [...list.map(newest), ...first]);
  },
  replace: (_, given) => firstOfEachKey(categories.webinar, given),
};

const plans: Record<string, (given: readonly Assignment[]) => Plan<Assignment>> = {
  register: () => register,
  append: (given) => append(categories.webinar, given),
  upsert: (given) => upsert(categories.webinar, given),
  replace: (given) => replace(categories.webinar, given),
};

const record = fc.record({ serial: fc.nat(150), postTestAttempt: fc.nat(2) }).map(({ serial, postTestAttempt }) => ({
  ...exampleAssignment,
  assignedCourseSerial: `ASGC-${serial}`,
  postTestAttempt,
}));
// Mostly few records, and now and then more than one transaction takes.
const records = fc.oneof(
  { weight: 4, arbitrary: fc.array(record, { maxLength: 8 }) },
  { weight: 1, arbitrary: fc.array(record, { minLength: 100, maxLength: 260, size: "max" }) },
);
const operation = fc.record({
  employee: fc.constantFrom("A", "B", "A#B"),
  plan: fc.constantFrom("register", "append", "upsert", "replace"),
  given: records,
});

describe.each(engines)("the store on $name", (engine) => {
  let storage: Storage;
  beforeAll(async () => {
    storage = await startStorage(engine);
  });
  afterAll(() => storage.stop());

  it("equals a plain model after any sequence of append, upsert, replace and register", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 10, size: "max" }), async (operations) => {
        const tables = uniqueTables();
        await createTables(storage.dynamodb, tables);
        const { writer } = sidesOf(storage.dynamodb, tables);
        const expected: Lists = new Map();
        for (const { employee, plan, given } of operations) {
          const key = `CMP-A#webinar#${employee}`;
          const next = model[plan]?.(expected.get(key), given) ?? [];
          const known = expected.has(key) || plan === "register" || plan === "replace" || next.length > 0;
          if (known) expected.set(key, next);
          await writer.change(listOf(employee), plans[plan]?.(given) ?? register);
        }
        const sorted = new Map([...expected].sort(([a], [b]) => (a < b ? -1 : 1)));
        expect(await listsIn({ dynamodb: storage.dynamodb, tables })).toEqual(sorted);
      }),
      { numRuns: 25 },
    );
  }, 300_000);
});
