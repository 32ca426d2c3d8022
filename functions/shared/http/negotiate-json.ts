import type { MiddlewareObj } from "@middy/core";
import { ApiError } from "../errors/api-error.ts";
import type { ApiEvent } from "./chain.ts";
import { JSON_TYPE } from "./json.ts";

/**
 * Content negotiation for an API that only speaks JSON (RFC 9110, section 12). An absent or empty header is accepted. The
 * parsers are loaded by the first header that needs them, not at a cold start.
 *
 * @throws {ApiError} `notAcceptable` if `Accept` excludes JSON, `formatNotSupported` if `Content-Type` is not JSON
 */
export const negotiateJson = (): MiddlewareObj<ApiEvent> => ({
  before: async ({ event: { headers } }) => {
    const accept = headers["accept"]?.trim();
    if (accept && !(await allowsJson(accept))) {
      throw new ApiError("notAcceptable", { detail: `header Accept: must allow ${JSON_TYPE}` });
    }
    const contentType = headers["content-type"]?.trim();
    if (contentType && !(await isJson(contentType))) {
      throw new ApiError("formatNotSupported", { detail: "header Content-Type: must be application/json" });
    }
  },
});

const allowsJson = async (accept: string): Promise<boolean> => {
  const { default: Negotiator } = await import("negotiator");
  // JSON has no variants to choose from, so parameters other than the weight (`charset=utf-8`) are ignored.
  const ranges = accept.replace(/;(?!\s*q\s*=)[^;,]*/gi, "");
  return new Negotiator({ headers: { accept: ranges } }).mediaType(["application/json"]) !== undefined;
};

const isJson = async (contentType: string): Promise<boolean> => {
  const { parse } = await import("content-type");
  return /^application\/(?:[\w!#$&^.+-]+\+)?json$/.test(parse(contentType).type);
};
