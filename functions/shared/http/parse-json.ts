import type { MiddlewareObj } from "@middy/core";
import { ApiError } from "../errors/api-error.ts";
import type { ApiEvent, Parsed } from "./chain.ts";

/**
 * Parses the body, plain or in base64, and passes it on as `json`, which is `undefined` if there is no body.
 *
 * @throws {ApiError} `requestNotValid` if it is not JSON in UTF-8
 */
export const parseJson = (): MiddlewareObj<ApiEvent & Parsed> => ({
  before: ({ event }) => {
    const { body, isBase64Encoded } = event;
    if (!body) return;
    try {
      event.json = JSON.parse(isBase64Encoded ? decodeUtf8(Buffer.from(body, "base64")) : body);
    } catch {
      // The parser's own message quotes the body, which may hold a secret.
      throw new ApiError("requestNotValid", { detail: "body: must be JSON in UTF-8" });
    }
  },
});

const decodeUtf8 = (bytes: Uint8Array): string =>
  new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
