import { spawn } from "node:child_process";
import diagnostics from "node:diagnostics_channel";
import { once } from "node:events";
import { type ClientRequest, globalAgent } from "node:http";
import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { callProvider, providerUrl } from "../../../functions/shared/auth/provider.ts";
import { createCertificate } from "../../support/certificate.ts";
import { answers, breaksOff, providerStubs, resets, switchesProtocols } from "../../support/provider-stub.ts";

const { start, startTls, unusedUrl } = providerStubs();

/** Code 160, to be tried again after a second, and for the log what went wrong. */
const unavailable = (cause: object = {}) => ({
  body: { errorCode: 160 },
  headers: { "Retry-After": "1" },
  diagnosis: { reason: "identity provider" },
  cause,
});

describe("a provider's URL", () => {
  test.each([
    "https://login.example.com/token",
    "HTTPS://LOGIN.EXAMPLE.COM",
    "http://localhost:3000/token",
    "http://127.0.0.1:3000/token",
    "http://[::1]:3000/token",
  ])("may be %s", (text) => {
    expect(providerUrl(text).href).toBe(new URL(text).href);
  });

  test.each([
    "http://login.example.com/token",
    "http://localhost.evil.example/token",
    "http://127.0.0.1.evil.example/token",
    "http://localhost@evil.example/token",
    "http://192.0.2.1/token",
    "http://[::2]/token",
    "ftp://localhost/token",
    "file:///token",
    "localhost:3000",
    "/token",
    "no URL",
    "",
  ])("may not be %j, which the error names", (text) => {
    expect(() => providerUrl(text)).toThrow(`must be https (or http on loopback): ${text}`);
  });
});

describe("an answer", () => {
  test.each([200, 204, 302, 400, 404, 429, 500, 503])(
    "of status %i is given as it came, after one request",
    async (status) => {
      const body = status === 204 ? Buffer.alloc(0) : Buffer.from([0, 255, 0xc3, 10]);
      const { url, requests } = await start(answers(status, body, { Location: "/elsewhere", Connection: "close" }));
      expect(await callProvider(url)).toEqual({ status, body });
      expect(requests).toEqual([{ method: "GET", target: "/token?a=b", headers: expect.anything(), body: "" }]);
    },
  );

  test.each([
    ["256 KiB is given", 256 * 1024],
    ["no bytes is given", 0],
  ])("of %s", async (_, bytes) => {
    const { url } = await start(answers(200, Buffer.alloc(bytes, "x")));
    expect((await callProvider(url)).body).toHaveLength(bytes);
  });

  test("of more than 256 KiB is code 160, and its connection is closed", async () => {
    const { url, requests, connections } = await start(answers(200, Buffer.alloc(256 * 1024 + 1)), answers(200));
    await expect(callProvider(url)).rejects.toMatchObject(unavailable({ message: "Answer too large" }));
    expect(requests).toHaveLength(1);
    await callProvider(url);
    expect(connections()).toBe(2);
  });

  test("that switches protocols is code 160", { timeout: 5_000 }, async () => {
    const { url } = await start(switchesProtocols);
    await expect(callProvider(url)).rejects.toMatchObject(unavailable());
  });
});

describe("a request", () => {
  const post = {
    method: "POST",
    headers: { "Content-Type": "text/plain", "X-One": "1" },
    body: "grant=client&scope=é",
  } as const;

  test("brings its method, path, headers and body", async () => {
    const { url, requests } = await start(answers(200));
    await callProvider(url, post);
    expect(requests).toMatchObject([
      {
        method: "POST",
        target: "/token?a=b",
        headers: { host: url.host, "content-type": "text/plain", "content-length": "21", "x-one": "1" },
        body: post.body,
      },
    ]);
  });

  test("brings them again when it is tried again", async () => {
    const { url, requests } = await start(resets, answers(200, "second"));
    expect((await callProvider(url, post)).body.toString()).toBe("second");
    const { connection: _, ...headers } = requests[0]?.headers ?? {};
    expect(requests).toMatchObject([{ headers }, { method: "POST", target: "/token?a=b", headers, body: post.body }]);
  });
});

describe("a connection", () => {
  test("is used again", async () => {
    const { url, connections } = await start(answers(200));
    for (const _ of [1, 2, 3]) await callProvider(url);
    expect(connections()).toBe(1);
  });

  test("is kept apart from those of other code, whose agent closes them after a few seconds", async () => {
    const { url } = await start(answers(200));
    await callProvider(url);
    await setImmediate();
    const kept = [...Object.keys(globalAgent.sockets), ...Object.keys(globalAgent.freeSockets)];
    expect(kept.filter((name) => name.includes(url.port))).toEqual([]);
  });

  test.each([1, 3])("that the server closed meanwhile is made anew, were there %i of them", async (count) => {
    const { url, connections, hangUp } = await start(answers(200, "here"));
    await Promise.all(Array.from({ length: count }, () => callProvider(url)));
    // Nothing is awaited in between: like a function that was frozen, the client has yet to notice.
    hangUp();
    expect((await callProvider(url)).body.toString()).toBe("here");
    expect(connections()).toBe(count + 1);
  });

  test("that is reset before any answer is tried once more and no further", async () => {
    const { url, connections } = await start(resets);
    await expect(callProvider(url)).rejects.toMatchObject(unavailable({ name: "ConnectionError", code: "ECONNRESET" }));
    expect(connections()).toBe(2);
  });

  test("that is refused is tried once more and no further", async () => {
    const url = await unusedUrl();
    const attempts: string[] = [];
    const count = (message: unknown) => attempts.push((message as { request: ClientRequest }).request.host);
    diagnostics.subscribe("http.client.request.start", count);
    await expect(callProvider(url)).rejects.toMatchObject(
      unavailable({ name: "ConnectionError", code: "ECONNREFUSED" }),
    );
    diagnostics.unsubscribe("http.client.request.start", count);
    expect(attempts).toEqual(["127.0.0.1", "127.0.0.1"]);
  });

  test("that breaks within the answer is code 160 and not tried again", async () => {
    const { url, requests } = await start(breaksOff, answers(200));
    await expect(callProvider(url)).rejects.toMatchObject(unavailable({ code: "ECONNRESET" }));
    expect(requests).toHaveLength(1);
  });

  test("is not made with a certificate that nobody vouches for", async () => {
    const { url, requests } = await startTls(createCertificate(), answers(200));
    await expect(callProvider(url)).rejects.toMatchObject(unavailable({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" }));
    expect(requests).toEqual([]);
  });
});

test.each<[string, () => Promise<URL>]>([
  ["an answer", async () => (await start(answers(200))).url],
  ["a failure", unusedUrl],
])("after %s nothing keeps the process from ending", async (_, urlOf) => {
  const { href } = new URL("../../../functions/shared/auth/provider.ts", import.meta.url);
  const script = `
    const { callProvider } = await import("${href}");
    await callProvider(new URL("${await urlOf()}")).catch(() => {});
    console.log("done");`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  const done = performance.now();
  await once(child, "exit");
  expect(performance.now() - done).toBeLessThan(500);
});
