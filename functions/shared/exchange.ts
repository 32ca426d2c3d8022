import http from "node:http";
import https from "node:https";
import { ApiError } from "./errors.ts";

/** Milliseconds until a connection must stand, TLS included. */
const CONNECT_MS = 1_000;
/** Milliseconds from the start of one attempt to the last byte of its answer. */
const ATTEMPT_MS = 2_000;
/** Far above any key set or token answer. */
const MAX_BYTES = 256 * 1024;

const agents = {
  "https:": { request: https.request, agent: new https.Agent({ keepAlive: true }) },
  "http:": { request: http.request, agent: new http.Agent({ keepAlive: true }) },
};

export type Exchange = { readonly status: number; readonly body: Buffer };
type Request = { method?: "GET" | "POST"; headers?: Record<string, string>; body?: string };

/**
 * Parses an identity provider's URL.
 *
 * @throws {Error} unless it is `https:`, or `http:` on loopback, where nothing leaves the machine
 */
export const providerUrl = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const loopback = url?.protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  if (!url || (url.protocol !== "https:" && !loopback)) {
    throw new Error(`An identity provider's URL must be https (or http on loopback): ${text}`);
  }
  return url;
};

/**
 * One exchange with the identity provider, within 4 seconds in all: an attempt has 2, and only a failure of the connection
 * itself, before any answer, is tried again, once. Node's own client, because `fetch` loads 30 ms of code at a cold start.
 *
 * @param url from `providerUrl`
 * @returns the answer, whatever its status; redirects are not followed
 * @throws {ApiError} `unavailable`
 */
export const exchange = async (url: URL, request: Request = {}): Promise<Exchange> => {
  try {
    return await attempt(url, request).catch((error: unknown) => {
      if (error instanceof ConnectionError) return attempt(url, request);
      throw error;
    });
  } catch (cause) {
    throw new ApiError("unavailable", { diagnosis: { reason: "identity provider" }, cause });
  }
};

class ConnectionError extends Error {
  override readonly name = "ConnectionError";
  readonly code: string | undefined;
  constructor(cause: NodeJS.ErrnoException) {
    super("No connection", { cause });
    this.code = cause.code;
  }
}

const attempt = (url: URL, { method = "GET", headers = {}, body }: Request): Promise<Exchange> =>
  new Promise((resolve, reject) => {
    const { request, agent } = agents[url.protocol as keyof typeof agents];
    const signal = AbortSignal.timeout(ATTEMPT_MS);
    const outgoing = request(url, { method, headers, agent, signal }, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MAX_BYTES) response.destroy(new Error("Answer too large"));
        else chunks.push(chunk);
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }));
      response.on("error", reject);
      outgoing.off("error", fail);
      outgoing.on("error", reject);
    });
    const fail = (error: NodeJS.ErrnoException) => reject(signal.aborted ? error : new ConnectionError(error));
    const connecting = setTimeout(
      () => outgoing.destroy(Object.assign(new Error("No connection in time"), { code: "ETIMEDOUT" })),
      CONNECT_MS,
    );
    outgoing.on("socket", (socket) => {
      if (socket.connecting)
        socket.once(url.protocol === "https:" ? "secureConnect" : "connect", () => clearTimeout(connecting));
      else clearTimeout(connecting);
    });
    outgoing.on("close", () => clearTimeout(connecting));
    outgoing.on("error", fail);
    outgoing.end(body);
  });
