import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import * as z from "zod/mini";
import { createClientRegistry } from "../../../functions/shared/auth/client-registry.ts";
import { listKey } from "../../../functions/shared/store/lists.ts";
import { createPageStore } from "../../../functions/shared/store/page-store.ts";
import { storedAssignment } from "../../../functions/shared/store/stored-assignment.ts";
import { createHandler } from "../../../functions/webinar-activity/app.ts";
import { upsert } from "../../../infra/store/plans.ts";
import { replace } from "../../../infra/store/replace.ts";
import { createListWriter } from "../../../infra/store/writer.ts";
import { assignmentsOf, exampleAssignment } from "../../support/assignments.ts";
import { embeddedEngine } from "../../support/engines.ts";
import { keepingLog, lambdaContext, listEvent } from "../../support/events.ts";
import { listOf, type Storage, startStorage } from "../../support/storage.ts";

/** The contract with a field more, as its author would write it. */
vi.mock(import("../../../functions/webinar-activity/contract.ts"), async (importOriginal) => {
  const original = await importOriginal();
  return {
    ...original,
    toAssignment: (stored) => ({ ...original.toAssignment(stored), mentorName: Reflect.get(stored, "mentorName") }),
  };
});

/** The stored schema with the same field, and what rows without it are read as. */
const extended = z.extend(storedAssignment, { mentorName: z._default(z.string(), "unknown") });
/** The same, by an author who forgot the default. */
const withoutDefault = z.extend(storedAssignment, { mentorName: z.string() });

let storage: Storage;
const TODAY = assignmentsOf(3);
const list = listOf("EMPLY1");
beforeAll(async () => {
  storage = await startStorage(embeddedEngine);
  await storage.put("clients", { clientID: "demo", companySerial: "CMP-A", enabled: true, label: "" });
  await storage.append(list, TODAY);
});
afterAll(() => storage.stop());

const answerWith = async (schema: typeof extended | typeof withoutDefault, employeeID = "EMPLY1") => {
  const log = keepingLog();
  const handler = createHandler({
    verifier: { verify: async () => ({ clientID: "demo" }), prefetch: () => {} },
    clients: createClientRegistry(storage.dynamodb, storage.tables.clients),
    store: createPageStore(storage.dynamodb, storage.tables.assignments, schema),
    log,
  });
  const { statusCode, body = "" } = await handler(listEvent({ token: "t", employeeID }), lambdaContext());
  return { statusCode, body: JSON.parse(body), log };
};

describe("a field that the contract and the stored schema have got since a row was written", () => {
  it("is answered with its default, at the place that the contract gives it", async () => {
    const { statusCode, body } = await answerWith(extended);
    expect(statusCode).toBe(200);
    expect(JSON.stringify(body.data)).toBe(JSON.stringify(TODAY.map((row) => ({ ...row, mentorName: "unknown" }))));
  });

  it("is answered as it is stored where a row has it", async () => {
    const key = { listKey: listKey(listOf("NEW")), position: 1 };
    await storage.register(listOf("NEW"));
    await storage.put("assignments", { ...key, position: 0, total: 1, version: "v" });
    await storage.put("assignments", { ...key, ...exampleAssignment, mentorName: "Ibu Ratna" });
    expect((await answerWith(extended, "NEW")).body.data).toEqual([{ ...exampleAssignment, mentorName: "Ibu Ratna" }]);
  });

  it("is code 170 where the row has the wrong type in it, or where the schema has no default", async () => {
    const key = { listKey: listKey(listOf("WRONG")), position: 1 };
    await storage.put("assignments", { ...key, position: 0, total: 1, version: "v" });
    await storage.put("assignments", { ...key, ...exampleAssignment, mentorName: 7 });
    for (const answer of [await answerWith(extended, "WRONG"), await answerWith(withoutDefault)]) {
      expect(answer).toMatchObject({ statusCode: 500, body: { errorCode: 170 } });
      expect(answer.log.errors[0]).toMatchObject({ position: 1, fields: ["mentorName"] });
    }
  });

  it("leaves it code 170 where one of today's required fields is missing", async () => {
    const { feedback: _, ...broken } = exampleAssignment;
    const key = { listKey: listKey(listOf("BROKEN")), position: 1 };
    await storage.put("assignments", { ...key, position: 0, total: 1, version: "v" });
    await storage.put("assignments", { ...key, ...broken });
    const { statusCode, body, log } = await answerWith(extended, "BROKEN");
    expect({ statusCode, body }).toMatchObject({ statusCode: 500, body: { errorCode: 170 } });
    expect(log.errors[0]).toMatchObject({ fields: ["feedback"] });
  });

  it.each([
    ["upsert", upsert],
    ["replace", replace],
  ])("makes %s rewrite exactly the rows whose value is not the default", async (name, plan) => {
    const own = listOf(`written-${name}`);
    await storage.append(own, TODAY);
    const writer = createListWriter(storage.dynamodb, storage.tables.assignments, extended);
    const given = TODAY.map((row) => z.parse(extended, row));
    expect((await writer.change(own, plan(given))).written).toBe(0);
    const changed = given.map((row, index) => (index === 1 ? { ...row, mentorName: "Ibu Ratna" } : row));
    expect((await writer.change(own, plan(changed))).written).toBe(1);
    expect((await writer.preview(own, plan(changed))).before.records).toEqual(changed);
  });
});
