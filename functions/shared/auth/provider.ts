import { ApiError } from "../errors/api-error.ts";
import { type Answer, ConnectionError, exchange, keepingAgent, type Request } from "../http-client.ts";

/** Milliseconds until a connection must stand, TLS included. */
const CONNECT_MS = 1_000;
/** Milliseconds from the start of one attempt to the last byte of its answer. */
const ATTEMPT_MS = 2_000;
/** Far above any key set or token answer. */
const MAX_BYTES = 256 * 1024;

export type ProviderAnswer = Answer;
type ProviderRequest = Pick<Request, "method" | "headers" | "body">;

const agents = { "https:": keepingAgent(new URL("https://-")), "http:": keepingAgent(new URL("http://-")) };

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
 * of the connection itself, before the head of an answer, is tried again, once.
 *
 * @param url from `providerUrl`
 * @returns the answer, whatever its status; redirects are not followed
 * @throws {ApiError} `unavailable`
 */
export const callProvider = async (url: URL, request: ProviderRequest = {}): Promise<ProviderAnswer> => {
  const attempt = (agent: Request["agent"]) =>
    exchange(url, {
      ...request,
      agent,
      connectMs: CONNECT_MS,
      attemptMs: ATTEMPT_MS,
      maxBytes: MAX_BYTES,
    });
  try {
    return await attempt(agents[url.protocol as keyof typeof agents]).catch((error: unknown) => {
      // On a connection of its own: those kept since the last request may all have been closed by the server.
      if (error instanceof ConnectionError) return attempt(false);
      throw error;
    });
  } catch (cause) {
    throw new ApiError("unavailable", { diagnosis: { reason: "identity provider" }, cause });
  }
};
