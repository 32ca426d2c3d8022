import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** A request and its answer, which a test may change before it is sent. */
export type Exchange = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly asked: IncomingHttpHeaders;
  readonly sent: string;
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
  /** If set, no answer is sent. */
  stalled?: true;
};

/** May be asynchronous. */
export type Tamper = (exchange: Exchange) => void;

/**
 * A proxy in front of an API under `prefix`, as its public host: the links in the answers point to the proxy.
 *
 * @param apiUrl without a slash at the end
 */
export const startTamperingProxy = async (apiUrl: string, prefix = "") => {
  let tamper: Tamper = () => {};
  let url = "";

  const pass = async (incoming: IncomingMessage): Promise<Exchange> => {
    const { method = "", url: target = "", headers: asked } = incoming;
    if (!target.startsWith(`${prefix}/`)) throw new Error(`Not under the prefix: ${target}`);
    const body = await buffer(incoming);
    const own = new URL(`${apiUrl}${target.slice(prefix.length)}`);
    // Tests change text, so the body must not be compressed.
    const headers = { ...asked, host: own.host, "accept-encoding": "identity" };
    const passed = request(own, { method, headers }).end(body);
    const [answer] = (await once(passed, "response")) as [IncomingMessage];
    const { "content-length": _, connection: _hop, "keep-alive": _too, ...kept } = answer.headers;
    const named = Object.entries(kept).map(([name, value]) => [name, `${value}`.replaceAll(apiUrl, url)]);
    return {
      method,
      path: own.pathname,
      query: own.searchParams,
      asked,
      sent: body.toString(),
      status: answer.statusCode ?? 0,
      headers: Object.fromEntries(named),
      body: (await buffer(answer)).toString(),
    };
  };

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const exchange = await pass(incoming);
    await tamper(exchange);
    if (exchange.stalled) return;
    outgoing.writeHead(exchange.status, exchange.headers).end(exchange.body);
  };

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => outgoing.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`;
  return {
    url,
    /** Applies `change` to every answer from now on. */
    tamper(change: Tamper) {
      tamper = change;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};
