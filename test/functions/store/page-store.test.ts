import { QueryCommand } from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { categories } from "../../../functions/shared/store/categories.ts";
import { rangeInput } from "../../../functions/shared/store/queries.ts";
import { assignmentsOf, exampleAssignment } from "../../support/assignments.ts";
import { countingClient } from "../../support/counting-client.ts";
import { engines } from "../../support/engines.ts";
import { categoryList, recordsOf } from "../../support/records.ts";
import { listOf, type Storage, sidesOf, startStorage } from "../../support/storage.ts";

describe.each(engines)("pages on $name", (engine) => {
  let storage: Storage;
  beforeAll(async () => {
    storage = await startStorage(engine);
  });
  afterAll(() => storage.stop());

  it("gives an unknown employee no total, and a registered one without assignments total 0", async () => {
    await storage.register(listOf("registered"));
    expect(await storage.store.page(listOf("unknown"), { page: 1, pageSize: 10 })).toMatchObject({
      records: [],
      total: undefined,
    });
    expect(await storage.store.page(listOf("unknown"), { page: 2, pageSize: 10 })).toMatchObject({ total: undefined });
    expect(await storage.store.page(listOf("registered"), { page: 1, pageSize: 10 })).toMatchObject({
      records: [],
      total: 0,
    });
    expect(await storage.store.page(listOf("registered"), { page: 7, pageSize: 10 })).toMatchObject({ total: 0 });
  });

  it("gives total 0 to an employee who has a list of another category alone, for a look at each", async () => {
    await storage.append(categoryList(categories.offline, "other list"), recordsOf(categories.offline, 3));
    const counting = countingClient(storage.url);
    const { store } = sidesOf(counting.dynamodb, storage.tables);
    for (const page of [1, 2]) {
      counting.calls.length = 0;
      expect(await store.page(listOf("other list"), { page, pageSize: 10 })).toMatchObject({ records: [], total: 0 });
      expect(counting.calls.map(({ name }) => name).slice(page)).toEqual(["GetItemCommand", "GetItemCommand"]);
    }
    expect((await store.page(listOf("other list", "CMP-B"), { page: 1, pageSize: 10 })).total).toBeUndefined();
    counting.calls.length = 0;
    await store.page(categoryList(categories.courses, "", "CMP-B"), { page: 1, pageSize: 10 });
    expect(counting.calls).toHaveLength(1);
  });

  it("gives back what was written, to the last field", async () => {
    const record = {
      ...exampleAssignment,
      feedback: "Baik\n“sekali” 😀",
      postTestScore: 86.67,
      postTestPassingScore: 75,
      isAttend: false,
      userAssignedStatus: "Failed" as const,
      postActivityStatus: "EXPIRED" as const,
    };
    await storage.append(listOf("fields"), [record]);
    const { records } = await storage.store.page(listOf("fields"), { page: 1, pageSize: 1 });
    expect(JSON.stringify(records)).toBe(JSON.stringify([record]));
  });

  it("concatenated are the list, with the same total on each, for any number of assignments and any pageSize", async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(130), fc.integer({ min: 1, max: 100 }), async (count, pageSize) => {
        const list = listOf(`any-${run++}`);
        await storage.register(list);
        await storage.append(list, assignmentsOf(count));
        const pages = [];
        for (let page = 1; page <= Math.ceil(count / pageSize) + 1; page += 1) {
          pages.push(await storage.store.page(list, { page, pageSize }));
        }
        expect(pages.flatMap(({ records }) => records)).toEqual(assignmentsOf(count));
        expect(pages.map(({ total }) => total)).toEqual(pages.map(() => count));
        expect(pages.at(-1)?.records).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });

  it("that were read never shift: an append between two reads only shows at the end", async () => {
    let run = 0;
    const sizes = fc.record({
      before: fc.nat(60),
      appended: fc.integer({ min: 1, max: 60 }),
      pageSize: fc.integer({ min: 1, max: 20 }),
    });
    await fc.assert(
      fc.asyncProperty(sizes, async ({ before, appended, pageSize }) => {
        const list = listOf(`shift-${run++}`);
        await storage.register(list);
        await storage.append(list, assignmentsOf(before));
        const first = await storage.store.page(list, { page: 1, pageSize });
        await storage.append(list, assignmentsOf(appended, "NEW"));
        const again = await storage.store.page(list, { page: 1, pageSize });
        expect(again.records.slice(0, first.records.length)).toEqual(first.records);
        const rest = [];
        for (let page = 2; page <= Math.ceil((before + appended) / pageSize); page += 1) {
          rest.push(...(await storage.store.page(list, { page, pageSize })).records);
        }
        const all = [...again.records, ...rest].map(({ assignedCourseSerial }) => assignedCourseSerial);
        const expected = [...assignmentsOf(before), ...assignmentsOf(appended, "NEW")];
        expect(all).toEqual(expected.map(({ assignedCourseSerial }) => assignedCourseSerial));
      }),
      { numRuns: 10 },
    );
  });

  it("cost one call for page 1 and two for a deeper one, eventually consistent", async () => {
    const list = listOf("calls");
    await storage.append(list, assignmentsOf(30));
    const counting = countingClient(storage.url);
    const { store } = sidesOf(counting.dynamodb, storage.tables);
    await store.page(list, { page: 1, pageSize: 10 });
    expect(counting.calls.map(({ name }) => name)).toEqual(["QueryCommand"]);
    counting.calls.length = 0;
    await store.page(list, { page: 3, pageSize: 10 });
    expect(counting.calls.map(({ name }) => name).sort()).toEqual(["GetItemCommand", "QueryCommand"]);
    expect(counting.calls.every(({ input }) => input["ConsistentRead"] === false)).toBe(true);
    // Side by side: the second was sent before the first was answered.
    expect(counting.mostAtOnce).toBe(2);
  });

  it.each([
    [1, 1],
    [3, 2],
  ])("are asked for without a pause: page %i in %i calls", async (page, calls) => {
    const counting = countingClient(storage.url);
    const asked = sidesOf(counting.dynamodb, storage.tables).store.page(listOf("nobody"), { page, pageSize: 10 });
    const atOnce = counting.calls.length;
    await asked;
    expect(atOnce).toBe(calls);
  });

  it("cost the same read units at the end of a long list as at its start", async () => {
    const list = listOf("units");
    await storage.append(list, assignmentsOf(1_000));
    const units = async (page: number) => (await storage.store.page(list, { page, pageSize: 10 })).readUnits;
    const [first, second, last] = [await units(1), await units(2), await units(100)];
    expect(last).toBe(second);
    expect(second - first).toBeLessThanOrEqual(0.5);
    expect(first).toBeGreaterThan(0);
  });

  it("count no read units where the engine does not report them", async () => {
    const { dynamodb } = countingClient(storage.url);
    dynamodb.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        const { ConsumedCapacity: _, Items: __, ...output } = result.output as unknown as Record<string, unknown>;
        return { ...result, output: { ...output, $metadata: {} } };
      },
      { step: "initialize", name: "strip" },
    );
    const { store } = sidesOf(dynamodb, storage.tables);
    for (const page of [1, 2]) {
      expect(await store.page(listOf("nobody"), { page, pageSize: 10 })).toEqual({ records: [], readUnits: 0 });
    }
  });

  it("come whole where the range passes the 1 MB of a single Query", async () => {
    const list = listOf("large");
    const named = { serial: "S".repeat(128), name: "名".repeat(300) };
    const records = assignmentsOf(100).map((record) => ({
      ...record,
      course: named,
      batch: named,
      absentReason: "あ".repeat(5_000),
      feedback: "い".repeat(5_000),
    }));
    await storage.append(list, records);
    const single = await storage.dynamodb.send(
      new QueryCommand(rangeInput(storage.tables.assignments, list, { from: 1, to: 100 }, false)),
    );
    expect(single.LastEvaluatedKey).toBeDefined();
    const found = await storage.store.page(list, { page: 1, pageSize: 100 });
    expect(found.records).toEqual(records);
    expect(found.total).toBe(100);
  });
});
