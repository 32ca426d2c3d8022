import { NumberValueImpl as NumberValue } from "@aws-sdk/util-dynamodb";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import * as z from "zod/mini";
import { companySerial, createClientRegistry } from "../../../functions/shared/auth/client-registry.ts";
import { countingClient } from "../../support/counting-client.ts";
import { clientFor, engines } from "../../support/engines.ts";
import { type Storage, startStorage } from "../../support/storage.ts";

describe.each(engines)("the client registry on $name", (engine) => {
  let storage: Storage;
  beforeAll(async () => {
    storage = await startStorage(engine);
  });
  afterAll(() => storage.stop());
  beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
  afterEach(() => void vi.useRealTimers());

  const row = (clientID: string, changes = {}) =>
    storage.put("clients", { clientID, companySerial: "CMP-A", enabled: true, label: "", ...changes });

  it("finds a client, and nothing where there is none", async () => {
    await row("known");
    const registry = createClientRegistry(storage.dynamodb, storage.tables.clients);
    expect(await registry.find("known")).toEqual({
      clientID: "known",
      companySerial: "CMP-A",
      enabled: true,
      label: "",
    });
    expect(await registry.find("unknown")).toBeUndefined();
  });

  it("reads a client once in 60 seconds, strongly consistent", async () => {
    await row("cached");
    const { dynamodb, calls } = countingClient(storage.url);
    const registry = createClientRegistry(dynamodb, storage.tables.clients);
    await Promise.all([registry.find("cached"), registry.find("cached")]);
    vi.advanceTimersByTime(59_999);
    await registry.find("cached");
    expect(calls).toHaveLength(1);
    expect(calls[0]?.input["ConsistentRead"]).toBe(true);
    vi.advanceTimersByTime(1);
    await registry.find("cached");
    expect(calls).toHaveLength(2);
  });

  it("lets a disabled client in for at most 60 seconds", async () => {
    await row("leaving");
    const registry = createClientRegistry(storage.dynamodb, storage.tables.clients);
    expect(await registry.find("leaving")).toMatchObject({ enabled: true });
    await row("leaving", { enabled: false });
    vi.advanceTimersByTime(60_000);
    expect(await registry.find("leaving")).toMatchObject({ enabled: false });
  });

  it("lets a disabled client in no longer where the clock is set back meanwhile", async () => {
    vi.useFakeTimers({ toFake: ["Date", "performance"] });
    await row("set-back");
    const registry = createClientRegistry(storage.dynamodb, storage.tables.clients);
    await registry.find("set-back");
    await row("set-back", { enabled: false });
    vi.advanceTimersByTime(60_000);
    vi.setSystemTime(Date.now() - 90_000);
    expect(await registry.find("set-back")).toMatchObject({ enabled: false });
  });

  it.each([
    { companySerial: "CMP#A" },
    { companySerial: "" },
    { enabled: "yes" },
    { label: 1 },
    { label: NumberValue.from("12345678901234567.5") },
  ])("takes no row with %o: code 170", async (changes) => {
    await row("broken", changes);
    const registry = createClientRegistry(storage.dynamodb, storage.tables.clients);
    await expect(registry.find("broken")).rejects.toMatchObject({
      body: { errorCode: 170 },
      diagnosis: { reason: "client" },
    });
  });

  it("does not remember a failure", async () => {
    await row("again");
    const { dynamodb } = countingClient(storage.url);
    let fail = true;
    dynamodb.middlewareStack.add(
      (next) => async (args) => {
        if (fail) throw Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
        return next(args);
      },
      { step: "initialize", name: "fail" },
    );
    const registry = createClientRegistry(dynamodb, storage.tables.clients);
    await expect(registry.find("again")).rejects.toMatchObject({ body: { errorCode: 160 } });
    fail = false;
    expect(await registry.find("again")).toMatchObject({ clientID: "again" });
  });

  it("fails closed where storage cannot be reached", async () => {
    const registry = createClientRegistry(clientFor("http://127.0.0.1:1"), storage.tables.clients);
    await expect(registry.find("anybody")).rejects.toMatchObject({ body: { errorCode: 160 } });
  });
});

it("a company's serial with a # is told so", () => {
  const problems = z.safeParse(companySerial, "CMP#A").error?.issues.map(({ message }) => message);
  expect(problems).toEqual(["must not contain #"]);
});
