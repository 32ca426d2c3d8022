import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import type { Routes } from "../../../infra/local/gateway/route.ts";
import { type Gateway, startGateway } from "../../../infra/local/gateway.ts";
import { fixtureFunctions } from "../../support/fixture-functions.ts";
import { hasIPv6, sendText, sendTo } from "../../support/wire.ts";

const started: Gateway[] = [];
const functions = fixtureFunctions();

afterEach(async () => {
  await Promise.all(started.splice(0).map(({ stop }) => stop()));
});

const start = async (routes: Routes, port = 0): Promise<Gateway> => {
  const gateway = await startGateway({ port, functions: () => ({ routes }) });
  started.push(gateway);
  return gateway;
};

const ok: Routes[string] = async () => ({ statusCode: 200, body: "ok" });
const never: Routes[string] = () => new Promise(() => {});

const portOf = ({ url }: Gateway): number => Number(new URL(url).port);

const occupy = async (host: string, wanted = 0): Promise<{ server: Server; port: number }> => {
  const server = createServer().listen(wanted, host);
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { server, port };
};

describe("start", () => {
  test("takes a free port and answers on localhost and 127.0.0.1", async () => {
    const { url } = await start({ $default: ok });
    expect(url).toMatch(/^http:\/\/localhost:\d+$/);
    expect((await fetch(url)).status).toBe(200);
    expect((await sendTo(url, { host: "127.0.0.1" })).status).toBe(200);
  });

  test.runIf(hasIPv6)("answers on ::1 as well", async () => {
    const { url } = await start({ $default: ok });
    expect((await sendTo(url, { host: "::1" })).status).toBe(200);
  });

  test("listens on the given port", async () => {
    const { server, port } = await occupy("127.0.0.1");
    server.close();
    await once(server, "close");
    expect((await start({ $default: ok }, port)).url).toBe(`http://localhost:${port}`);
  });

  test("calls `functions` with its URL, and an early request waits for them", async () => {
    let early: Promise<Response> | undefined;
    const gateway = await startGateway({
      functions: (url) => {
        early = fetch(url);
        return { routes: { $default: async () => ({ statusCode: 200, body: url }) } };
      },
    });
    started.push(gateway);
    expect(await (await early)?.text()).toBe(gateway.url);
  });

  test("rejects with EADDRINUSE if the port is taken", async () => {
    const port = portOf(await start({ $default: ok }));
    await expect(start({ $default: ok }, port)).rejects.toMatchObject({ code: "EADDRINUSE" });
  });

  test.runIf(hasIPv6)("rejects if the port is taken on ::1 only, and frees it on 127.0.0.1", { retry: 2 }, async () => {
    // Hence the retries: another test may take the port on one of the addresses in between.
    const { server: ipv4, port } = await occupy("127.0.0.1");
    await occupy("::1", port);
    ipv4.close();
    await once(ipv4, "close");
    await expect(start({ $default: ok }, port)).rejects.toMatchObject({ code: "EADDRINUSE", address: "::1" });
    await occupy("127.0.0.1", port);
  });

  test("rejects with the error of `functions`, and frees the port", async () => {
    let port = 0;
    const failing = startGateway({
      functions: (url) => {
        port = Number(new URL(url).port);
        throw new Error("TABLE is missing");
      },
    });
    await expect(failing).rejects.toThrow("TABLE is missing");
    expect(portOf(await start({ $default: ok }, port))).toBe(port);
  });
});

describe("the gateway's own answers", () => {
  test("404 if no route matches and there is no $default", async () => {
    const { url } = await start({ "POST /oauth/token": ok });
    const { status, body } = await sendTo(url, { target: "/oauth/token" });
    expect({ status, body: body.toString() }).toEqual({ status: 404, body: '{"message":"Not Found"}' });
  });

  test.each(["throw", "exit", "hang", "circular"])("500 for a function that fails: %s", async (command) => {
    const { invoke } = functions.start("runs-command", { timeoutMs: 300 });
    const { url } = await start({ "POST /": invoke });
    const send = (body: string) => sendTo(url, { method: "POST", headers: ["Content-Type", "text/plain"], body });
    const { status, body } = await send(command);
    expect({ status, body: body.toString() }).toEqual({ status: 500, body: '{"message":"Internal Server Error"}' });
    expect((await send("answer")).status).toBe(200);
  });

  test("500 if the function throws synchronously", async () => {
    const { url } = await start({
      $default: () => {
        throw new Error("not even a promise");
      },
    });
    expect((await sendTo(url)).status).toBe(500);
  });
});

describe("stop", () => {
  const openWith = async (gateway: Gateway, text: string) => {
    const socket = connect(portOf(gateway), "127.0.0.1");
    await once(socket, "connect");
    socket.on("error", () => {});
    socket.write(text);
    return socket;
  };

  const closeOf = (socket: Socket) => new Promise((resolve) => socket.on("close", resolve));

  test("closes idle, hanging and half-sent requests within half a second, and may be called twice", async () => {
    const gateway = await start({ "GET /": ok, "GET /hang": never, $default: ok });
    const idle = await openWith(gateway, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await once(idle, "data");
    const sockets = [
      idle,
      await openWith(gateway, "GET /hang HTTP/1.1\r\nHost: localhost\r\n\r\n"),
      await openWith(gateway, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhalf"),
      await openWith(gateway, "GET / HTT"),
    ];
    const closed = Promise.all(sockets.map(closeOf));
    const asked = performance.now();
    await gateway.stop();
    await closed;
    expect(performance.now() - asked).toBeLessThan(500);
    await gateway.stop();
    await expect(sendTo(gateway.url)).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  test.each([
    ["while it sends its body", "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhalf"],
    ["while its function runs", "GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n"],
  ])("is not affected by a client that disconnects %s", async (_name, text) => {
    const slow = Promise.withResolvers<void>();
    const answered = Promise.withResolvers<void>();
    const gateway = await start({
      "GET /slow": async () => {
        slow.resolve();
        await answered.promise;
        return { statusCode: 200, body: "for nobody" };
      },
      $default: ok,
    });
    const socket = await openWith(gateway, text);
    if (text.includes("/slow")) await slow.promise;
    socket.destroy();
    await closeOf(socket);
    answered.resolve();
    expect((await sendTo(gateway.url)).status).toBe(200);
    expect(await sendText(gateway.url, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")).toMatch(/\r\n\r\nok$/);
  });
});
