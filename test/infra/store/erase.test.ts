import {
  DeleteItemCommand,
  GetItemCommand,
  QueryCommand,
  TransactionCanceledException,
} from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Assignment } from "../../../functions/shared/records/assignment.ts";
import { categories } from "../../../functions/shared/store/categories.ts";
import { listKey } from "../../../functions/shared/store/lists.ts";
import { BEGINNING, changedAtOf } from "../../../functions/shared/store/markers.ts";
import type { Retry } from "../../../infra/store/commit.ts";
import { createEraser } from "../../../infra/store/erase.ts";
import { append, register, upsert } from "../../../infra/store/plans.ts";
import { replace } from "../../../infra/store/replace.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { engines } from "../../support/engines.ts";
import { failingClient } from "../../support/failing-client.ts";
import { listOf, type Storage, sidesOf, startStorage } from "../../support/storage.ts";

const ONE_PAGE = { page: 1, pageSize: 10 };

describe.each(engines)("a removed list on $name", (engine) => {
  let storage: Storage;
  beforeAll(async () => {
    storage = await startStorage(engine);
  });
  afterAll(() => storage.stop());

  const headerOf = async (employeeID: string) => {
    const Key = { listKey: { S: listKey(listOf(employeeID)) }, position: { N: "0" } };
    const { Item } = await storage.dynamodb.send(new GetItemCommand({ TableName: storage.tables.assignments, Key }));
    return Item && unmarshall(Item);
  };
  const totalOf = async (employeeID: string, category = categories.webinar) =>
    (await storage.store.page({ ...listOf(employeeID), category }, ONE_PAGE)).total;
  const removed = async (employeeID: string, records = 3) => {
    await storage.append(listOf(employeeID), assignmentsOf(records));
    await storage.remove(listOf(employeeID));
    return headerOf(employeeID);
  };

  it("has a header without records, which says so and expires in 30 days, and is unknown to a reader", async () => {
    const before = Date.now();
    const header = await removed("E");
    expect(header).toMatchObject({ total: 0, deleted: true });
    const days = (header?.["expiresAt"] * 1_000 - before) / (24 * 60 * 60 * 1_000);
    expect(days).toBeGreaterThanOrEqual(30);
    expect(days).toBeLessThan(30.01);
    expect(await totalOf("E")).toBeUndefined();
  });

  it("is no sign that the employee is known, for the other lists", async () => {
    await removed("gone");
    expect(await totalOf("gone", categories.offline)).toBeUndefined();
    await storage.register({ ...listOf("gone"), category: categories.offline });
    expect(await totalOf("gone")).toBe(0);
  });

  it("takes as many steps as it needs, of which each leaves the list dense, and goes on after a crash", async () => {
    const list = listOf("long");
    await storage.append(list, assignmentsOf(250));
    const crash = new Error("crash");
    const { dynamodb } = failingClient(storage.url, "TransactWriteItemsCommand", (call) =>
      call === 2 ? crash : undefined,
    );
    await expect(sidesOf(dynamodb, storage.tables).remove(list)).rejects.toBe(crash);
    expect(await storage.store.page(list, ONE_PAGE)).toMatchObject({ total: 151, records: assignmentsOf(10) });
    expect(await headerOf("long")).not.toHaveProperty("deleted");
    await storage.remove(list);
    expect(await totalOf("long")).toBeUndefined();
  });

  it("stays as it is where it is removed again, and an unknown one unknown", async () => {
    const header = await removed("twice");
    await storage.remove(listOf("twice"));
    expect(await headerOf("twice")).toEqual(header);
    await storage.remove(listOf("never"));
    expect(await headerOf("never")).toBeUndefined();
  });

  it.each([
    ["append", append(categories.webinar, assignmentsOf(2)), 2],
    ["upsert", upsert(categories.webinar, assignmentsOf(2)), 2],
    ["replace", replace(categories.webinar, assignmentsOf(2)), 2],
    ["replace by nothing", replace<Assignment>(categories.webinar, []), 0],
    ["register", register, 0],
  ])("is alive again after %s, at a later time than its removal", async (name, plan, total) => {
    const removal = await removed(name);
    const { after } = await storage.writer.change(listOf(name), plan);
    expect(await totalOf(name)).toBe(total);
    const header = await headerOf(name);
    expect(header).not.toHaveProperty("deleted");
    expect(header).not.toHaveProperty("expiresAt");
    expect(after.changedAt).toBeGreaterThan(changedAtOf(removal?.["changed"]));
  });

  it("stays removed where nothing is appended", async () => {
    await removed("nothing");
    await storage.append(listOf("nothing"), []);
    expect(await totalOf("nothing")).toBeUndefined();
  });

  it("can be looked at before: how many items there are, and whether they are to be removed", async () => {
    const { look } = createEraser(storage.dynamodb, storage.tables.assignments);
    await storage.append(listOf("looked at"), assignmentsOf(120));
    expect(await look(listOf("looked at"))).toEqual({ items: 120, state: "there" });
    expect(await totalOf("looked at")).toBe(120);
    await storage.remove(listOf("looked at"));
    expect(await look(listOf("looked at"))).toEqual({ items: 0, state: "removed" });
    expect(await look(listOf("nobody"))).toEqual({ items: 0, state: "unknown" });
  });

  const key = (employeeID: string, position: number) => ({ listKey: listKey(listOf(employeeID)), position });
  const itemsOf = async (employeeID: string) => {
    const { Items = [] } = await storage.dynamodb.send(
      new QueryCommand({
        TableName: storage.tables.assignments,
        KeyConditionExpression: "listKey = :list",
        ExpressionAttributeValues: { ":list": { S: listKey(listOf(employeeID)) } },
      }),
    );
    return Items.map((item) => unmarshall(item));
  };
  const tombstone = {
    total: 0,
    deleted: true,
    version: expect.stringMatching(/^[0-9a-f-]{36}$/),
    changes: expect.any(String),
    changed: expect.any(String),
    expiresAt: expect.any(Number),
  };

  it.each<[string, object[]]>([
    ["a record that is not valid", [{ position: 2, name: "broken" }]],
    ["records past its total", [{ position: 250, name: "left" }]],
    ["records before its first", [{ position: -3 }, { position: 1.5 }]],
    ["a header without a total", [{ position: 0, version: "v" }]],
    ["a header without a version", [{ position: 0, total: 3 }]],
    ["a header whose version is a number", [{ position: 0, total: 3, version: 7 }]],
    ["a header with a marker of another form", [{ position: 0, total: 3, version: "v", changes: "C#9", changed: "x" }]],
    ["a header that says that it was removed", [{ position: 0, total: 0, version: "v", deleted: true }]],
  ])("is removed whole where it has %s", async (name, broken) => {
    await storage.append(listOf(name), assignmentsOf(220));
    for (const item of broken) await storage.put("assignments", { ...key(name, 0), ...item });
    await storage.remove(listOf(name));
    expect(await itemsOf(name)).toEqual([{ ...key(name, 0), ...tombstone }]);
    const { changes } = await storage.store.changes("CMP-A", { after: BEGINNING, pageSize: 100 });
    expect(changes).toContainEqual(expect.objectContaining({ list: listOf(name), deleted: true }));
  });

  it.each<[string, object]>([
    ["without records and without a marker", { total: 0, version: "v" }],
    ["that says that it was removed, and would stay for ever", { total: 0, version: "v", deleted: true }],
  ])("is a tombstone where there is a header alone %s", async (name, header) => {
    await storage.put("assignments", { ...key(name, 0), ...header });
    await storage.remove(listOf(name));
    expect(await itemsOf(name)).toEqual([{ ...key(name, 0), ...tombstone }]);
  });

  it("is removed where there is no header at all", async () => {
    await storage.put("assignments", { ...key("orphans", 4), name: "broken" });
    await storage.remove(listOf("orphans"));
    expect(await itemsOf("orphans")).toEqual([{ ...key("orphans", 0), ...tombstone }]);
  });

  it.each([
    ["valid", {}],
    ["broken", { version: 7 }],
    ["none", undefined],
  ])("is removed with what a writer adds between read and commit, where its header is %s", async (name, header) => {
    const list = listOf(`beside ${name}`);
    await storage.append(list, assignmentsOf(3));
    const first = { ...key(list.employeeID, 0), total: 3, version: "v", ...header };
    if (header) await storage.put("assignments", first);
    else
      await storage.dynamodb.send(
        new DeleteItemCommand({ TableName: storage.tables.assignments, Key: marshall(key(list.employeeID, 0)) }),
      );
    const race = failingClient(storage.url, "TransactWriteItemsCommand", () => undefined);
    let committed = 0;
    race.dynamodb.middlewareStack.add(
      (next, context) => async (args) => {
        if (context.commandName === "TransactWriteItemsCommand" && race.calls === 0) {
          await storage.put("assignments", { ...key(list.employeeID, 4), ...assignmentsOf(1, "LATE")[0] });
          await storage.put("assignments", { ...first, total: 4, version: "of the writer" });
        }
        const answer = await next(args);
        if (context.commandName === "TransactWriteItemsCommand") committed += 1;
        return answer;
      },
      { step: "initialize", priority: "high" },
    );
    await sidesOf(race.dynamodb, storage.tables).remove(list);
    // The first was refused: a tombstone beside a record would be a torn list to readers.
    expect({ sent: race.calls, committed }).toEqual({ sent: 2, committed: 1 });
    expect(await itemsOf(list.employeeID)).toEqual([{ ...key(list.employeeID, 0), ...tombstone }]);
  });

  it("is removed whole beside writers that end, each of whose changes is before or after it", async () => {
    const list = listOf("busy");
    await storage.append(list, assignmentsOf(150));
    await storage.put("assignments", { ...key("busy", 3), name: "broken" });
    const write = async (writer: number) => {
      // Refused as long as the broken record is there.
      for (let turn = 0; turn < 5; turn += 1)
        await storage.append(list, assignmentsOf(2, `W${writer}-${turn}`)).catch(() => {});
    };
    await Promise.all([storage.remove(list), write(1), write(2)]);
    const items = await itemsOf("busy");
    expect(items.filter(({ position }) => position > 0).map(({ position }) => position)).toEqual(
      Array.from({ length: items.length - 1 }, (_, index) => index + 1),
    );
    expect(items.some(({ assignedCourseSerial = "" }) => assignedCourseSerial.startsWith("ASGC"))).toBe(false);
    await storage.remove(list);
    expect(await itemsOf("busy")).toEqual([{ ...key("busy", 0), ...tombstone }]);
  });

  it("is removed though a commit's answer is lost", async () => {
    const list = listOf("lost answer");
    await storage.append(list, assignmentsOf(3));
    const { dynamodb } = failingClient(storage.url, "none", () => undefined);
    let sent = 0;
    dynamodb.middlewareStack.add(
      (next, context) => async (args) => {
        const answer = await next(args);
        sent += context.commandName === "TransactWriteItemsCommand" ? 1 : 0;
        if (sent === 1 && context.commandName === "TransactWriteItemsCommand")
          throw Object.assign(new Error(), { name: "TimeoutError" });
        return answer;
      },
      { step: "initialize" },
    );
    const twice: Retry = (work) => work().catch(() => work());
    await createEraser(dynamodb, storage.tables.assignments, twice).erase(list);
    expect(await itemsOf(list.employeeID)).toEqual([{ ...key(list.employeeID, 0), ...tombstone }]);
  });

  it("is 160 where every race is lost", async () => {
    await storage.append(listOf("contended"), assignmentsOf(1));
    const lost = new TransactionCanceledException({
      message: "",
      $metadata: { httpStatusCode: 400 },
      CancellationReasons: [{ Code: "TransactionConflict" }],
    });
    const { dynamodb } = failingClient(storage.url, "TransactWriteItemsCommand", () => lost);
    const failure = await sidesOf(dynamodb, storage.tables)
      .remove(listOf("contended"))
      .catch((error) => error);
    expect(failure).toMatchObject({ body: { errorCode: 160 }, diagnosis: { reason: "contended list" } });
    expect(JSON.stringify(failure.diagnosis)).not.toContain("#contended");
  });
});
