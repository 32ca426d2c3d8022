import { decomposeUnverifiedJwt } from "aws-jwt-verify/jwt";

export type TokenParts = ReturnType<typeof decomposeUnverifiedJwt>;

/**
 * Splits a token into its parts and parses them; nothing is verified. The library refuses a `scope` that is an array,
 * which some providers send: it gets the array's strings joined by spaces, as RFC 9068 has them. The signature is checked
 * over `payloadB64`, which stays as it was sent.
 *
 * @throws {JwtParseError} if it is no JWT
 */
export const decomposeToken = (token: string): TokenParts => {
  try {
    return decomposeUnverifiedJwt(token);
  } catch (error) {
    const [header, payloadB64 = "", ...others] = token.split(".");
    const payload = parsePayload(payloadB64);
    if (!Array.isArray(payload?.["scope"])) throw error;
    const scope = payload["scope"].filter(isScope).join(" ");
    const joined = Buffer.from(JSON.stringify({ ...payload, scope })).toString("base64url");
    return { ...decomposeUnverifiedJwt([header, joined, ...others].join(".")), payloadB64 };
  }
};

/** A text with a space is no scope, and must not become two. */
const isScope = (value: unknown): boolean => typeof value === "string" && !value.includes(" ");

const parsePayload = (payloadB64: string): Record<string, unknown> | undefined => {
  try {
    return JSON.parse(Buffer.from(payloadB64, "base64url").toString());
  } catch {
    // The library's own error says what is wrong.
  }
  return undefined;
};
