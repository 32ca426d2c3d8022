import { createHash } from "node:crypto";
import type { MiddlewareObj } from "@middy/core";
import type { ApiEvent, ApiResult } from "./http.ts";

/**
 * Gives every successful answer a weak `ETag` made from its body, and turns it into 304 without a body where
 * `If-None-Match` has that tag (RFC 9110, sections 8.8.3 and 13.1.2). All other headers stay, so that a list that grew
 * behind an unchanged page is noticed.
 *
 * Weak, so that a compressed answer may share it; made from the body alone, so that it is the same for every token.
 */
export const revalidate = (): MiddlewareObj<ApiEvent, ApiResult> => ({
  after: (request) => {
    const { response } = request;
    if (!response?.body) return;
    const tag = `W/"${createHash("sha256").update(response.body).digest("base64url").slice(0, 22)}"`;
    const { "Content-Type": contentType = "", ...others } = response.headers ?? {};
    const headers = { ...others, ETag: tag, "Cache-Control": "private, no-cache" };
    request.response = matches(request.event.headers["if-none-match"], tag)
      ? { statusCode: 304, headers }
      : { ...response, headers: { "Content-Type": contentType, ...headers } };
  },
});

/** The weak comparison of RFC 9110, section 8.8.3.2: a strong tag with the same text matches too. */
const matches = (ifNoneMatch: string | undefined, tag: string): boolean => {
  if (!ifNoneMatch) return false;
  if (ifNoneMatch.trim() === "*") return true;
  return (ifNoneMatch.match(/"[^"]*"/g) ?? []).some((candidate) => `W/${candidate}` === tag);
};
