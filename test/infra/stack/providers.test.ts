import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTokenVerifier } from "../../../functions/shared/auth/token-verifier.ts";
import { bundleAll } from "../../../infra/stack/bundling.ts";
import { deploy } from "../../support/deployment.ts";
import { type Issuer, startIssuer } from "../../support/issuer.ts";
import { type ProviderShape, providerShapes } from "../../support/provider-shapes.ts";
import { synthesize } from "../../support/stack.ts";

const page = readFileSync(join(import.meta.dirname, "../../../infra/DEPLOYMENT.md"), "utf8");

/** The settings in the first block after each heading of a provider. */
const blocks = Object.fromEntries(
  [...page.matchAll(/^### (.+)\n(?:(?!^#)[\s\S])*?^```json\n([\s\S]*?)^```$/gm)].map(([, heading = "", block = ""]) => [
    heading,
    JSON.parse(block) as Record<string, string>,
  ]),
);

it("the page has a block for each provider, and each block is tested", () => {
  expect(Object.keys(blocks)).toEqual(Object.keys(providerShapes));
});

let directory: string;
let bundles: Record<"course-activity" | "oauth-token", string>;
let issuer: Issuer;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "providers-"));
  const built = await bundleAll(directory);
  bundles = {
    "course-activity": built["course-activity"].directory,
    "oauth-token": built["oauth-token"].directory,
  };
  issuer = await startIssuer();
});
afterAll(async () => {
  await issuer.stop();
  await rm(directory, { recursive: true });
});

const RS256 = { alg: "RS256", kid: "rs" };
const SECRETS: Readonly<Record<string, string>> = { demo: "a secret: 100 %", nobody: "another" };

/** A provider of this shape on loopback, which knows the clients of `SECRETS` and checks what it is asked. */
const startProvider = async (shape: ProviderShape, settings: Readonly<Record<string, string>>) => {
  const keys = issuer.state.keys.map(({ alg, ...key }) => (shape.keysHaveAlg ? { ...key, alg } : key));
  const pathOf = (name: string) => new URL(settings[name] ?? "").pathname;
  const sign = (clientID: string, changes: Record<string, unknown> = {}) =>
    issuer.sign(
      {
        ...{ client_id: undefined, scope: undefined, iss: settings["issuer"]?.replace(/^https:\/\/[^/]+/, url) },
        ...{ aud: settings["audience"], ...shape.claims(clientID, settings["scope"] ?? ""), ...changes },
      },
      { ...RS256, header: { typ: "JWT", ...shape.header } },
    );
  const server = createServer(async (request, response) => {
    const send = (status: number, body: object) =>
      response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
    if (request.url === pathOf("jwksUri")) return send(200, { keys });
    if (request.method !== "POST" || request.url !== pathOf("tokenEndpoint")) return send(404, {});
    const form = new URLSearchParams(await text(request));
    const basic = Buffer.from(`${request.headers.authorization?.split(" ")[1]}`, "base64").toString();
    const [clientID = "", secret = ""] = new URLSearchParams(basic.replace(":", "=")).entries().next().value ?? [];
    if (SECRETS[clientID] !== secret) return send(401, { error: "invalid_client" });
    const missing = Object.entries(shape.required(settings)).filter(([name, value]) => form.get(name) !== value);
    if (missing.length > 0) return send(shape.refusal.status, { error: shape.refusal.error });
    return send(200, { access_token: await sign(clientID), ...shape.answer });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url, sign, stop };
};

const OPTIONAL = ["audience", "scopeClaim", "clientClaim"];

describe.each(Object.entries(blocks))("the settings for %s", (name, settings) => {
  const shape = providerShapes[name] as ProviderShape;
  let provider: Awaited<ReturnType<typeof startProvider>>;
  let deployment: Awaited<ReturnType<typeof deploy>>;
  beforeAll(async () => {
    provider = await startProvider(shape, settings);
    const origins = ["issuer", "jwksUri", "tokenEndpoint"].map((key) => new URL(settings[key] ?? "").origin);
    deployment = await deploy(
      synthesize(settings, bundles),
      Object.fromEntries(origins.map((origin) => [origin, provider.url])),
    );
  });
  afterAll(async () => {
    await deployment.stop();
    await provider.stop();
  });

  const askToken = async (clientID: string, clientSecret = SECRETS[clientID]) => {
    const answer = await fetch(`${deployment.url}/oauth/token`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ clientID, clientSecret, grantType: "client_credentials" }),
    });
    return { status: answer.status, body: (await answer.json()) as { data: Record<string, string> } };
  };
  const statusWith = async (token: string) => {
    const path = "/ruangkerja/dashboard/users/JOHNILXV3QAJJEL3/courses/webinar?page=1&pageSize=10";
    return (await fetch(`${deployment.url}${path}`, { headers: { Authorization: token } })).status;
  };

  it("get a token with the right credentials, which the API accepts", async () => {
    const { status, body } = await askToken("demo");
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ expiresIn: `${shape.answer["expires_in"]}`, tokenType: "bearer" });
    expect(await statusWith(body.data["accessToken"] ?? "")).toBe(200);
  });

  it("get 400 with wrong credentials", async () => {
    expect((await askToken("demo", "wrong")).status).toBe(400);
  });

  it.each<[string, number, string, () => Record<string, unknown>]>([
    ["a client that is not registered", 401, "nobody", () => ({})],
    ["another audience", 401, "demo", () => ({ aud: "another" })],
    ["another issuer", 401, "demo", () => ({ iss: `${provider.url}/another` })],
    ["no permission at all", 403, "demo", () => ({ [shape.permission]: undefined })],
    ["another permission", 403, "demo", () => ({ [shape.permission]: ["webinar.write"] })],
  ])("refuse a token with %s: %i", async (_, status, clientID, changes) => {
    expect(await statusWith(await provider.sign(clientID, changes()))).toBe(status);
  });

  it.each(OPTIONAL)("without %s accept no token of another client or without the permission", async (missing) => {
    const { [missing]: _, ...others } = settings;
    const { scope = "", audience, scopeClaim, clientClaim } = others;
    const verifier = createTokenVerifier({
      issuer: settings["issuer"]?.replace(/^https:\/\/[^/]+/, provider.url) ?? "",
      jwksUri: `${provider.url}${new URL(settings["jwksUri"] ?? "").pathname}`,
      scope,
      audience,
      scopeClaim,
      clientClaim,
    });
    const right = await verifier.verify(await provider.sign("demo")).catch(() => "refused");
    expect(["refused", { clientID: "demo" }]).toContainEqual(right);
    const without = await provider.sign("demo", { [shape.permission]: undefined });
    await expect(verifier.verify(without)).rejects.toThrow();
  });
});
