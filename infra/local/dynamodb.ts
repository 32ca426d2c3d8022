import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { createEngine, type Engine } from "./dynamodb/dynalite-engine.ts";
import { DynamoDBFailure, type WireAnswer } from "./dynamodb/protocol.ts";
import { createReadWriteLock } from "./dynamodb/read-write-lock.ts";
import { createTransactions } from "./dynamodb/transactions.ts";

const TRANSACT_WRITE_ITEMS = "DynamoDB_20120810.TransactWriteItems";

/**
 * Adds the missing `TransactWriteItems` to dynalite. A transaction runs exclusively; all other requests go to dynalite
 * unchanged. The lock is held only while the engine works, not while a body is sent, so a slow client cannot hold it.
 */
const withTransactions = (engine: Engine): Engine => {
  const lock = createReadWriteLock();
  const transactWriteItems = createTransactions(engine);
  return (request) =>
    request.method === "POST" && request.headers["x-amz-target"] === TRANSACT_WRITE_ITEMS
      ? lock.exclusive(() => transactWriteItems(request))
      : lock.shared(() => engine(request));
};

const handleRequest = async (engine: Engine, request: IncomingMessage): Promise<WireAnswer> => {
  const { method = "", url = "", headers } = request;
  return engine({ method, url, headers, body: await buffer(request) });
};

const respond = async (engine: Engine, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  try {
    const { status, headers, body } = await handleRequest(engine, request);
    response.writeHead(status, headers).end(body);
  } catch (error) {
    if (response.destroyed) return;
    console.error("The local DynamoDB engine failed:", error);
    const { status, headers, body } = new DynamoDBFailure("InternalServerError", "Internal server error").answer();
    response.writeHead(status, headers).end(body);
  }
};

/**
 * Starts an empty in-memory DynamoDB in this process, on loopback only, without Java: dynalite plus
 * `TransactWriteItems`. It accepts any credentials. It is stricter than the real DynamoDB in one point: a `Query` never
 * sees half of a transaction.
 *
 * `port` defaults to a free one. Resolves with the URL and with `stop`, which closes every connection immediately and may
 * be called more than once. Rejects with the system's error (`EADDRINUSE`, …) if it cannot listen.
 */
export const startDynamoDB = async (
  options: { port?: number } = {},
): Promise<{ url: string; stop(): Promise<void> }> => {
  const engine = withTransactions(createEngine());
  const server = createServer((request, response) => respond(engine, request, response));
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  const close = async (): Promise<void> => {
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };
  let stopped: Promise<void> | undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      stopped ??= close();
      return stopped;
    },
  };
};
