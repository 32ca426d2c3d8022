import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers/promises";
import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { categories } from "../../../functions/shared/store/categories.ts";
import { append } from "../../../infra/store/plans.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { countingClient } from "../../support/counting-client.ts";
import { embeddedEngine } from "../../support/engines.ts";
import { failingClient } from "../../support/failing-client.ts";
import { listOf, type Storage, sidesOf, startStorage } from "../../support/storage.ts";

let storage: Storage;
beforeAll(async () => {
  storage = await startStorage(embeddedEngine);
});
afterAll(() => storage.stop());
// The pause after a lost race is random from 0 up: at 0 a test need not wait.
beforeEach(() => void vi.spyOn(Math, "random").mockReturnValue(0));
afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

const cancelled = (...codes: (string | undefined)[]) =>
  new TransactionCanceledException({
    message: "Transaction cancelled",
    $metadata: { httpStatusCode: 400 },
    CancellationReasons: codes.map((Code) => (Code === undefined ? {} : { Code })),
  });

const appendWith = (employeeID: string, failure: (call: number) => unknown) => {
  const client = failingClient(storage.url, "TransactWriteItemsCommand", failure);
  const appended = sidesOf(client.dynamodb, storage.tables).append(listOf(employeeID), assignmentsOf(2));
  return { client, appended };
};

describe("a step that was cancelled", () => {
  it.each(["ConditionalCheckFailed", "TransactionConflict"])(
    "for %s is read, planned and committed again",
    async (code) => {
      const { client, appended } = appendWith(code, (call) => (call <= 3 ? cancelled("None", code) : undefined));
      expect(await appended).toMatchObject({ written: 2 });
      expect(client.calls).toBe(4);
      expect((await storage.store.page(listOf(code), { page: 1, pageSize: 10 })).total).toBe(2);
    },
  );

  it.each([
    ["a reason that a retry cannot mend", cancelled("None", "ValidationError")],
    ["reasons without a code", cancelled(undefined)],
    ["no reasons", new TransactionCanceledException({ message: "", $metadata: { httpStatusCode: 400 } })],
  ])("for %s is not tried again", async (_, error) => {
    const { client, appended } = appendWith("not-again", () => error);
    await expect(appended).rejects.toBe(error);
    expect(client.calls).toBe(1);
  });

  it("after another step of the same change leaves that one, and `before` is the list as it was at first", async () => {
    await storage.append(listOf("second-step"), assignmentsOf(1, "OLD"));
    const client = failingClient(storage.url, "TransactWriteItemsCommand", (call) =>
      call === 2 ? cancelled("ConditionalCheckFailed") : undefined,
    );
    const appended = sidesOf(client.dynamodb, storage.tables).append(listOf("second-step"), assignmentsOf(150));
    const { written, before, after } = await appended;
    expect({ calls: client.calls, written, before: before.records.length }).toEqual({
      calls: 3,
      written: 150,
      before: 1,
    });
    expect(after.records).toEqual([...assignmentsOf(1, "OLD"), ...assignmentsOf(150)]);
  });

  it("is committed again after a random pause of up to 20 ms, doubled each time until it is 500", async () => {
    vi.mocked(Math.random).mockReturnValue(0.5);
    const pause = vi.spyOn(timers, "setTimeout");
    syncBuiltinESMExports();
    const { appended } = appendWith("pauses", (call) => (call <= 6 ? cancelled("TransactionConflict") : undefined));
    await appended;
    expect(pause.mock.calls.map(([milliseconds]) => milliseconds)).toEqual([10, 20, 40, 80, 160, 250]);
  });

  it("every time is code 160 after 51 attempts, naming the list", async () => {
    const { client, appended } = appendWith("contended", () => cancelled("ConditionalCheckFailed"));
    await expect(appended).rejects.toMatchObject({
      body: { errorCode: 160 },
      diagnosis: { reason: "contended list", company: "CMP-A", category: "webinar" },
    });
    expect(client.calls).toBe(51);
  });
});

it("a step that storage could not take is code 160 at once", async () => {
  const { client, appended } = appendWith("down", () => Object.assign(new Error(), { code: "ECONNREFUSED" }));
  await expect(appended).rejects.toMatchObject({ body: { errorCode: 160 } });
  expect(client.calls).toBe(1);
});

describe("a list that does not agree with its header", () => {
  it("is told as broken once it was read ten times and nobody has written to it", async () => {
    const list = listOf("broken");
    await storage.append(list, assignmentsOf(2));
    await storage.put("assignments", { listKey: "CMP-A#webinar#broken", position: 0, total: 5, version: "broken" });
    const client = failingClient(storage.url, "QueryCommand", () => undefined);
    await expect(sidesOf(client.dynamodb, storage.tables).append(list, assignmentsOf(3))).rejects.toMatchObject({
      body: { errorCode: 170 },
      diagnosis: { reason: "torn list", company: "CMP-A", category: "webinar" },
    });
    expect(client.calls).toBe(10);
  });

  it("is contended and not broken where a writer is at work between the reads", async () => {
    const list = listOf("worked-on");
    await storage.append(list, assignmentsOf(2));
    const header = { listKey: "CMP-A#webinar#worked-on", position: 0, total: 5 };
    const put = (call: number) => storage.put("assignments", { ...header, version: `${call}` });
    await put(0);
    const client = failingClient(storage.url, "QueryCommand", () => undefined);
    client.dynamodb.middlewareStack.add(
      (next) => async (args) => {
        const answer = await next(args);
        await put(client.calls);
        return answer;
      },
      { step: "initialize" },
    );
    await expect(sidesOf(client.dynamodb, storage.tables).append(list, assignmentsOf(3))).rejects.toMatchObject({
      body: { errorCode: 160 },
      diagnosis: { reason: "contended list" },
    });
    expect(client.calls).toBe(51);
  });

  it("and has no header is told so, too", async () => {
    await storage.put("assignments", { listKey: "CMP-A#webinar#headless", position: 1, ...assignmentsOf(1)[0] });
    await expect(storage.append(listOf("headless"), assignmentsOf(3))).rejects.toMatchObject({
      body: { errorCode: 170 },
    });
  });
});

describe("an employee who is expected to be unknown", () => {
  const append3 = append(categories.webinar, assignmentsOf(3));
  const changeWith = async (employeeID: string, plan: typeof append3) => {
    const client = countingClient(storage.url);
    const { writer } = sidesOf(client.dynamodb, storage.tables);
    const changed = await writer.change(listOf(employeeID), plan, { expectUnknown: true });
    return { ...changed, calls: client.calls.map(({ name }) => name) };
  };

  it("is written without being read first", async () => {
    const { calls, written, before } = await changeWith("expected", append3);
    expect(calls).toEqual(["TransactWriteItemsCommand"]);
    expect({ written, version: before.version }).toEqual({ written: 3, version: undefined });
    expect((await storage.store.page(listOf("expected"), { page: 1, pageSize: 10 })).total).toBe(3);
  });

  it("and is known after all is read, and loses nothing", async () => {
    await storage.append(listOf("known"), assignmentsOf(2, "OLD"));
    const { calls, before, after } = await changeWith("known", append3);
    expect(calls).toEqual(["TransactWriteItemsCommand", "QueryCommand", "TransactWriteItemsCommand"]);
    expect(before.records).toEqual(assignmentsOf(2, "OLD"));
    expect(after.records).toEqual([...assignmentsOf(2, "OLD"), ...assignmentsOf(3)]);
  });

  it("is read where the plan would do nothing to an unknown one", async () => {
    await storage.append(listOf("nothing"), assignmentsOf(2));
    const { calls, before } = await changeWith("nothing", append(categories.webinar, assignmentsOf(0)));
    expect(calls).toEqual(["QueryCommand"]);
    expect(before.records).toEqual(assignmentsOf(2));
  });
});
