import { brotliDecompressSync, gunzipSync } from "node:zlib";
import type { ApiHandler } from "../../functions/shared/http/chain.ts";
import { expectDocumented } from "./documented.ts";
import { type Reply, type Sent, sendTo } from "./wire.ts";

const decoders: Readonly<Record<string, (body: Buffer) => Buffer>> = { br: brotliDecompressSync, gzip: gunzipSync };

const textOf = (body: Buffer, coding: unknown): string => (decoders[`${coding}`]?.(body) ?? body).toString();

/** @returns a handler that checks each answer against the OpenAPI document */
export const documentedHandler =
  (handler: ApiHandler): ApiHandler =>
  async (event, context) => {
    const answer = await handler(event, context);
    const { headers = {}, body = "", isBase64Encoded } = answer;
    expectDocumented({
      method: event.requestContext.http.method,
      path: event.rawPath,
      status: answer.statusCode ?? 0,
      headers,
      body: textOf(Buffer.from(body, isBase64Encoded ? "base64" : "utf8"), headers["Content-Encoding"]),
    });
    return answer;
  };

/** `fetch` that checks each answer against the OpenAPI document. */
export const documentedFetch = async (url: URL | string, options: RequestInit = {}): Promise<Response> => {
  const answer = await fetch(url, options);
  // A copy, so that the caller can still read the body, which `fetch` has decoded.
  const copy = answer.clone();
  expectDocumented({
    method: options.method ?? "GET",
    path: new URL(url).pathname,
    status: copy.status,
    headers: Object.fromEntries(copy.headers),
    body: await copy.text(),
  });
  return answer;
};

/** `sendTo` that checks each answer against the OpenAPI document. */
export const documentedSend = async (url: string, sent: Sent = {}): Promise<Reply> => {
  const { status, headers, body } = await sendTo(url, sent);
  const { method = "GET", target = "/" } = sent;
  const [path = ""] = target.split("?");
  expectDocumented({ method, path, status, headers, body: textOf(body, headers["content-encoding"]) });
  return { status, headers, body };
};
