import http from "node:http";
import https from "node:https";

const requests = { "https:": https.request, "http:": http.request };

/** Node's own client, because `fetch` loads 30 ms of code at a cold start. */
export type Request = {
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Which connections may be used; `false` means a new one, which is closed afterwards. */
  readonly agent: http.Agent | false;
  readonly signal?: AbortSignal;
  /** Milliseconds until a connection must stand, TLS included. */
  readonly connectMs: number;
  /** Milliseconds from the start to the last byte of the answer. */
  readonly attemptMs: number;
  /** Of the answer's body. */
  readonly maxBytes: number;
};

export type Answer = { readonly status: number; readonly body: Buffer };

/** An agent that keeps connections for later requests to the URL. */
export const keepingAgent = ({ protocol }: URL): http.Agent =>
  new (protocol === "https:" ? https : http).Agent({ keepAlive: true });

/** There was no connection, or it broke off before the head of an answer: `code` is the system's. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
  readonly code: string | undefined;
  constructor(cause: NodeJS.ErrnoException) {
    super("No connection", { cause });
    this.code = cause.code;
  }
}

/**
 * One request and its whole answer, whatever its status; redirects are not followed.
 *
 * @param url `https:` or `http:`
 * @throws {ConnectionError} and whatever else Node says of an exchange that fails, also where a limit is passed
 */
export const exchange = (url: URL, { body, connectMs, attemptMs, maxBytes, ...options }: Request): Promise<Answer> =>
  new Promise((resolve, reject) => {
    let answered = false;
    const outgoing = requests[url.protocol as keyof typeof requests](url, options, (response) => {
      answered = true;
      receive(response, maxBytes).then(resolve, reject);
    });
    limitConnecting(outgoing, url, connectMs);
    limit(outgoing, attemptMs, "ETIME", "No whole answer in time");
    outgoing.on("error", (error) => reject(answered || !hasNoConnection(error) ? error : new ConnectionError(error)));
    // A server that switches protocols closes the request without an error.
    outgoing.on("close", () => answered || reject(failure("ECONNRESET", "No answer")));
    outgoing.end(body);
  });

/** Where this file itself gave up on an exchange, its limit has passed, and the server may be at work. */
const OWN_CODES = new Set(["ETIME", "ABORT_ERR"]);

/** Everything else that fails before the head of an answer failed below HTTP: a name, a connection, TLS, foreign bytes. */
const hasNoConnection = ({ code }: NodeJS.ErrnoException): boolean => !OWN_CODES.has(`${code}`);

const failure = (code: string, message: string): Error => Object.assign(new Error(message), { code });

/** @returns what lifts the limit before the request is over */
const limit = (outgoing: http.ClientRequest, milliseconds: number, code: string, message: string): (() => void) => {
  const timer = setTimeout(() => outgoing.destroy(failure(code, message)), milliseconds);
  const lift = () => clearTimeout(timer);
  outgoing.on("close", lift);
  return lift;
};

const limitConnecting = (outgoing: http.ClientRequest, url: URL, milliseconds: number): void => {
  const connected = limit(outgoing, milliseconds, "ETIMEDOUT", "No connection in time");
  outgoing.on("socket", (socket) => {
    if (socket.connecting) socket.once(url.protocol === "https:" ? "secureConnect" : "connect", connected);
    else connected();
  });
};

const receive = async (response: http.IncomingMessage, maxBytes: number): Promise<Answer> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw failure("EMSGSIZE", "Answer too large");
    chunks.push(chunk);
  }
  return { status: Number(response.statusCode), body: Buffer.concat(chunks) };
};
