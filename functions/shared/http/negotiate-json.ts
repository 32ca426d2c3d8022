import type { MiddlewareObj } from "@middy/core";
import { parse as parseContentType } from "content-type";
import Negotiator from "negotiator";
import { ApiError } from "../errors/api-error.ts";
import type { ApiEvent } from "./chain.ts";
import { JSON_TYPE } from "./json.ts";

/**
 * Content negotiation for an API that only speaks JSON (RFC 9110, section 12). An absent or empty header is accepted.
 *
 * @throws {ApiError} `notAcceptable` if `Accept` excludes JSON, `formatNotSupported` if `Content-Type` is not JSON
 */
export const negotiateJson = (): MiddlewareObj<ApiEvent> => ({
  before: ({ event: { headers } }) => {
    const accept = headers["accept"]?.trim() || "*/*";
    // JSON has no variants to choose from, so parameters other than the weight (`charset=utf-8`) are ignored.
    const ranges = accept.replace(/;(?!\s*q\s*=)[^;,]*/gi, "");
    if (!new Negotiator({ headers: { accept: ranges } }).mediaType(["application/json"])) {
      throw new ApiError("notAcceptable", { detail: `header Accept: must allow ${JSON_TYPE}` });
    }
    const contentType = headers["content-type"]?.trim();
    if (contentType && !/^application\/(?:[\w!#$&^.+-]+\+)?json$/.test(parseContentType(contentType).type)) {
      throw new ApiError("formatNotSupported", { detail: "header Content-Type: must be application/json" });
    }
  },
});
