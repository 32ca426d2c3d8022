import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { type DynamoDBClient, ListTablesCommand, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { startDynamoDB } from "../../../infra/local/dynamodb.ts";
import { clientFor, embeddedEngine } from "../../support/engines.ts";
import { openTransactionTable } from "../../support/transaction-table.ts";

const connectTo = async (url: string): Promise<Socket> => {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  return socket;
};

/** Resolves also on an error: a connection that is closed while data is sent is reset. */
const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.on("error", () => {});
    socket.on("close", () => resolve());
  });

/** Sends a transaction's head, which promises a body of 1,000 bytes, and the beginning of that body. */
const beginTransaction = async (url: string): Promise<Socket> => {
  const socket = await connectTo(url);
  const head = ["POST / HTTP/1.1", "Host: local", "X-Amz-Target: DynamoDB_20120810.TransactWriteItems"];
  socket.write(`${[...head, "Content-Length: 1000"].join("\r\n")}\r\n\r\n{"TransactItems":[`);
  return socket;
};

describe("stopping the embedded engine", () => {
  test("takes a fraction of a second with idle connections and unfinished requests, and frees the port", async () => {
    const { url, stop } = await startDynamoDB();
    const client = clientFor(url);
    await client.send(new ListTablesCommand());
    const idle = await connectTo(url);
    const unfinished = await beginTransaction(url);
    const bothEnd = Promise.all([closed(idle), closed(unfinished)]);

    const start = performance.now();
    await stop();
    expect(performance.now() - start).toBeLessThan(500);
    await bothEnd;
    await expect(client.send(new ListTablesCommand())).rejects.toMatchObject({ code: "ECONNREFUSED" });
    client.destroy();

    const port = Number(new URL(url).port);
    const successor = await startDynamoDB({ port });
    expect(successor.url).toBe(url);
    await successor.stop();
  });

  test("is possible twice, at once and later", async () => {
    const { stop } = await startDynamoDB();
    await Promise.all([stop(), stop()]);
    await stop();
  });
});

describe("starting the embedded engine", () => {
  test("rejects on a port that is taken", async () => {
    const { url, stop } = await startDynamoDB();
    await expect(startDynamoDB({ port: Number(new URL(url).port) })).rejects.toMatchObject({ code: "EADDRINUSE" });
    await stop();
  });

  test("gives each engine its own data", async () => {
    const one = await openTransactionTable(embeddedEngine);
    const other = await openTransactionTable(embeddedEngine);
    expect((await one.client.send(new ListTablesCommand())).TableNames).toContain(one.TableName);
    expect((await other.client.send(new ListTablesCommand())).TableNames).not.toContain(one.TableName);
    await Promise.all([one.close(), other.close()]);
  });
});

describe("a client of the embedded engine", () => {
  let url: string;
  let stop: () => Promise<void>;
  let client: DynamoDBClient;
  beforeEach(async () => {
    ({ url, stop } = await startDynamoDB());
    client = clientFor(url);
  });
  afterEach(async () => {
    client.destroy();
    await stop();
  });

  test("that does not finish sending its transaction delays nobody", async () => {
    const socket = await beginTransaction(url);
    expect((await client.send(new ListTablesCommand())).TableNames).toEqual([]);
    socket.destroy();
  });

  test("that disconnects while sending its transaction causes no error", async () => {
    const reported = vi.spyOn(console, "error");
    const socket = await beginTransaction(url);
    socket.destroy();
    await once(socket, "close");
    expect((await client.send(new ListTablesCommand())).TableNames).toEqual([]);
    expect(reported).not.toHaveBeenCalled();
    reported.mockRestore();
  });

  test("that disconnects before the answer leaves a complete transaction or none, and no lock", async () => {
    const table = await openTransactionTable({ name: "this one", start: async () => ({ url, stop: async () => {} }) });
    const positions = Array.from({ length: 100 }, (_, position) => position);
    for (const waitMs of [0, 1, 2, 4, 8, 16]) {
      const list = table.list();
      const TransactItems = positions.map((position) => list.put(position, 1));
      const abortSignal = AbortSignal.timeout(waitMs);
      await table.client.send(new TransactWriteItemsCommand({ TransactItems }), { abortSignal }).catch(() => {});
      expect([0, 100]).toContain(Object.keys(await list.amounts()).length);
    }
    await table.close();
  });
});
