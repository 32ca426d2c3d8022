import { describe, expect, it, vi } from "vitest";
import { createTokenVerifier } from "../../../functions/shared/auth/token-verifier.ts";
import { issuerForTest, SCOPE } from "../../support/issuer.ts";

describe("the key set", () => {
  const verifierFor = (issuer: { issuer: string; jwksUri: string }) =>
    createTokenVerifier({ ...issuer, scope: SCOPE, audience: "https://api.ruangkerja.example" });

  it("is fetched once for any number of tokens, and ahead of the first where it is prefetched", async () => {
    const issuer = await issuerForTest();
    const verifier = verifierFor(issuer);
    verifier.prefetch();
    await vi.waitFor(() => expect(issuer.state.fetches).toBe(1));
    await verifier.verify(await issuer.sign());
    await verifier.verify(await issuer.sign());
    expect(issuer.state.fetches).toBe(1);
  });

  it("is fetched again for a key published later, and not for a flood of unknown keys", async () => {
    const issuer = await issuerForTest();
    const [first, ...later] = issuer.state.keys;
    issuer.state.keys = first ? [first] : [];
    const verifier = verifierFor(issuer);
    await verifier.verify(await issuer.sign());
    issuer.state.keys.push(...later);
    await verifier.verify(await issuer.sign({}, { alg: "RS256", kid: "rs" }));
    expect(issuer.state.fetches).toBe(2);
    for (let flood = 0; flood < 20; flood += 1) {
      const token = await issuer.sign({}, { kid: `unknown-${flood}` });
      await expect(verifier.verify(token)).rejects.toMatchObject({ body: { errorCode: 123 } });
    }
    expect(issuer.state.fetches).toBe(3);
  });

  it("is not looked at for a token that names another issuer: the library would keep a key for each name", async () => {
    const issuer = await issuerForTest();
    const verifier = verifierFor(issuer);
    const iss = "https://issuer.example";
    for (const kid of ["es", "unknown"]) {
      const [head, payload] = (await issuer.sign({ iss }, { kid })).split(".");
      const forged = verifier.verify(`${head}.${payload}.AAAA`);
      await expect(forged).rejects.toMatchObject({ body: { errorCode: 123 }, diagnosis: { reason: "issuer" } });
    }
    expect(issuer.state.fetches).toBe(0);
  });

  it("whose prefetch fails is fetched anew by the first request, which does not share the failure", async () => {
    const issuer = await issuerForTest();
    const token = await issuer.sign();
    const held = Promise.withResolvers<void>();
    Object.assign(issuer.state, { status: 500, hold: held.promise });
    const verifier = verifierFor(issuer);
    verifier.prefetch();
    await vi.waitFor(() => expect(issuer.state.fetches).toBe(1));
    issuer.state.status = 200;
    const verified = verifier.verify(token);
    held.resolve();
    expect(await verified).toEqual({ clientID: "demo" });
    expect(issuer.state.fetches).toBe(2);
  });

  it("that cannot be fetched is 160, and is fetched by the next request once it can be", async () => {
    const issuer = await issuerForTest();
    issuer.state.status = 500;
    const verifier = verifierFor(issuer);
    verifier.prefetch();
    await expect(verifier.verify(await issuer.sign())).rejects.toMatchObject({
      body: { errorCode: 160 },
      diagnosis: { reason: "key set: status 500" },
    });
    issuer.state.status = 200;
    expect(await verifier.verify(await issuer.sign())).toEqual({ clientID: "demo" });
  });

  it("that is not a key set is 160", async () => {
    const issuer = await issuerForTest();
    Object.assign(issuer.state, { keys: "none" });
    await expect(verifierFor(issuer).verify(await issuer.sign())).rejects.toMatchObject({
      body: { errorCode: 160 },
      diagnosis: { reason: "key set: not valid" },
    });
    Object.assign(issuer.state, { keys: [{ kty: 7 }] });
    await expect(verifierFor(issuer).verify(await issuer.sign())).rejects.toMatchObject({ body: { errorCode: 160 } });
  });

  it("may not be asked for over plain HTTP but on loopback", () => {
    expect(() => verifierFor({ issuer: "http://idp.example", jwksUri: "http://idp.example/jwks" })).toThrow(
      "http://idp.example/jwks",
    );
  });
});
