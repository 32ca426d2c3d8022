import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { assignmentsOf } from "../../support/assignments.ts";
import { embeddedEngine } from "../../support/engines.ts";
import { heldBytes } from "../../support/held-bytes.ts";
import { listOf, type Storage, startStorage } from "../../support/storage.ts";

const READS = 500;
const list = listOf("long-lived");

let storage: Storage;
beforeAll(async () => {
  storage = await startStorage(embeddedEngine);
  await storage.append(list, assignmentsOf(50));
});
afterAll(() => storage?.stop());

/** Collects several times: a later collection may free what an earlier one only found unused, such as stream buffers. */
const settledBytes = async (): Promise<number> => {
  for (let collection = 0; collection < 5; collection += 1) {
    heldBytes();
    await pause(20);
  }
  return heldBytes();
};

it("keeps no memory after a Query", async () => {
  const read = async () => {
    for (let count = 0; count < READS; count += 1) await storage.store.page(list, { page: 1, pageSize: 10 });
  };
  await read();
  const before = await settledBytes();
  await read();
  // An iterator that stays open, with the data it has read, is about 14 kB.
  expect(((await settledBytes()) - before) / READS).toBeLessThan(3_000);
});
