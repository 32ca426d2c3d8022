import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { assignmentsOf } from "../support/assignments.ts";
import { embeddedEngine } from "../support/engines.ts";
import { failingClient } from "../support/failing-client.ts";
import { listOf, type Storage, sidesOf, startStorage } from "../support/storage.ts";

let storage: Storage;
beforeAll(async () => {
  storage = await startStorage(embeddedEngine);
});
afterAll(() => storage.stop());
// The pause after a lost race is random from 0 up: at 0 a test need not wait.
beforeEach(() => void vi.spyOn(Math, "random").mockReturnValue(0));
afterEach(() => void vi.restoreAllMocks());

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
  it.each(["ConditionalCheckFailed", "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"])(
    "for %s is read, planned and committed again",
    async (code) => {
      const { client, appended } = appendWith(code, (call) => (call <= 3 ? cancelled("None", code) : undefined));
      expect(await appended).toEqual({ written: 2 });
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
