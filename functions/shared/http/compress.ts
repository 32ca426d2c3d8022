import type { MiddlewareObj } from "@middy/core";
import Negotiator from "negotiator";
import type { ApiEvent, ApiResult } from "./chain.ts";

/** 1 kB. What is smaller goes in one or two packets, compressed or not. */
const MIN_BYTES = 1_000;

/**
 * Compresses an answer's body of 1,000 bytes or more with what `Accept-Encoding` prefers of `br` and `gzip`, `br` where
 * it weighs them alike (RFC 9110, section 12.5.3). It goes as it is where there is no such header, where `identity`
 * weighs more, and where nothing that can be sent is allowed (`identity;q=0` alone), which section 12.4.1 leaves to us.
 *
 * `Vary: Accept-Encoding` is on every answer that gets here, 200 and 304 and of any size: a 304 must have what its 200
 * would have (section 15.4.5), and no longer knows that one's size. Errors do not get here: they all stay below 1 kB.
 *
 * The weak `ETag` was made before, and stays. Lambda's 6 MB hold for the base64, a third more than the bytes: the
 * largest body of the contract, 4.43 MB, would fit even if nothing could be saved of it.
 */
export const compress = (): MiddlewareObj<ApiEvent, ApiResult> => ({
  after: ({ event, response }) => {
    if (!response) return;
    // Stryker disable next-line StringLiteral: any text below 1,000 bytes is as good, it is only measured
    const { body = "" } = response;
    response.headers = { ...response.headers, Vary: "Accept-Encoding" };
    if (Buffer.byteLength(body) < MIN_BYTES) return;
    const coding = preferredCoding(event.headers["accept-encoding"]);
    const encode = encoders[coding];
    if (!encode) return;
    response.headers["Content-Encoding"] = coding;
    response.body = encode(body).toString("base64");
    response.isBase64Encoded = true;
  },
});

/** Loaded by the first body to compress: 0.6 ms that loading the function does not take. */
const zlib = () => process.getBuiltinModule("node:zlib");

/**
 * Levels by `npm run bench -- compress`, bytes and milliseconds of 100 records, 41,540 bytes as they are:
 *
 * - gzip 1: 5,323 in 0.17; 6: 4,552 in 0.26; 9: 4,438 in 0.32, yet 2 s for a page of the longest texts (6: 0.1 s)
 * - br 4: 4,677 in 0.30; 5: 4,286 in 0.55; 9: 4,212 in 6.0; 11: 3,706 in 41
 *
 * At Lambda's 0.6 of a core br 5 takes 0.5 ms more than gzip 6 and sends 266 bytes less, which pays below 4 Mbit/s: on a
 * telephone, where the time is felt. For faster lines the two differ by less than anybody notices.
 * Synchronous: the thread pool takes twice as long, and an instance has no other request to answer meanwhile.
 */
const encoders: Readonly<Record<string, (body: string) => Buffer>> = {
  br: (body) => {
    const { brotliCompressSync, constants } = zlib();
    return brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
  },
  // Stryker disable next-line ObjectLiteral: 6 is zlib's own default, written because it was chosen
  gzip: (body) => zlib().gzipSync(body, { level: 6 }),
};

/** `Negotiator` as it is; its types are of a version without the second parameter. */
type Negotiation = {
  encoding(offered: readonly string[], options: { preferred: readonly string[] }): string | undefined;
};

// Stryker disable next-line StringLiteral: a header that names no coding of ours is as good as none
const preferredCoding = (acceptEncoding = ""): string => {
  // RFC 9110, section 8.4.1.3: the same coding by its old name.
  const header = acceptEncoding.replace(/\bx-gzip\b/gi, "gzip");
  const negotiation: Negotiation = new Negotiator({ headers: { "accept-encoding": header } });
  // Stryker disable next-line StringLiteral: no encoder has the name `identity` or an empty one
  return negotiation.encoding(["br", "gzip", "identity"], { preferred: ["br", "gzip"] }) ?? "identity";
};
