import { syncBuiltinESMExports } from "node:module";
import timers, { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createHandler } from "../../../functions/course-activity/app.ts";
import { createClientRegistry } from "../../../functions/shared/auth/client-registry.ts";
import { createPageStore } from "../../../functions/shared/store/page-store.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { clientOf } from "../../support/dynamodb-client.ts";
import { clientFor, embeddedEngine } from "../../support/engines.ts";
import { keepingLog, lambdaContext, listEvent } from "../../support/events.ts";
import { answers, type Behaviour, drips, providerStubs } from "../../support/provider-stub.ts";
import { listOf, type Storage, sidesOf, startStorage } from "../../support/storage.ts";
import { tearingClient, tears } from "../../support/tearing-client.ts";

const stubs = providerStubs();
let storage: Storage;
beforeAll(async () => {
  storage = await startStorage(embeddedEngine);
  await storage.put("clients", { clientID: "demo", companySerial: "CMP-A", enabled: true, label: "" });
  await storage.register(listOf("EMPLY1"));
});
afterAll(() => storage.stop());

/** A client for the engine, each of whose calls hangs until it is aborted, as long as `hangs` says so. */
const hangingClient = (hangs: () => boolean) => {
  const dynamodb = clientFor(storage.url);
  const counted = { dynamodb, aborted: 0 };
  const send = dynamodb.send.bind(dynamodb) as (command: unknown, options?: unknown) => Promise<unknown>;
  Object.assign(dynamodb, {
    send: async (command: unknown, options: { abortSignal?: AbortSignal } = {}) => {
      if (!hangs()) return send(command, options);
      const { abortSignal: signal } = options;
      return pause(60_000, undefined, signal ? { signal } : {}).catch((error: unknown) => {
        counted.aborted += 1;
        throw error;
      });
    },
  });
  return counted;
};

const verifier = { verify: async () => ({ clientID: "demo" }), prefetch: () => {} };

describe("a look-up that storage keeps waiting", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => void vi.useRealTimers());

  it("ends with code 160 once its 2.7 seconds are over, in the registry and in the store", async () => {
    const { dynamodb } = hangingClient(() => true);
    const lookUps = [
      createClientRegistry(dynamodb, storage.tables.clients).find("demo"),
      createPageStore(dynamodb, storage.tables.assignments).page(listOf("EMPLY1"), {
        page: 1,
        pageSize: 1,
      }),
    ];
    const over = vi.fn();
    for (const lookUp of lookUps) lookUp.catch(over);
    await vi.advanceTimersByTimeAsync(2_699);
    expect(over).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    for (const lookUp of lookUps) await expect(lookUp).rejects.toMatchObject({ body: { errorCode: 160 } });
  });

  it("does not keep the client out once storage answers again", async () => {
    let hanging = true;
    const { dynamodb } = hangingClient(() => hanging);
    const registry = createClientRegistry(dynamodb, storage.tables.clients);
    const first = expect(registry.find("demo")).rejects.toMatchObject({ body: { errorCode: 160 } });
    await vi.advanceTimersByTimeAsync(2_700);
    await first;
    hanging = false;
    vi.useRealTimers();
    expect(await registry.find("demo")).toMatchObject({ clientID: "demo" });
  });
});

describe("a request whose look-up storage keeps waiting", () => {
  it("is code 161 where the invocation ends first, in the token check and in the read, which are aborted", async () => {
    let hanging = true;
    const checked = hangingClient(() => hanging);
    const clients = createClientRegistry(storage.dynamodb, storage.tables.clients);
    const stalledCheck = createHandler({
      verifier,
      clients: createClientRegistry(checked.dynamodb, storage.tables.clients),
      store: storage.store,
      log: keepingLog(),
    });
    expect((await stalledCheck(listEvent({ token: "t" }), lambdaContext(600))).statusCode).toBe(504);
    await vi.waitFor(() => expect(checked.aborted).toBe(1));
    hanging = false;
    expect((await stalledCheck(listEvent({ token: "t" }), lambdaContext())).statusCode).toBe(200);

    const counted = hangingClient(() => true);
    const { store } = sidesOf(counted.dynamodb, storage.tables);
    const stalledRead = createHandler({ verifier, clients, store, log: keepingLog() });
    expect((await stalledRead(listEvent({ token: "t" }), lambdaContext(1_000))).statusCode).toBe(504);
    await vi.waitFor(() => expect(counted.aborted).toBe(1));
  });
});

it("of two calls side by side the other one is ended where one fails", { timeout: 5_000 }, async () => {
  const dripping: Behaviour = (response) => {
    response.writeHead(200);
    drips(response);
  };
  const stub = await stubs.start(answers(400, { __type: "AccessDeniedException" }, { Connection: "close" }), dripping);
  const store = createPageStore(clientOf(stub.url), "Assignments");
  await expect(store.page(listOf("EMPLY1"), { page: 3, pageSize: 1 })).rejects.toMatchObject({
    name: "AccessDeniedException",
  });
  // Sooner than its own limit would end it.
  await vi.waitFor(
    () => expect({ calls: stub.requests.length, open: stub.open() }).toEqual({ calls: 2, open: 0 }),
    700,
  );
});

it("a list that stays torn is code 160 after pauses of 310 to 620 ms in all, and its reads are counted in the line", async () => {
  // The middle of the pauses, which are random.
  const random = vi.spyOn(Math, "random").mockReturnValue(0.5);
  await storage.append(listOf("TORN"), assignmentsOf(5));
  const { dynamodb } = tearingClient(storage.url, tears["a hole"] ?? (() => []), Number.POSITIVE_INFINITY);
  const { store } = sidesOf(dynamodb, storage.tables);
  const log = keepingLog();
  const clients = createClientRegistry(storage.dynamodb, storage.tables.clients);
  const handler = createHandler({ verifier, clients, store, log });
  const pauses = vi.spyOn(timers, "setTimeout");
  syncBuiltinESMExports();
  expect((await handler(listEvent({ token: "t", employeeID: "TORN" }), lambdaContext())).statusCode).toBe(503);
  expect(pauses.mock.calls.map(([milliseconds]) => milliseconds)).toEqual([15, 30, 60, 120, 240]);
  pauses.mockRestore();
  syncBuiltinESMExports();
  expect(log.lines[0]).toMatchObject({ errorCode: 160, reason: "torn list", readUnits: expect.any(Number) });
  expect(log.lines[0]?.["ms"]).toBeGreaterThanOrEqual(300);
  random.mockRestore();
});
