import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { categories } from "../../../functions/shared/store/categories.ts";
import { describeFailure } from "../../../infra/commands/terminal/command.ts";
import { createPatience } from "../../../infra/commands/terminal/patience.ts";
import { append } from "../../../infra/store/plans.ts";
import { createListWriter } from "../../../infra/store/writer.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { clientFor, embeddedEngine } from "../../support/engines.ts";
import { listOf, type Storage, startStorage } from "../../support/storage.ts";
import { startWriteProxy } from "../../support/write-proxy.ts";

type Put = { readonly Put: { readonly Item: object } };

let storage: Storage;
let proxy: Awaited<ReturnType<typeof startWriteProxy>>;
beforeAll(async () => {
  storage = await startStorage(embeddedEngine);
  proxy = await startWriteProxy(storage.url);
});
afterAll(() => Promise.all([storage.stop(), proxy.stop()]));
// The pauses are random from 0 up: at 0 a test need not wait.
beforeEach(() => void vi.spyOn(Math, "random").mockReturnValue(0));
afterEach(() => void vi.restoreAllMocks());

/** What DynamoDB answers where it cancels a transaction for these reasons, one for each of its items. */
const cancelled = (...codes: string[]) => ({
  type: "TransactionCanceledException",
  Message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(", ")}]`,
  CancellationReasons: codes.map((Code) => (Code === "None" ? { Code } : { Code, Message: `${Code} it is` })),
});

/** Appends 3 records as the import does, while the first writes are answered as given. */
const appendWhile = async (employeeID: string, ...refusals: Parameters<typeof proxy.refuse>) => {
  const said: string[] = [];
  const dynamodb = clientFor(proxy.url);
  const retry = createPatience({ say: (line) => said.push(line) });
  const writer = createListWriter(dynamodb, storage.tables.assignments, retry);
  proxy.refuse(...refusals);
  const outcome = await writer
    .change(listOf(employeeID), append(categories.webinar, assignmentsOf(3)))
    .catch((error: unknown) => ({ error }));
  dynamodb.destroy();
  return { outcome, said, requests: proxy.sent() };
};

describe("a transaction that was cancelled", () => {
  it.each([
    [["ThrottlingError", "None", "None", "None"], "ThrottlingError"],
    [
      ["None", "ProvisionedThroughputExceeded", "ProvisionedThroughputExceeded", "None"],
      "ProvisionedThroughputExceeded",
    ],
    [
      ["None", "ThrottlingError", "ProvisionedThroughputExceeded", "None"],
      "ThrottlingError, ProvisionedThroughputExceeded",
    ],
  ])("for %j is throttling: the same step again, and a line that names the reason", async (codes, reason) => {
    const { outcome, said, requests } = await appendWhile(`slow-${reason}`, cancelled(...codes), cancelled(...codes));
    expect(outcome).toMatchObject({ written: 3 });
    expect(said).toEqual([`The table is throttled or unreachable (${reason}); trying again in 0.0 s (2 of 6)`]);
    expect(requests).toHaveLength(3);
    const puts = requests.map((request) => JSON.parse(request).TransactItems.map(({ Put }: Put) => Put.Item));
    expect(new Set(puts.map(([, ...records]) => JSON.stringify(records))).size).toBe(1);
    // Each attempt has a time of its own, so that none is older than its commit by more than one attempt takes.
    expect(new Set(puts.map(([{ version }]) => version.S)).size).toBe(3);
  });

  it("for throttling in six attempts is code 160, and the command's last line names the reason", async () => {
    const { outcome, requests } = await appendWhile("too-slow", ...Array(6).fill(cancelled("ThrottlingError", "None")));
    expect(outcome).toMatchObject({ error: { body: { errorCode: 160 } } });
    const { error } = outcome as { error: unknown };
    expect(describeFailure(error)).toContain("(ThrottlingError)");
    expect(requests).toHaveLength(6);
  });

  it.each([
    ["ConditionalCheckFailed", "None"],
    ["TransactionConflict", "None"],
    ["ConditionalCheckFailed", "ThrottlingError"],
    ["ProvisionedThroughputExceeded", "TransactionConflict"],
  ])("for %s and %s is a lost race: the list is read, and a new request is made", async (...codes) => {
    const { outcome, said, requests } = await appendWhile(`race-${codes}`, cancelled(...codes));
    expect(outcome).toMatchObject({ written: 3 });
    expect(said).toEqual([]);
    expect(requests).toHaveLength(2);
    expect(new Set(requests).size).toBe(2);
  });

  it.each([
    ["ValidationError", "None"],
    ["ValidationError", "ThrottlingError"],
    ["ConditionalCheckFailed", "ValidationError"],
    ["ItemCollectionSizeLimitExceeded", "TransactionConflict"],
    ["SomethingNew", "ProvisionedThroughputExceeded"],
    ["None", "None"],
  ])("for %s and %s fails at once with DynamoDB's own error", async (...codes) => {
    const { outcome, said, requests } = await appendWhile(`fault-${codes}`, cancelled(...codes));
    expect(outcome).toMatchObject({ error: { name: "TransactionCanceledException" } });
    expect(said).toEqual([]);
    expect(requests).toHaveLength(1);
  });
});
