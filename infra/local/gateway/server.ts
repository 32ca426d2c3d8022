import { createServer, type RequestListener, type Server } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type RefusalStatus, refuse, toBytes } from "./answer.ts";

/**
 * Maximum size of request line and headers, in bytes.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
const MAX_HEAD = 10_240;

/** Time for a client to read a refusal and close, before the gateway closes the connection. */
const LINGER_MS = 1_000;

export type Listening = { readonly port: number; readonly stop: () => Promise<void> };

/**
 * Listens on both loopback addresses, because `localhost` is 127.0.0.1 for some clients and ::1 for others. Without IPv6 on
 * the machine, listens on 127.0.0.1 only.
 *
 * @param port 0 for a free one
 * @returns the port and a `stop` that closes every connection
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
  // Node.js refuses a size equal to its limit, API Gateway only a larger one. A missing Host is refused in `receive`, with
  // the gateway's body and not Node.js's.
  const server = createServer({ maxHeaderSize: MAX_HEAD + 1, requireHostHeader: false }, handle);
  server.on("clientError", refuseMalformed);
  // An expectation other than 100-continue is ignored, as RFC 9110, section 10.1.1 allows.
  server.on("checkExpectation", handle);
  // API Gateway does not support CONNECT. An Upgrade header is ignored, as RFC 9110, section 7.8 allows: the answer is
  // HTTP/1.1 (Java's client asks for HTTP/2 this way in its first request).
  server.on("connect", (_request, socket) => refuseConnection(socket, 400));
  const stop = stopperOf(server);
  await new Promise<void>((resolve, reject) => {
    server.on("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return { port: typeof address === "object" && address ? address.port : port, stop };
};

/** @returns a function that stops `server` and closes all connections, idle or in the middle of a request */
const stopperOf = (server: Server): (() => Promise<void>) => {
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return () =>
    new Promise((resolve) => {
      // An error here only means that the server has already stopped.
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
 * Answers on the raw socket and closes this side of it. The other side stays open for a moment, because a client that is
 * cut off while it sends may lose the answer (RFC 9112, section 9.6).
 */
const refuseConnection = (socket: Duplex, status: RefusalStatus): void => {
  // Data that arrives after the first refusal causes more of these errors.
  if (!socket.writable) return;
  socket.on("error", () => socket.destroy());
  socket.end(toBytes(refuse(status)));
  socket.resume();
  const lingering = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once("close", () => clearTimeout(lingering));
};

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error ? String(error.code) : undefined;
