import { type DynamoDB, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ApiError } from "../../../functions/shared/errors/api-error.ts";
import { categories } from "../../../functions/shared/store/categories.ts";
import { listKey } from "../../../functions/shared/store/lists.ts";
import { changedAtOf } from "../../../functions/shared/store/markers.ts";
import { clientFor as commandsClientFor } from "../../../infra/commands/connection/client.ts";
import type { Retry } from "../../../infra/store/commit.ts";
import { createEraser } from "../../../infra/store/erase.ts";
import { append } from "../../../infra/store/plans.ts";
import { createListWriter } from "../../../infra/store/writer.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { clientFor, engines } from "../../support/engines.ts";
import { listOf, type Storage, startStorage } from "../../support/storage.ts";
import { startWriteProxy } from "../../support/write-proxy.ts";

const NOW = 1_764_332_531_123;

/** Three attempts, without a pause. */
const retry: Retry = async (work) => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === 3 || !(error instanceof ApiError)) throw error;
    }
  }
};

describe.each(engines)("the time of a change on $name", (engine) => {
  let storage: Storage;
  beforeAll(async () => {
    storage = await startStorage(engine);
  });
  afterAll(() => storage.stop());

  const headerOf = async (employeeID: string) => {
    const Key = { listKey: { S: listKey(listOf(employeeID)) }, position: { N: "0" } };
    const { Item } = await storage.dynamodb.send(
      new GetItemCommand({ TableName: storage.tables.assignments, Key, ConsistentRead: true }),
    );
    return { version: Item?.["version"]?.S, changedAt: changedAtOf(`${Item?.["changed"]?.S}`) };
  };
  const writerAt = (...times: number[]) =>
    createListWriter(storage.dynamodb, storage.tables.assignments, undefined, { now: () => times.shift() ?? NOW });

  it("is the writer's, and after the list's last one whatever the clocks say", async () => {
    const change = async (at: number, serial: string) => {
      await writerAt(at).change(listOf("clocks"), append(categories.webinar, assignmentsOf(1, serial)));
      return (await headerOf("clocks")).changedAt;
    };
    expect(await change(NOW, "A")).toBe(NOW);
    expect(await change(NOW - 5_000, "B")).toBe(NOW + 1);
    expect(await change(NOW + 1, "C")).toBe(NOW + 2);
    expect(await change(NOW + 9, "D")).toBe(NOW + 9);
  });

  it("is that of the last of several steps, each of which is later than the one before", async () => {
    const steps = writerAt(NOW, NOW, NOW);
    await steps.change(listOf("steps"), append(categories.webinar, assignmentsOf(250)));
    expect((await headerOf("steps")).changedAt).toBe(NOW + 2);
  });

  it("follows a header that has none, as tables from before have it", async () => {
    await storage.put("assignments", { listKey: listKey(listOf("before")), position: 0, total: 0, version: "v" });
    await writerAt(NOW).change(listOf("before"), append(categories.webinar, assignmentsOf(1)));
    expect((await headerOf("before")).changedAt).toBe(NOW);
  });

  it("is 170 where a header has one of another form", async () => {
    const header = { position: 0, total: 0, version: "v", changes: "CMP-A#0", changed: "yesterday" };
    await storage.put("assignments", { listKey: listKey(listOf("odd")), ...header });
    await expect(
      writerAt(NOW).change(listOf("odd"), append(categories.webinar, assignmentsOf(1))),
    ).rejects.toMatchObject({
      body: { errorCode: 170 },
      diagnosis: { fields: ["changed"] },
    });
  });

  /** A client that loses the answers of its first `lost` transactions, which may be carried out or not. */
  const losing = (lost: number, carriedOut: boolean, meanwhile: () => Promise<unknown> = async () => {}) => {
    const dynamodb = clientFor(storage.url);
    dynamodb.middlewareStack.add(
      (next, context) => async (args) => {
        if (context.commandName !== "TransactWriteItemsCommand" || lost === 0) return next(args);
        lost -= 1;
        if (carriedOut) await next(args);
        await meanwhile();
        clock += 60_000;
        throw Object.assign(new Error("lost"), { code: "ECONNRESET" });
      },
      { step: "initialize" },
    );
    let clock = NOW + 60_000;
    return createListWriter(dynamodb, storage.tables.assignments, retry, { now: () => clock });
  };
  const three = append(categories.webinar, assignmentsOf(3));

  it("is an attempt's own: one that fails leaves the next a later one", async () => {
    expect(await losing(2, false).change(listOf("anew"), three)).toMatchObject({ written: 3 });
    expect((await headerOf("anew")).changedAt).toBe(NOW + 180_000);
  });

  it("is the first attempt's where that was carried out unheard: nothing is written twice, and it counts", async () => {
    const { written, after } = await losing(1, true).change(listOf("unheard"), three);
    expect(written).toBe(3);
    const header = await headerOf("unheard");
    expect(header.changedAt).toBe(NOW + 60_000);
    expect(after).toMatchObject(header);
  });

  it("is another writer's where that came between: the list is read and planned anew", async () => {
    const overtake = () => writerAt(NOW).change(listOf("overtaken"), append(categories.webinar, assignmentsOf(1)));
    const { written } = await losing(1, false, overtake).change(listOf("overtaken"), three);
    expect(written).toBe(2);
    expect((await headerOf("overtaken")).changedAt).toBe(NOW + 120_000);
  });

  /** A client as the commands have it. Its first such command fails once, in an attempt of the SDK, after `meanwhile`. */
  const failingOnce = (meanwhile: (dynamodb: DynamoDB) => void, command?: string) => {
    const dynamodb = commandsClientFor({ url: storage.url, loopback: true }, undefined);
    let attempts = 0;
    dynamodb.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (command !== undefined && commandName !== command) return next(args);
          attempts += 1;
          if (attempts > 1) return next(args);
          meanwhile(dynamodb);
          throw Object.assign(new Error("lost"), { code: "ECONNRESET" });
        },
      { step: "deserialize", priority: "low" },
    );
    return { dynamodb, attempts: () => attempts };
  };
  const unknown = { expectUnknown: true };

  it("is never long ago: what the SDK would send once more after the machine has slept gets another one", async () => {
    let clock = NOW;
    const options = { now: () => clock };
    const sleep = () => {
      clock += 3_600_000;
    };
    const { assignments } = storage.tables;
    const first = failingOnce(sleep);
    const once = createListWriter(first.dynamodb, assignments, undefined, options);
    await expect(once.change(listOf("slept"), three, unknown)).rejects.toMatchObject({
      body: { errorCode: 160 },
      diagnosis: { reason: "late commit" },
    });
    expect(first.attempts()).toBe(1);
    const { dynamodb } = failingOnce(sleep);
    await createListWriter(dynamodb, assignments, retry, options).change(listOf("slept"), three, unknown);
    expect((await headerOf("slept")).changedAt).toBe(NOW + 7_200_000);
  });

  it("is never long ago for an erasure either", async () => {
    let clock = NOW;
    await storage.append(listOf("erased"), assignmentsOf(3));
    const { dynamodb } = failingOnce(() => {
      clock += 3_600_000;
    }, "TransactWriteItemsCommand");
    const eraser = createEraser(dynamodb, storage.tables.assignments, undefined, () => clock);
    await expect(eraser.erase(listOf("erased"))).rejects.toMatchObject({ diagnosis: { reason: "late commit" } });
    expect((await headerOf("erased")).changedAt).toBeGreaterThan(NOW);
  });

  it("is DynamoDB's where that finds this machine's clock behind, also at the first call", async () => {
    const { dynamodb, attempts } = failingOnce(({ config }) => {
      // As the SDK does for its next attempt where DynamoDB says that a signature has expired.
      config.systemClockOffset = 3_600_000;
    });
    const writer = createListWriter(dynamodb, storage.tables.assignments, retry, { now: () => NOW });
    await writer.change(listOf("behind"), three, unknown);
    expect((await headerOf("behind")).changedAt).toBe(NOW + 3_600_000);
    expect(attempts()).toBe(2);
  });

  it("is this machine's where an answer that came late makes its clock look ahead", async () => {
    const { dynamodb } = failingOnce(({ config }) => {
      config.systemClockOffset = -3_600_000;
    });
    const writer = createListWriter(dynamodb, storage.tables.assignments, retry, { now: () => NOW });
    await writer.change(listOf("ahead"), three, unknown);
    expect((await headerOf("ahead")).changedAt).toBe(NOW);
  });

  it("is given up where no answer comes in time: code 160, and the same change can be made after it", async () => {
    const proxy = await startWriteProxy(storage.url);
    const dynamodb = clientFor(proxy.url);
    proxy.stopAt(1, "before", () => {});
    const writer = createListWriter(dynamodb, storage.tables.assignments, undefined, { commitMs: 100 });
    await expect(writer.change(listOf("slow"), three)).rejects.toMatchObject({ body: { errorCode: 160 } });
    // Without the limit, which a busy machine may not keep.
    const patient = createListWriter(dynamodb, storage.tables.assignments);
    expect(await patient.change(listOf("slow"), three)).toMatchObject({ written: 3 });
    dynamodb.destroy();
    await proxy.stop();
  });
});
