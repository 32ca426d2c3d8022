const FAILURES: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused: nothing listens there",
  ECONNRESET: "the connection broke off before the answer was whole",
  EAI_AGAIN: "the host's name could not be looked up",
  EHOSTUNREACH: "there is no way to the host",
  ENETUNREACH: "there is no way to the host's network",
  ENOTFOUND: "there is no host of that name",
  EPIPE: "the connection broke off before the request was sent",
  ETIMEDOUT: "no connection could be made in time",
  UND_ERR_CONNECT_TIMEOUT: "no connection could be made in time",
  UND_ERR_SOCKET: "the connection broke off before the answer was whole",
  UND_ERR_HEADERS_OVERFLOW: "the answer's headers are too large",
  // Of a certificate's host name.
  ERR_TLS_CERT_ALTNAME_INVALID: "the TLS certificate is another host's",
  CERT_HAS_EXPIRED: "the TLS certificate has expired",
  EPROTO: "TLS failed: does it speak https at all?",
};

/** OpenSSL's verdicts on a chain of certificates, as node names them. */
const NOT_TRUSTED = /^(DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|CERT_)/;

/**
 * @param error what `fetch` or the reading of its answer threw
 * @returns why there was no answer, in plain words with the system's own code; `undefined` for what is no failure of
 *   the network
 */
export const describeNetworkFailure = (error: unknown, timeoutMs: number): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  if (error.name === "TimeoutError") return `no whole answer came within ${timeoutMs / 1_000} s`;
  const cause = error.cause instanceof Error ? error.cause : undefined;
  const code = cause && "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
  if (code) return `${wordsOf(code)} (${code})`;
  // What undici says itself has no code: a port that browsers must not call, an answer that is no HTTP.
  if (error instanceof TypeError && cause) return cause.message || "the request failed";
  return undefined;
};

const wordsOf = (code: string): string => {
  const words = FAILURES[code];
  if (words) return words;
  if (NOT_TRUSTED.test(code)) return "the TLS certificate is not trusted";
  if (code.startsWith("ERR_SSL_") || code.startsWith("ERR_TLS_")) return "TLS failed: does it speak https at all?";
  return "the request failed";
};
