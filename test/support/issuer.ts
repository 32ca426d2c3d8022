import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { onTestFinished } from "vitest";

export const SCOPE = "ruangkerja/webinar.read";
export const AUDIENCE = "https://api.ruangkerja.example";

type SignOptions = { kid?: string; alg?: string; key?: CryptoKey | Uint8Array; header?: Record<string, unknown> };

/**
 * An issuer for arbitrary test tokens: a key set on loopback with one ES256 and one RS256 key, and `sign`, which changes a
 * valid access token. The end-to-end tests use a certified provider's tokens.
 */
export const startIssuer = async () => {
  const es256 = await generateKeyPair("ES256");
  const rs256 = await generateKeyPair("RS256");
  const keys = [
    { ...(await exportJWK(es256.publicKey)), kid: "es", alg: "ES256", use: "sig" },
    { ...(await exportJWK(rs256.publicKey)), kid: "rs", alg: "RS256", use: "sig" },
  ];
  const state = { keys, fetches: 0, status: 200, hold: Promise.resolve() };
  const server = createServer(async (_, response) => {
    state.fetches += 1;
    const { status } = state;
    await state.hold;
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify({ keys: state.keys }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const claims = (): JWTPayload => {
    const now = Math.floor(Date.now() / 1_000);
    return { iss: issuer, aud: AUDIENCE, client_id: "demo", scope: SCOPE, iat: now, exp: now + 3_600 };
  };
  const sign = (changes: Record<string, unknown> = {}, { kid = "es", alg = "ES256", key, header }: SignOptions = {}) =>
    new SignJWT({ ...claims(), ...changes })
      .setProtectedHeader({ alg, kid, typ: "at+jwt", ...header })
      .sign(key ?? (alg === "RS256" ? rs256 : es256).privateKey);

  return {
    issuer,
    jwksUri: `${issuer}/jwks`,
    claims,
    sign,
    state,
    publicKey: es256.publicKey,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

export type Issuer = Awaited<ReturnType<typeof startIssuer>>;

/** An issuer for one test, stopped after it. */
export const issuerForTest = async (): Promise<Issuer> => {
  const issuer = await startIssuer();
  onTestFinished(issuer.stop);
  return issuer;
};
