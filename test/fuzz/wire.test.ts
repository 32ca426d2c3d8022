import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { exchange } from "./wire.ts";

const stops: (() => Promise<unknown>)[] = [];
afterEach(() => Promise.all(stops.splice(0).map((stop) => stop())));

/** @returns what `exchange` sees of a server that does as `serve` says with each connection */
const seen = async (serve: (socket: Socket) => void, request = "GET / HTTP/1.1\r\n\r\n", limit = 10_000) => {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket.on("error", () => {}));
    socket.once("data", () => serve(socket));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  stops.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, "close");
  });
  const { port } = server.address() as AddressInfo;
  const { ms: _, ...others } = await exchange({ port, bytes: Buffer.from(request), hangsUp: false, limit });
  return { ...others, answers: others.answers.map(({ body, ...head }) => ({ ...head, body: `${body}` })) };
};

const OK = "HTTP/1.1 200 OK\r\nX-A: 1\r\nx-a: 2 \r\nContent-Length: 2\r\nConnection: close\r\n\r\n";
const headers = [
  ["x-a", "1"],
  ["x-a", "2 "],
  ["content-length", "2"],
  ["connection", "close"],
];
const answer = { status: 200, headers, body: "{}" };
const good = { answers: [answer], rest: "", outOfTime: false };

describe("an exchange", () => {
  it("keeps every header of an answer as it came", async () => {
    expect(await seen((socket) => socket.end(`${OK}{}`))).toEqual(good);
  });

  it("puts an answer together that comes byte by byte, after an interim one", async () => {
    const bytes = [...`HTTP/1.1 100 Continue\r\n\r\n${OK}{}`];
    const drip = (socket: Socket) => {
      const byte = bytes.shift();
      if (byte === undefined) socket.end();
      else socket.write(byte, () => setImmediate(drip, socket));
    };
    expect(await seen(drip)).toEqual(good);
  });

  it("does not wait for the end of a connection that stays open", async () => {
    const kept = `${OK}{}`.replace("close", "keep-alive");
    expect(await seen((socket) => socket.write(kept))).toMatchObject({ answers: [{ body: "{}" }], outOfTime: false });
  });

  it("takes no body for an answer to HEAD", async () => {
    expect(await seen((socket) => socket.end(OK), "HEAD / HTTP/1.1\r\n\r\n")).toMatchObject({
      answers: [{ body: "" }],
      rest: "",
    });
  });

  it.each([
    ["bytes after an answer", `${OK}{}more`, 1, "more"],
    ["a second answer", `${OK}{}${OK}{}`, 2, ""],
    ["half an answer", OK, 0, OK],
    ["a line feed that splits a header", "HTTP/1.1 200 OK\r\nA: b\nC: d\r\n\r\n", 0, /A: b\nC: d/],
  ])("hides nothing: %s", async (_, bytes, answers, rest) => {
    const all = await seen((socket) => socket.end(bytes));
    expect(all.answers).toHaveLength(answers);
    expect(all.rest).toEqual(typeof rest === "string" ? rest : expect.stringMatching(rest));
  });

  it("gives up at its limit, and takes a reset for the end", async () => {
    expect(await seen(() => {}, undefined, 50)).toEqual({ answers: [], rest: "", outOfTime: true });
    expect(await seen((socket) => socket.resetAndDestroy())).toEqual({ answers: [], rest: "", outOfTime: false });
  });
});
