import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { Refusal } from "./answer.ts";
import { groupHeaders, type ReceivedRequest } from "./event.ts";

/** In bytes. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const MAX_BODY = 10 * 1024 * 1024;

/**
 * Reads a complete request.
 *
 * @throws {Refusal} 400 without exactly one `Host` (RFC 9112, section 3.2), 413 for a body above 10 MB
 * @throws {Error} if the client disconnects
 */
export const receive = async (request: IncomingMessage): Promise<ReceivedRequest> => {
  const { method = "", url = "", httpVersion, rawHeaders, socket } = request;
  const { remoteAddress: sourceIp = "127.0.0.1", localPort: port = 0 } = socket;
  const receivedAt = new Date();
  if (groupHeaders(rawHeaders).get("host")?.length !== 1) throw new Refusal(400);
  const body = await readBody(request);
  const target = originForm(url);
  return { method, target, httpVersion, rawHeaders, body, sourceIp, port, requestId: randomUUID(), receivedAt };
};

/** A server must also accept the absolute form, which proxies send (RFC 9112, section 3.2.2). */
const originForm = (target: string): string => target.replace(/^https?:\/\/[^/?]*\/?/i, "/");

/**
 * Keeps nothing of a body that is too large, but reads it to its end before the refusal: a client that is cut off while it
 * sends may not see the answer.
 */
const readBody = (request: IncomingMessage): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BODY) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.on("end", () => (size <= MAX_BODY ? resolve(Buffer.concat(chunks)) : reject(new Refusal(413))));
    request.on("error", reject);
  });
