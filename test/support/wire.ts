import { type IncomingHttpHeaders, request } from "node:http";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";

/** Not every machine has IPv6. */
export const hasIPv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === "::1"));

export type Sent = {
  readonly method?: string;
  /** Path and query, sent unchanged. */
  readonly target?: string;
  /** The `Host` header. Default: the URL's host. */
  readonly authority?: string;
  /** Names and values alternate; sent unchanged, after `Host`. */
  readonly headers?: readonly string[];
  readonly body?: string | Buffer;
  /** The address to connect to. */
  readonly host?: string;
};

export type Reply = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer };

/** Sends one request without changing its path, headers or body. */
export const sendTo = (url: string, sent: Sent = {}): Promise<Reply> => {
  const { method = "GET", target = "/", headers = [], body = "", host = "127.0.0.1", authority } = sent;
  const { port, host: ownAuthority } = new URL(url);
  const length = body.length > 0 && !headers.includes("Transfer-Encoding") ? ["Content-Length", byteLength(body)] : [];
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host,
        port,
        method,
        path: target,
        agent: false,
        headers: ["Host", authority ?? ownAuthority, ...headers, ...length],
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () => {
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) });
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
};

/** Sends raw `text` and closes its side. @returns everything received until the other side closes too */
export const sendText = (url: string, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    const chunks: Buffer[] = [];
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.on("error", reject);
    socket.on("close", () => resolve(Buffer.concat(chunks).toString()));
    socket.end(text);
  });

const byteLength = (body: string | Buffer): string => String(Buffer.byteLength(body));
