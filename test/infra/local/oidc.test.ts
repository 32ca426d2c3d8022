import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { promisify } from "node:util";
import { createRemoteJWKSet, type JSONWebKeySet, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type OidcProvider, startOidc } from "../../../infra/local/oidc.ts";
import { AUDIENCE, SCOPE } from "../../support/issuer.ts";

const CLIENTS = [
  { clientID: "demo", clientSecret: "demo-secret" },
  { clientID: "other", clientSecret: "other-secret" },
];
const OPTIONS = { clients: CLIENTS, scope: SCOPE, audience: AUDIENCE };

let oidc: OidcProvider;
beforeAll(async () => {
  oidc = await startOidc(OPTIONS);
});
afterAll(() => oidc.stop());

/** Requests a token as in RFC 6749, section 4.4. */
const askFor = async (
  clientID: string,
  clientSecret: string,
  parameters: Record<string, string> = { scope: SCOPE },
) => {
  const response = await fetch(oidc.tokenEndpoint, {
    method: "POST",
    headers: { Authorization: `Basic ${btoa(`${clientID}:${clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: "client_credentials", ...parameters }),
  });
  const json = (await response.json()) as { access_token: string };
  return { status: response.status, json };
};

const verify = (token: string) =>
  jwtVerify(token, createRemoteJWKSet(new URL(oidc.jwksUri)), { issuer: oidc.issuer, algorithms: ["ES256"] });

describe("an access token", () => {
  test("is a bearer token for 43,200 seconds", async () => {
    const { status, json } = await askFor("demo", "demo-secret");
    expect(status).toBe(200);
    expect(json).toEqual({
      access_token: expect.any(String),
      expires_in: 43_200,
      token_type: "Bearer",
      scope: SCOPE,
    });
    const { payload } = await verify(json.access_token);
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(43_200);
  });

  test.each(CLIENTS)("for $clientID is a JWT (RFC 9068) that the key set verifies", async (client) => {
    const { json } = await askFor(client.clientID, client.clientSecret);
    const { payload, protectedHeader } = await verify(json.access_token);
    expect(protectedHeader).toEqual({ alg: "ES256", typ: "at+jwt", kid: expect.any(String) });
    expect(payload).toMatchObject({ iss: oidc.issuer, aud: AUDIENCE, scope: SCOPE, client_id: client.clientID });
  });
});

test.each([{}, { scope: "ruangkerja/webinar.write" }])(
  "an access token requested with %j has no scope",
  async (asked) => {
    const { json } = await askFor("demo", "demo-secret", asked);
    const { payload } = await verify(json.access_token);
    expect(payload).toMatchObject({ aud: AUDIENCE, client_id: "demo" });
    expect(payload).not.toHaveProperty("scope");
  },
);

describe("a refusal", () => {
  test.each([
    ["a wrong secret", "demo", "wrong"],
    ["another client's secret", "demo", "other-secret"],
    ["an unknown client", "nobody", "demo-secret"],
  ])("for %s is invalid_client", async (_, clientID, clientSecret) => {
    const { status, json } = await askFor(clientID, clientSecret);
    expect(status).toBe(401);
    expect(json).toMatchObject({ error: "invalid_client" });
  });

  test("for another grant is unsupported_grant_type", async () => {
    const { status, json } = await askFor("demo", "demo-secret", { grant_type: "refresh_token", refresh_token: "t" });
    expect(status).toBe(400);
    expect(json).toMatchObject({ error: "unsupported_grant_type" });
  });
});

test("the key set has one public ES256 key, different for each provider", async () => {
  const keysOf = async ({ jwksUri }: OidcProvider) => ((await (await fetch(jwksUri)).json()) as JSONWebKeySet).keys;
  const [key, ...others] = await keysOf(oidc);
  expect(others).toEqual([]);
  expect(key).toMatchObject({ kty: "EC", crv: "P-256", alg: "ES256", use: "sig" });
  expect(key).not.toHaveProperty("d");
  const another = await startOidc(OPTIONS);
  expect(await keysOf(another)).not.toMatchObject([{ x: key?.x }]);
  await another.stop();
});

test("the discovery document names the same issuer, token endpoint and key set", async () => {
  const response = await fetch(`${oidc.issuer}/.well-known/openid-configuration`);
  expect(await response.json()).toMatchObject({
    issuer: oidc.issuer,
    token_endpoint: oidc.tokenEndpoint,
    jwks_uri: oidc.jwksUri,
  });
});

test("the provider prints nothing, and after its stop the process ends", async () => {
  const { href } = new URL("../../../infra/local/oidc.ts", import.meta.url);
  const script = `
    const { startOidc } = await import("${href}");
    const { tokenEndpoint, stop } = await startOidc(${JSON.stringify(OPTIONS)});
    const body = new URLSearchParams({ grant_type: "client_credentials", scope: "${SCOPE}" });
    const response = await fetch(tokenEndpoint, { method: "POST", headers: { Authorization: "Basic ${btoa("demo:demo-secret")}" }, body });
    await stop();
    process.exitCode = response.status === 200 ? 0 : 1;`;
  const run = promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script], { timeout: 10_000 });
  expect(await run).toEqual({ stdout: "", stderr: "" });
});

describe("stopping", () => {
  test("takes a fraction of a second with an open connection, and frees the port", async () => {
    const { issuer, stop } = await startOidc(OPTIONS);
    const port = Number(new URL(issuer).port);
    const idle = connect(port, "127.0.0.1");
    await once(idle, "connect");
    const began = performance.now();
    await stop();
    expect(performance.now() - began).toBeLessThan(500);

    const successor = createServer().listen(port, "127.0.0.1");
    await once(successor, "listening");
    successor.close();
    idle.destroy();
  });

  test("is possible twice", async () => {
    const { stop } = await startOidc(OPTIONS);
    await Promise.all([stop(), stop()]);
    await stop();
  });
});
