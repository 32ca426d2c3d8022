import { once } from "node:events";
import http, { type IncomingHttpHeaders, type RequestListener, type ServerResponse } from "node:http";
import https from "node:https";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { Worker } from "node:worker_threads";
import { afterAll } from "vitest";

/** How the provider handles a request. */
export type Behaviour = (response: ServerResponse) => void;

type Received = {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

export type ProviderStub = {
  readonly url: URL;
  /** The received requests, in order. */
  readonly requests: readonly Received[];
  /** The number of connections so far. */
  connections(): number;
  /** The number of open connections. */
  open(): number;
  /** Closes every connection, as a server does after a long idle time; the client notices it later. */
  hangUp(): void;
  /** Sends the text on the first connection, unasked. */
  greet(text: string): void;
};

/** Answers with `body`: text and bytes unchanged, anything else as JSON. */
export const answers =
  (status: number, body: unknown = "", headers: Record<string, string> = {}): Behaviour =>
  (response) => {
    const content = typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    response.writeHead(status, { "Content-Length": Buffer.byteLength(content), ...headers }).end(content);
  };

/** Resets the connection before the first byte of the answer. */
export const resets: Behaviour = ({ socket }) => void socket?.resetAndDestroy();

/** Announces 100 bytes, sends a few of them and resets the connection. */
export const breaksOff: Behaviour = (response) => {
  response.writeHead(200, { "Content-Length": 100 });
  response.write("half a bo", () => resets(response));
};

/** Announces 100 bytes, sends a few of them and closes the connection normally. */
export const endsEarly: Behaviour = (response) => {
  response.writeHead(200, { "Content-Length": 100 });
  response.write("half a bo", () => response.socket?.end());
};

/** Never answers. */
export const stalls: Behaviour = () => {};

/** Sends byte after byte, without an end. */
export const drips: Behaviour = (response) => {
  const timer = setInterval(() => response.write("."), 100);
  response.on("close", () => clearInterval(timer));
};

/** Switches the connection to another protocol without a request for it. */
export const switchesProtocols: Behaviour = ({ socket }) =>
  void socket?.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n");

export const delayed =
  (milliseconds: number, behaviour: Behaviour): Behaviour =>
  (response) =>
    void setTimeout(behaviour, milliseconds, response);

type Stop = () => unknown;

/**
 * Identity providers on loopback with the faults that a test defines. Call it at the top of a test file; they are stopped
 * after its last test, so that tests can run concurrently.
 */
export const providerStubs = () => {
  const stops: Stop[] = [];
  afterAll(() => Promise.all(stops.map((stop) => stop())));

  const serve = async (server: Server, scheme: "http" | "https", behaviours: (index: number) => Behaviour) => {
    const requests: Received[] = [];
    const sockets = new Set<Socket>();
    const hangUp = () => {
      for (const socket of sockets) socket.destroy();
    };
    const listener: RequestListener = async (request, response) => {
      const { method = "", url: target = "", headers } = request;
      const index = requests.push({ method, target, headers, body: await text(request) });
      behaviours(index - 1)(response);
    };
    server.on("request", listener);
    server.on("connection", (socket) => sockets.add(socket));
    stops.push(hangUp, () => server.close());
    const url = new URL(`${scheme}://127.0.0.1:${await listenOnFreePort(server)}/token?a=b`);
    const open = () => [...sockets].filter(({ destroyed }) => !destroyed).length;
    let greeting = "";
    server.once("connection", (socket) => socket.write(greeting));
    const greet = (text: string) => {
      greeting = text;
    };
    return { url, requests, connections: () => sockets.size, open, hangUp, greet };
  };
  const inTurn =
    (behaviours: readonly Behaviour[]) =>
    (index: number): Behaviour =>
      behaviours[Math.min(index, behaviours.length - 1)] ?? stalls;

  return {
    /** A stub: the first behaviour handles the first request and so on; the last one handles all others. */
    start: (...behaviours: Behaviour[]): Promise<ProviderStub> =>
      serve(http.createServer(), "http", inTurn(behaviours)),

    /** The same over TLS, with a key and a certificate. */
    startTls: (certificate: https.ServerOptions, ...behaviours: Behaviour[]): Promise<ProviderStub> =>
      serve(https.createServer(certificate), "https", inTurn(behaviours)),

    /** A server that accepts connections but sends nothing, so that no TLS handshake gets an answer. */
    startSilent: (): Promise<ProviderStub> => serve(createServer(), "https", inTurn([])),

    /** A URL where no server listens. */
    unusedUrl: async (): Promise<URL> => {
      const server = createServer();
      const port = await listenOnFreePort(server);
      server.close();
      await once(server, "close");
      return new URL(`http://127.0.0.1:${port}/token`);
    },

    /** A URL whose server's connection queue is full: the next connection waits without an answer. */
    busyUrl: async (): Promise<URL> => {
      const worker = new Worker(listenAndBlock, { eval: true });
      const [port] = await once(worker, "message");
      const queued = Array.from({ length: QUEUE + 2 }, () => connect(port, "127.0.0.1").on("error", () => {}));
      stops.push(
        () => worker.terminate(),
        () => queued.map((socket) => socket.destroy()),
      );
      return new URL(`http://127.0.0.1:${port}/token`);
    },
  };
};

const listenOnFreePort = async (server: Server): Promise<number> => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
};

const QUEUE = 1;

const listenAndBlock = `
  const { parentPort } = require("node:worker_threads");
  const server = require("node:net").createServer();
  server.listen({ port: 0, host: "127.0.0.1", backlog: ${QUEUE} }, () => {
    parentPort.postMessage(server.address().port);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
`;
