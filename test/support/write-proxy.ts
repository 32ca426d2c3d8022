import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** Whether a write is stopped before the engine gets it, after the engine has executed it, or not at all. */
export type Moment = "before" | "after" | "during";

/** An error of DynamoDB's, by its name alone or with the other fields of its body. */
type Refusal = string | { readonly type: string; readonly [field: string]: unknown };

/**
 * A proxy between a command and an engine that forwards everything except one write: its request (`before`) or its answer
 * (`after`) is dropped, and `onWrite` is called instead. With `during`, the write is forwarded after `onWrite` is done.
 */
export const startWriteProxy = async (engineUrl: string) => {
  let stopAt: { write: number; moment: Moment; onWrite: () => unknown } | undefined;
  let writes = 0;
  let refusals: readonly Refusal[] = [];
  let sent: string[] = [];

  const pass = async ({ method, headers, url }: IncomingMessage, body: Buffer) => {
    const passed = request(new URL(url ?? "/", engineUrl), { method, headers }).end(body);
    const [answer] = (await once(passed, "response")) as [IncomingMessage];
    return { answer, content: await buffer(answer) };
  };

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<unknown> => {
    const body = await buffer(incoming);
    const isWrite = `${incoming.headers["x-amz-target"]}`.endsWith(".TransactWriteItems");
    if (isWrite) {
      writes += 1;
      sent.push(body.toString());
    }
    const [refusal, ...later] = refusals;
    if (isWrite && refusal !== undefined) {
      refusals = later;
      const { type, ...fields } = typeof refusal === "string" ? { type: refusal } : refusal;
      outgoing.writeHead(400, { "Content-Type": "application/x-amz-json-1.0" });
      return outgoing.end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, ...fields }));
    }
    const stopped = isWrite && stopAt?.write === writes ? stopAt : undefined;
    if (stopped?.moment === "before") return stopped.onWrite();
    if (stopped?.moment === "during") await stopped.onWrite();
    const { answer, content } = await pass(incoming, body);
    if (stopped?.moment === "after") return stopped.onWrite();
    return outgoing.writeHead(answer.statusCode ?? 500, answer.headers).end(content);
  };

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => outgoing.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Starts counting writes at 1, and stops the one with this number. */
    stopAt(write: number, moment: Moment, onWrite: () => unknown) {
      writes = 0;
      stopAt = { write, moment, onWrite };
    },
    /** Answers the next writes with these errors of DynamoDB, one each, in the engine's stead. */
    refuse(...errors: Refusal[]) {
      refusals = errors;
      sent = [];
    },
    /** The bodies of the writes since then, in their order. */
    sent: (): readonly string[] => sent,
    /** May be called again. */
    async stop() {
      if (!server.listening) return;
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};
