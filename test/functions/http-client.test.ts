import dns from "node:dns";
import http from "node:http";
import https from "node:https";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { exchange, keepingAgent } from "../../functions/shared/http-client.ts";
import { answers, providerStubs, stalls, switchesProtocols } from "../support/provider-stub.ts";

const stubs = providerStubs();
const limits = { connectMs: 500, attemptMs: 800, maxBytes: 100 };

describe("an agent for later requests", () => {
  it.each([
    ["https", https.Agent, "https://idp.example"],
    ["http", http.Agent, "http://127.0.0.1"],
  ])("is one for %s, which keeps connections however long they are idle", (_, Agent, url) => {
    const agent = keepingAgent(new URL(url));
    expect(agent).toBeInstanceOf(Agent);
    expect(agent).toMatchObject({ options: { keepAlive: true } });
    expect(agent).not.toHaveProperty("options.timeout");
    expect(agent).not.toBe(Agent === https.Agent ? https.globalAgent : http.globalAgent);
  });
});

it("an exchange without a connection fails with what the system says of it as its cause", async () => {
  const url = await stubs.unusedUrl();
  await expect(exchange(url, { agent: false, ...limits })).rejects.toMatchObject({
    name: "ConnectionError",
    code: "ECONNREFUSED",
    cause: { syscall: "connect", port: Number(url.port) },
  });
});

describe("a failure of the connection itself", () => {
  const failWith = async (code: string): Promise<unknown> => {
    const lookUps = vi.spyOn(dns, "lookup").mockImplementation(((_: string, ...others: unknown[]) => {
      (others.at(-1) as (error: Error) => void)(Object.assign(new Error(), { code }));
    }) as typeof dns.lookup);
    const failed = exchange(new URL("http://idp.example"), { agent: false, ...limits }).catch(
      (error: unknown) => error,
    );
    return failed.finally(() => lookUps.mockRestore());
  };

  it.each(["EAI_AGAIN", "ECONNRESET", "ETIMEDOUT", "EPROTO", "ERR_SSL_WRONG_VERSION_NUMBER", "HPE_INVALID_CONSTANT"])(
    "is whatever fails before an answer: %s",
    async (code) => {
      expect(await failWith(code)).toMatchObject({ name: "ConnectionError", code });
    },
  );

  it("is not what the caller or a time limit ended", async () => {
    const { url } = await stubs.start(stalls);
    const exchanged = (signal?: AbortSignal) => exchange(url, { agent: false, ...limits, ...(signal && { signal }) });
    await expect(exchanged(AbortSignal.timeout(50))).rejects.toMatchObject({ name: "AbortError" });
    await expect(exchanged()).rejects.toMatchObject({ name: "Error", code: "ETIME" });
  });
});

it("an exchange whose connection turns to another protocol is reset, for all that the log knows", async () => {
  const { url } = await stubs.start(switchesProtocols);
  await expect(exchange(url, { agent: false, ...limits })).rejects.toMatchObject({ code: "ECONNRESET" });
});

it("an exchange whose answer has more bytes than it may have says so", async () => {
  const { url } = await stubs.start(answers(200, "a".repeat(limits.maxBytes + 1)));
  await expect(exchange(url, { agent: false, ...limits })).rejects.toMatchObject({ code: "EMSGSIZE" });
});

describe("no timer is left", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => void vi.useRealTimers());

  it.each<[string, () => Promise<URL>, object]>([
    ["an answer", async () => (await stubs.start(answers(200))).url, { status: 200 }],
    ["a failure", () => stubs.unusedUrl(), { code: "ECONNREFUSED" }],
  ])("by an exchange that ended with %s", async (_, urlOf, outcome) => {
    const url = await urlOf();
    const exchanged = exchange(url, { agent: keepingAgent(url), ...limits }).catch((error: unknown) => error);
    expect(vi.getTimerCount()).toBe(2);
    expect(await exchanged).toMatchObject(outcome);
    for (let turn = 0; turn < 20 && vi.getTimerCount() > 0; turn += 1) await setImmediate();
    expect(vi.getTimerCount()).toBe(0);
  });
});
