import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { categories } from "../../../functions/shared/store/categories.ts";
import { type ListName, listKey } from "../../../functions/shared/store/lists.ts";
import { BEGINNING, changedAtOf } from "../../../functions/shared/store/markers.ts";
import { clientFor } from "../../../infra/commands/connection/client.ts";
import { createTables } from "../../../infra/local/create-tables.ts";
import { createMendHeader } from "../../../infra/store/mend-header.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { engines, uniqueTables } from "../../support/engines.ts";
import { failingClient } from "../../support/failing-client.ts";
import { runCommand } from "../../support/run-command.ts";
import { listOf, type Storage, sidesOf, startStorage } from "../../support/storage.ts";

describe.each(engines)("a table from before the feed of changes on $name", (engine) => {
  let storage: Storage;
  beforeAll(async () => {
    storage = await startStorage(engine);
  });
  afterAll(() => storage.stop());

  let tables: Storage["tables"];
  let sides: ReturnType<typeof sidesOf>;
  beforeEach(async () => {
    tables = uniqueTables();
    await createTables(storage.dynamodb, tables);
    sides = sidesOf(storage.dynamodb, tables);
  });

  const old = async (list: ListName, records: number) => {
    for (const [index, record] of assignmentsOf(records).entries())
      await sides.put("assignments", { listKey: listKey(list), position: index + 1, ...record });
    await sides.put("assignments", { listKey: listKey(list), position: 0, total: records, version: "old" });
  };
  const headerOf = async (list: ListName) => {
    const Key = { listKey: { S: listKey(list) }, position: { N: "0" } };
    return (await storage.dynamodb.send(new GetItemCommand({ TableName: tables.assignments, Key }))).Item;
  };
  const named = async () =>
    (await sides.store.changes("CMP-A", { after: BEGINNING, pageSize: 100 })).changes.map(
      ({ list, total }) => [list.employeeID, total] as const,
    );
  const mend = () => {
    const table = ["--endpoint", storage.url, "--table", tables.assignments];
    return runCommand("export", ["--all", "--verify", "--mend-headers", ...table]);
  };

  it("has its lists in the feed once their headers are mended, and the second time there is nothing to do", async () => {
    await old(listOf("A"), 2);
    await old(listOf("B"), 0);
    await old({ ...listOf(""), category: categories.courses }, 0);
    await sides.append(listOf("C"), assignmentsOf(1));
    expect(await named()).toEqual([["C", 1]]);

    const { code, stdout, stderr } = await mend();
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: "4 lists, 3 records, 0 lists with problems\n2 headers got a marker, 0 had changed meanwhile\n",
    });
    expect(stdout.split("\n")).toHaveLength(5);
    expect(new Map(await named())).toEqual(
      new Map([
        ["A", 2],
        ["B", 0],
        ["C", 1],
      ]),
    );
    expect((await headerOf({ ...listOf(""), category: categories.courses }))?.["changes"]).toBeUndefined();
    expect((await headerOf(listOf("A")))?.["version"]?.S).not.toBe("old");

    expect((await mend()).stderr).toContain("0 headers got a marker");
  });

  it("is not touched where a writer was faster, whose marker stays", async () => {
    await old(listOf("A"), 1);
    const mendHeader = createMendHeader(storage.dynamodb, tables.assignments, (work) => work());
    await sides.append(listOf("A"), assignmentsOf(2));
    const header = await headerOf(listOf("A"));
    expect(await mendHeader(listOf("A"), "old")).toBe(false);
    expect(await mendHeader(listOf("A"), `${header?.["version"]?.S}`)).toBe(false);
    expect(await headerOf(listOf("A"))).toEqual(header);
  });

  it("makes a writer that has read the list before read it again", async () => {
    await old(listOf("A"), 1);
    const mendHeader = createMendHeader(storage.dynamodb, tables.assignments, (work) => work());
    const slow = failingClient(storage.url, "TransactWriteItemsCommand", () => undefined);
    slow.dynamodb.middlewareStack.add(
      (next, context) => async (args) => {
        if (context.commandName === "TransactWriteItemsCommand" && slow.calls === 0)
          await mendHeader(listOf("A"), "old");
        return next(args);
      },
      { step: "initialize", priority: "high" },
    );
    await sidesOf(slow.dynamodb, tables).append(listOf("A"), assignmentsOf(2));
    expect(slow.calls).toBe(2);
    expect(await named()).toEqual([["A", 2]]);
  });

  it("gives no marker of long ago where this machine's clock turns out to be behind DynamoDB's", async () => {
    await old(listOf("A"), 1);
    const dynamodb = clientFor({ url: storage.url, loopback: true }, undefined);
    let attempts = 0;
    dynamodb.middlewareStack.add(
      (next) => async (args) => {
        attempts += 1;
        if (attempts > 1) return next(args);
        // As the SDK does for its next attempt where DynamoDB says that a signature has expired.
        dynamodb.config.systemClockOffset = 3_600_000;
        throw Object.assign(new Error("expired"), { code: "ECONNRESET" });
      },
      { step: "deserialize", priority: "low" },
    );
    const startedAt = Date.now();
    const once = createMendHeader(dynamodb, tables.assignments, (work) => work());
    await expect(once(listOf("A"), "old")).rejects.toMatchObject({ diagnosis: { reason: "late commit" } });
    expect(await once(listOf("A"), "old")).toBe(true);
    const changedAt = changedAtOf(`${(await headerOf(listOf("A")))?.["changed"]?.S}`);
    expect(changedAt).toBeGreaterThanOrEqual(startedAt + 3_600_000);
    expect(attempts).toBe(2);
  });

  it("rejects with the engine's own error for anything but a changed list", async () => {
    const { dynamodb } = failingClient(storage.url, "UpdateItemCommand", () => new Error("no rights"));
    await expect(createMendHeader(dynamodb, "T", (work) => work())(listOf("A"), "old")).rejects.toThrow("no rights");
  });

  it("is exported without the lists that were removed, which would be known again after an import", async () => {
    await sides.append(listOf("A"), assignmentsOf(1));
    await sides.append(listOf("B"), assignmentsOf(1));
    await sides.remove(listOf("A"));
    const table = ["--endpoint", storage.url, "--table", tables.assignments];
    const { code, stdout } = await runCommand("export", ["--all", ...table]);
    expect(code).toBe(0);
    expect(
      stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).employeeID),
    ).toEqual(["B"]);
  });
});

it("--mend-headers is refused without --verify", async () => {
  expect(await runCommand("export", ["--all", "--mend-headers"])).toMatchObject({
    code: 1,
    stderr: "Give --verify with --mend-headers.\n",
  });
});
