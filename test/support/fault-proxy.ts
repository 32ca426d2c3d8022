import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { Behaviour } from "./provider-stub.ts";

/** Whether a call is lost on its way to the service, or its answer once the service has carried it out. */
export type Moment = "before" | "after";
/** A refusal of the service's own, of an AWS JSON protocol. */
type Refusal = { readonly status: number; readonly type: string; readonly message: string };
/** What becomes of the body of the service's answer. */
type Alteration = { readonly alter: (body: string) => string };
export type Fate = "pass" | Moment | Refusal | Alteration | Behaviour;

/**
 * Stands in front of a service, passes everything on and treats each call as the test says. A lost call is a connection
 * that is reset. Calls go by their operation where the service has an AWS JSON protocol, else by their path.
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
    /** The operations that were called, in their order. */
    calls: calls as readonly string[],
    /** What becomes of an operation's calls, which are counted from 1. */
    on(operation: string, fate: (call: number) => Fate | Promise<Fate>) {
      fates.set(operation, fate);
    },
    /** Forgets all of that, and the calls. */
    reset() {
      fates.clear();
      calls.length = 0;
    },
    /** Closes every connection, as a service does with those that were idle for long. */
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
