import http from "node:http";
import https from "node:https";
import { describe, expect, it } from "vitest";
import { exchange, keepingAgent } from "../../functions/shared/http-client.ts";
import { providerStubs } from "../support/provider-stub.ts";

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
