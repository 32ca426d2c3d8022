import { createHash } from "node:crypto";
import type { ApiEvent, ApiResult } from "./chain.ts";
import type { JsonResult } from "./json.ts";

/**
 * Adds a weak `ETag` made from the body, and turns the answer into 304 without a body if `If-None-Match` has that tag
 * (RFC 9110, sections 8.8.3 and 13.1.2). All other headers stay, so that a client notices when the list grew and this
 * page did not change.
 *
 * Weak, so that a compressed answer may share it; made from the body alone, so that it is the same for every token.
 */
export const revalidate = ({ headers: asked }: ApiEvent, { statusCode, headers, body }: JsonResult): ApiResult => {
  const tag = `W/"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  const { "Content-Type": contentType, ...others } = headers;
  const kept = { ...others, ETag: tag, "Cache-Control": "private, no-cache" };
  return matches(asked["if-none-match"], tag)
    ? { statusCode: 304, headers: kept }
    : { statusCode, headers: { "Content-Type": contentType, ...kept }, body };
};

/** The weak comparison of RFC 9110, section 8.8.3.2: a strong tag with the same text matches too. */
// Stryker disable next-line StringLiteral: any text without a tag in quotes is as good as none
const matches = (ifNoneMatch = "", tag: string): boolean =>
  ifNoneMatch.trim() === "*" || [...ifNoneMatch.matchAll(/"[^"]*"/g)].some(([candidate]) => `W/${candidate}` === tag);
