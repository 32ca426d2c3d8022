import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ApiError } from "../../../functions/shared/errors/api-error.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { engines } from "../../support/engines.ts";
import { listOf, type Storage, sidesOf, startStorage } from "../../support/storage.ts";
import { tearingClient, tears } from "../../support/tearing-client.ts";

const TOTAL = 25;

describe.each(engines)("torn reads on $name", (engine) => {
  let storage: Storage;
  const list = listOf("torn");
  beforeAll(async () => {
    storage = await startStorage(engine);
    await storage.append(list, assignmentsOf(TOTAL));
  });
  afterAll(() => storage.stop());

  const cases = Object.entries(tears).flatMap(([name, tear]) => [1, 2, 3].map((page) => ({ name, tear, page })));
  // Page 3 ends before the tail that this one cuts off.
  const harmless = ({ name, page }: { name: string; page: number }) =>
    name === "a tail that was already deleted" && page === 3;

  it.each(cases.filter((torn) => !harmless(torn)))(
    "that show $name once on page $page are right one strongly consistent read later",
    async ({ tear, page }) => {
      const { dynamodb, calls } = tearingClient(storage.url, tear, 1);
      const { store } = sidesOf(dynamodb, storage.tables);
      const { records, total } = await store.page(list, { page, pageSize: 10 });
      expect(records).toEqual(assignmentsOf(TOTAL).slice((page - 1) * 10, page * 10));
      expect(total).toBe(TOTAL);
      const callsPerRead = page === 1 ? 1 : 2;
      expect(calls.map(({ consistent }) => consistent)).toEqual([
        ...Array(callsPerRead).fill(false),
        ...Array(callsPerRead).fill(true),
      ]);
    },
  );

  it.each([1, 2])(
    "that stay torn on page %i are 160 after a bounded number of reads, naming the list",
    async (page) => {
      const tear = tears["a hole"] ?? (() => []);
      const { dynamodb, calls } = tearingClient(storage.url, tear, Number.POSITIVE_INFINITY);
      const failure = await sidesOf(dynamodb, storage.tables)
        .store.page(list, { page, pageSize: 10 })
        .catch((error: unknown) => error);
      if (!(failure instanceof ApiError)) throw failure;
      expect(failure.body.errorCode).toBe(160);
      expect(failure.headers).toMatchObject({ "Retry-After": "1" });
      expect(failure.diagnosis).toMatchObject({ reason: "torn list", company: "CMP-A", category: "webinar" });
      expect(JSON.stringify(failure)).not.toContain("webinar#torn");
      expect(calls.length).toBe(6 * (page === 1 ? 1 : 2));
    },
  );

  it("stop when the request is out of time", async () => {
    const tear = tears["a hole"] ?? (() => []);
    const { dynamodb, calls } = tearingClient(storage.url, tear, Number.POSITIVE_INFINITY);
    const controller = new AbortController();
    const page = sidesOf(dynamodb, storage.tables).store.page(list, { page: 1, pageSize: 10 }, controller.signal);
    controller.abort();
    await expect(page).rejects.toThrow();
    expect(calls.length).toBeLessThan(6);
  });
});
