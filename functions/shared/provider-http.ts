import http from "node:http";
import https from "node:https";
import { ApiError } from "./errors.ts";

/** Milliseconds until a connection must stand, TLS included. */
const CONNECT_MS = 1_000;
/** Milliseconds from the start of one attempt to the last byte of its answer. */
const ATTEMPT_MS = 2_000;
/** Far above any key set or token answer. */
const MAX_BYTES = 256 * 1024;

const transports = {
  "https:": { request: https.request, agent: new https.Agent({ keepAlive: true }) },
  "http:": { request: http.request, agent: new http.Agent({ keepAlive: true }) },
};

export type ProviderAnswer = { readonly status: number; readonly body: Buffer };
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
 * Calls the identity provider and waits for its answer, within 4 seconds in all: an attempt has 2, and only a failure
 * of the connection itself, before the head of an answer, is tried again, once. Node's own client, because `fetch`
 * loads 30 ms of code at a cold start.
 *
 * @param url from `providerUrl`
 * @returns the answer, whatever its status; redirects are not followed
 * @throws {ApiError} `unavailable`
 */
export const callProvider = async (url: URL, request: Request = {}): Promise<ProviderAnswer> => {
  const { agent } = transports[url.protocol as keyof typeof transports];
  try {
    return await attempt(url, request, agent).catch((error: unknown) => {
      // On a connection of its own: those kept since the last request may all have been closed by the server.
      if (error instanceof ConnectionError) return attempt(url, request, false);
      throw error;
    });
  } catch (cause) {
    throw new ApiError("unavailable", { diagnosis: { reason: "identity provider" }, cause });
  }
};

/** What the system says of a connection that could not be made or broke off, and of a name that could not be found. */
const CONNECTION_FAILURES = new Set([
  "EAI_AGAIN",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
]);

const hasNoConnection = ({ code }: NodeJS.ErrnoException): boolean => CONNECTION_FAILURES.has(`${code}`);

class ConnectionError extends Error {
  override readonly name = "ConnectionError";
  readonly code: string | undefined;
  constructor(cause: NodeJS.ErrnoException) {
    super("No connection", { cause });
    this.code = cause.code;
  }
}

const attempt = (url: URL, { method = "GET", headers = {}, body }: Request, agent: http.Agent | false) =>
  new Promise<ProviderAnswer>((resolve, reject) => {
    const signal = AbortSignal.timeout(ATTEMPT_MS);
    let answered = false;
    const { request } = transports[url.protocol as keyof typeof transports];
    const outgoing = request(url, { method, headers, agent, signal }, (response) => {
      answered = true;
      receive(response).then(resolve, reject);
    });
    limitConnecting(outgoing, url);
    outgoing.on("error", (error) => reject(answered || !hasNoConnection(error) ? error : new ConnectionError(error)));
    // A server that switches protocols closes the request without an error.
    outgoing.on("close", () => answered || reject(new Error("No answer")));
    outgoing.end(body);
  });

const limitConnecting = (outgoing: http.ClientRequest, url: URL): void => {
  const timer = setTimeout(() => {
    outgoing.destroy(Object.assign(new Error("No connection in time"), { code: "ETIMEDOUT" }));
  }, CONNECT_MS);
  const connected = () => clearTimeout(timer);
  outgoing.on("socket", (socket) => {
    if (socket.connecting) socket.once(url.protocol === "https:" ? "secureConnect" : "connect", connected);
    else connected();
  });
  outgoing.on("close", connected);
};

const receive = async (response: http.IncomingMessage): Promise<ProviderAnswer> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new Error("Answer too large");
    chunks.push(chunk);
  }
  return { status: Number(response.statusCode), body: Buffer.concat(chunks) };
};
