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
 * dynalite with the transactions it lacks: `TransactWriteItems` runs alone, everything else goes through as it came.
 * The lock is held while the engine works and not while a body travels, so no slow or vanished client can hold it.
 */
const withTransactions = (engine: Engine): Engine => {
  const lock = createReadWriteLock();
  const transactWriteItems = createTransactions(engine);
  return (request) =>
    request.method === "POST" && request.headers["x-amz-target"] === TRANSACT_WRITE_ITEMS
      ? lock.exclusive(() => transactWriteItems(request))
      : lock.shared(() => engine(request));
};

const answerTo = async (engine: Engine, request: IncomingMessage): Promise<WireAnswer> => {
  const { method = "", url = "", headers } = request;
  return engine({ method, url, headers, body: await buffer(request) });
};

const respond = async (engine: Engine, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  try {
    const { status, headers, body } = await answerTo(engine, request);
    response.writeHead(status, headers).end(body);
  } catch (error) {
    if (response.destroyed) return;
    console.error("The local DynamoDB engine failed:", error);
    const { status, headers, body } = new DynamoDBFailure("InternalServerError", "Internal server error").answer();
    response.writeHead(status, headers).end(body);
  }
};

/**
 * Starts an empty DynamoDB in this process and memory, on loopback only, without Java: dynalite, and in front of it
 * `TransactWriteItems`. Any credentials are accepted. Stronger than the real one in one point: a `Query` never sees
 * half of a transaction.
 *
 * `port` is a free one unless given. Resolves with its URL and with `stop`, which closes every connection at once and
 * may be called again. Rejects with the system's error (`EADDRINUSE`, …) when it cannot listen.
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
