import { createServer, type RequestListener, type Server } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type RefusalStatus, refuse, toBytes } from "./answer.ts";

/**
 * Bytes of the request line and the headers.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
const MAX_HEAD = 10_240;

/** Milliseconds that a client has to take a refusal and close, before it is cut off. */
const LINGER_MS = 1_000;

export type Listening = { readonly port: number; readonly stop: () => Promise<void> };

/**
 * Listens on both loopback addresses, because `localhost` is 127.0.0.1 to one client and ::1 to the next. Where the
 * machine has no IPv6, on 127.0.0.1 alone.
 *
 * @param port 0 takes a free one
 * @returns the port and a `stop` that cuts every connection
 * @throws an error with code `EADDRINUSE` if the port is taken on either address
 */
export const listen = async (port: number, handle: RequestListener): Promise<Listening> => {
  const ipv4 = await listenOn("127.0.0.1", port, handle);
  try {
    const ipv6 = await listenOn("::1", ipv4.port, handle);
    return { port: ipv4.port, stop: async () => void (await Promise.all([ipv4.stop(), ipv6.stop()])) };
  } catch (error) {
    const code = codeOf(error);
    if (code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT") return ipv4;
    await ipv4.stop();
    if (code === "EADDRINUSE" && port === 0) return listen(port, handle);
    throw error;
  }
};

const listenOn = async (host: string, port: number, handle: RequestListener): Promise<Listening> => {
  // Node refuses at its limit, API Gateway above it. A missing Host is refused with the gateway's own body, not node's.
  const server = createServer({ maxHeaderSize: MAX_HEAD + 1, requireHostHeader: false }, handle);
  server.on("clientError", refuseMalformed);
  // An expectation other than 100-continue is ignored, as RFC 9110, section 10.1.1 allows.
  server.on("checkExpectation", handle);
  // CONNECT is no method that API Gateway has. An Upgrade header is ignored, as RFC 9110, section 7.8 allows: the
  // request is answered in HTTP/1.1 (Java's client asks for HTTP/2 that way with every first request).
  server.on("connect", (_request, socket) => refuseConnection(socket, 400));
  const stop = cutter(server);
  await new Promise<void>((resolve, reject) => {
    server.on("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return { port: typeof address === "object" && address ? address.port : port, stop };
};

/** @returns what stops `server`, however many connections are open, idle or in the midst of a request */
const cutter = (server: Server): (() => Promise<void>) => {
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return () =>
    new Promise((resolve) => {
      // An error here says that the server was not running any more.
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
};

const statusOf: Readonly<Record<string, RefusalStatus>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

const refuseMalformed = (error: Error, socket: Duplex): void => {
  if (codeOf(error) === "ECONNRESET") socket.destroy();
  else refuseConnection(socket, statusOf[codeOf(error) ?? ""] ?? 400);
};

/**
 * Answers on the bare connection and closes this side of it. The other side stays open for a moment, since a client
 * that is cut off while it still sends may lose the answer (RFC 9112, section 9.6).
 */
const refuseConnection = (socket: Duplex, status: RefusalStatus): void => {
  // What still comes in after the first refusal is refused over and over.
  if (!socket.writable) return;
  socket.on("error", () => socket.destroy());
  socket.end(toBytes(refuse(status)));
  socket.resume();
  const lingering = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once("close", () => clearTimeout(lingering));
};

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error ? String(error.code) : undefined;
