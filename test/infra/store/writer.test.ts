import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Assignment } from "../../../functions/shared/records/assignment.ts";
import { categories } from "../../../functions/shared/store/categories.ts";
import { append, type ListState, type Step } from "../../../infra/store/plans.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { countingClient } from "../../support/counting-client.ts";
import { engines } from "../../support/engines.ts";
import { listOf, type Storage, sidesOf, startStorage, wholeListOf } from "../../support/storage.ts";
import { tearingClient, tears } from "../../support/tearing-client.ts";

const serials = (records: readonly { assignedCourseSerial: string }[]) =>
  records.map((record) => record.assignedCourseSerial);

describe.each(engines)("writes on $name", (engine) => {
  let storage: Storage;
  beforeAll(async () => {
    storage = await startStorage(engine);
  });
  afterAll(() => storage.stop());

  const wholeList = (employeeID: string) => wholeListOf(storage, employeeID);

  it("append more than one transaction's worth, in order", async () => {
    expect(await storage.append(listOf("many"), assignmentsOf(250))).toMatchObject({ written: 250 });
    const { total, records } = await wholeList("many");
    expect(total).toBe(250);
    expect(records).toEqual(assignmentsOf(250));
  });

  it("are idempotent: the same append again writes nothing", async () => {
    await storage.append(listOf("again"), assignmentsOf(5));
    const counting = countingClient(storage.url);
    expect(await sidesOf(counting.dynamodb, storage.tables).append(listOf("again"), assignmentsOf(5))).toMatchObject({
      written: 0,
    });
    expect(counting.calls.map(({ name }) => name)).toEqual(["QueryCommand"]);
    expect(counting.calls[0]?.input).toMatchObject({ ConsistentRead: true });
    // The header must be read before the items.
    expect(counting.calls[0]?.input).not.toHaveProperty("ScanIndexForward", false);
  });

  it("begin without a pause", async () => {
    const counting = countingClient(storage.url);
    const appended = sidesOf(counting.dynamodb, storage.tables).append(listOf("at once"), assignmentsOf(1));
    const atOnce = counting.calls.map(({ name }) => name);
    await appended;
    expect(atOnce).toEqual(["QueryCommand"]);
  });

  it("survive a lost answer: a step that was committed unheard is found done", async () => {
    const counting = countingClient(storage.url);
    let lost = 0;
    counting.dynamodb.middlewareStack.add(
      (next, context) => async (args) => {
        const result = await next(args);
        if (context.commandName === "TransactWriteItemsCommand" && lost++ === 0) {
          throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
        }
        return result;
      },
      { step: "initialize", name: "lose", priority: "high" },
    );
    const { append: appendTo } = sidesOf(counting.dynamodb, storage.tables);
    await expect(appendTo(listOf("lost"), assignmentsOf(3))).rejects.toMatchObject({ body: { errorCode: 160 } });
    expect(await appendTo(listOf("lost"), assignmentsOf(3))).toMatchObject({ written: 0 });
    expect((await wholeList("lost")).records).toEqual(assignmentsOf(3));
  });

  it("take one record a step where it is larger than steps are cut, and put none that breaks the schema", async () => {
    const [record] = assignmentsOf(1);
    const huge = [{ assignedCourseSerial: "huge", text: "x".repeat(4_000_000) }];
    expect(append(categories.webinar, huge)({ version: "v", records: [] })?.puts).toHaveLength(1);
    const wrong = { ...record, postTestAttempt: -1 } as Assignment;
    await expect(storage.append(listOf("wrong"), [wrong])).rejects.toThrow("postTestAttempt");
    expect((await wholeList("wrong")).total).toBe(0);
  });

  it.each(Object.entries(tears))("never plan on a read that shows %s", async (name, tear) => {
    const list = listOf(`torn-${name}`);
    await storage.append(list, assignmentsOf(15));
    const { dynamodb } = tearingClient(storage.url, tear, 1);
    expect(await sidesOf(dynamodb, storage.tables).append(list, assignmentsOf(2, "NEW"))).toMatchObject({ written: 2 });
    expect(await wholeList(`torn-${name}`)).toEqual({
      total: 17,
      records: [...assignmentsOf(15), ...assignmentsOf(2, "NEW")],
    });
  });

  it("can be tried: a preview says what the list would be, and writes nothing", async () => {
    const list = listOf("tried");
    await storage.append(list, assignmentsOf(2));
    const counting = countingClient(storage.url);
    const { writer } = sidesOf(counting.dynamodb, storage.tables);
    const tried = await writer.preview(list, append(categories.webinar, assignmentsOf(250)));
    expect({ written: tried.written, before: tried.before.records }).toEqual({
      written: 248,
      before: assignmentsOf(2),
    });
    expect(tried.after.records).toEqual(assignmentsOf(250));
    expect(counting.calls.map(({ name }) => name)).toEqual(["QueryCommand"]);
    expect((await wholeList("tried")).total).toBe(2);
  });

  it("tell the list as it was before and after, also where another writer was faster", async () => {
    const list = listOf("told");
    await storage.append(list, assignmentsOf(1));
    const counting = countingClient(storage.url);
    let overtaken = false;
    counting.dynamodb.middlewareStack.add(
      (next, context) => async (args) => {
        if (context.commandName === "TransactWriteItemsCommand" && !overtaken) {
          overtaken = true;
          await storage.append(list, assignmentsOf(1, "FASTER"));
        }
        return next(args);
      },
      { step: "initialize", name: "overtake" },
    );
    const told = await sidesOf(counting.dynamodb, storage.tables).append(list, assignmentsOf(1, "LATER"));
    expect(serials(told.before.records)).toEqual(["ASGC-1", "FASTER-1"]);
    expect(serials(told.after.records)).toEqual(["ASGC-1", "FASTER-1", "LATER-1"]);
  });

  it("register an employee once, and never empty a list", async () => {
    await storage.append(listOf("known"), assignmentsOf(2));
    await storage.register(listOf("known"));
    expect((await wholeList("known")).total).toBe(2);
  });

  it("carry a plan on through as many steps as it takes, deletes from the end included", async () => {
    const list = listOf("shrinking");
    await storage.append(list, assignmentsOf(6));
    const shrinkTo3 = ({ records }: ListState<Assignment>): Step<Assignment> | undefined =>
      records.length > 3 ? { puts: [], deletes: [records.length], total: records.length - 1 } : undefined;
    expect(await storage.writer.change(list, shrinkTo3)).toMatchObject({ written: 3 });
    expect(await wholeList("shrinking")).toEqual({ total: 3, records: assignmentsOf(3) });
  });
});
