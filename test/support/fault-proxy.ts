import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { Behaviour } from "./provider-stub.ts";

/** Whether the call is lost before the service gets it, or the answer after the service has executed it. */
export type Moment = "before" | "after";
/** An error answer of the service, in an AWS JSON protocol. */
type Refusal = { readonly status: number; readonly type: string; readonly message: string };
/** Changes the body of the service's answer. */
type Alteration = { readonly alter: (body: string) => string };
export type Fate = "pass" | Moment | Refusal | Alteration | Behaviour;

/**
 * A proxy in front of a service: it forwards each call, or applies the test's fault to it. For a lost call it resets the
 * connection. A call is named by its operation in an AWS JSON protocol, otherwise by its path.
 */
export const startFaultProxy = async (serviceUrl: string) => {
  const fates = new Map<string, (call: number) => Fate | Promise<Fate>>();
  const calls: string[] = [];

  const pass = async ({ method, headers, url }: IncomingMessage, body: Buffer) => {
    const passed = request(new URL(url ?? "/", serviceUrl), { method, headers }).end(body);
    const [answer] = (await once(passed, "response")) as [IncomingMessage];
    return { answer, content: await buffer(answer) };
  };

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const body = await buffer(incoming);
    const { "x-amz-target": target = incoming.url } = incoming.headers;
    const operation = `${target}`.split(".").at(-1) ?? "";
    calls.push(operation);
    const number = calls.filter((call) => call === operation).length;
    const fate = (await fates.get(operation)?.(number)) ?? "pass";
    if (typeof fate === "function") return fate(outgoing);
    if (typeof fate === "object" && "alter" in fate) {
      const { answer, content } = await pass(incoming, body);
      const { "content-length": _, ...headers } = answer.headers;
      return outgoing.writeHead(answer.statusCode ?? 500, headers).end(fate.alter(content.toString()));
    }
    if (typeof fate === "object") {
      const { status, type, message } = fate;
      outgoing.writeHead(status, { "Content-Type": "application/x-amz-json-1.1", "x-amzn-errortype": type });
      return outgoing.end(JSON.stringify({ __type: type, message }));
    }
    if (fate === "before") return outgoing.socket?.resetAndDestroy();
    const { answer, content } = await pass(incoming, body);
    if (fate === "after") return outgoing.socket?.resetAndDestroy();
    return outgoing.writeHead(answer.statusCode ?? 500, answer.headers).end(content);
  };

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => outgoing.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** The called operations, in order. */
    calls: calls as readonly string[],
    /** Sets what happens to an operation's calls, which are counted from 1. */
    on(operation: string, fate: (call: number) => Fate | Promise<Fate>) {
      fates.set(operation, fate);
    },
    /** Removes all faults and recorded calls. */
    reset() {
      fates.clear();
      calls.length = 0;
    },
    /** Closes every connection, as a service does after a long idle time. */
    hangUp() {
      server.closeAllConnections();
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};
