import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { describe, expect, test } from "vitest";
import { callProvider } from "../../../functions/shared/auth/provider.ts";
import { createCertificate } from "../../support/certificate.ts";
import {
  answers,
  type Behaviour,
  delayed,
  drips,
  type ProviderStub,
  providerStubs,
  resets,
  stalls,
} from "../../support/provider-stub.ts";

const { start, startTls, startSilent, busyUrl } = providerStubs();

/** @returns the milliseconds that an exchange took to end with code 160, because of an error like `cause` */
const millisecondsToFail = async (exchanged: Promise<unknown>, cause: object): Promise<number> => {
  const began = performance.now();
  await expect(exchanged).rejects.toMatchObject({ body: { errorCode: 160 }, cause });
  return performance.now() - began;
};

describe.concurrent("an exchange ends", () => {
  test.for<[string, Behaviour]>([
    ["never answers", stalls],
    ["answers byte by byte", drips],
    ["stops within its answer", (response) => void response.write("half")],
  ])("after 2 seconds where the server %s, which is not tried again", async ([, behaviour], { expect }) => {
    const { url, requests } = await start(behaviour);
    const milliseconds = await millisecondsToFail(callProvider(url), { code: "ETIME" });
    expect(milliseconds).toBeGreaterThan(1_900);
    expect(milliseconds).toBeLessThan(3_500);
    expect(requests).toHaveLength(1);
  });

  test("after 1 second for each of two attempts where no connection comes about", async ({ expect }) => {
    const milliseconds = await millisecondsToFail(callProvider(await busyUrl()), {
      name: "ConnectionError",
      code: "ETIMEDOUT",
    });
    expect(milliseconds).toBeGreaterThan(1_900);
    expect(milliseconds).toBeLessThan(3_500);
  });

  test("after 1 second for each of two attempts where no TLS comes about", async ({ expect }) => {
    const { url, connections } = await startSilent();
    const milliseconds = await millisecondsToFail(callProvider(url), { name: "ConnectionError", code: "ETIMEDOUT" });
    expect(milliseconds).toBeGreaterThan(1_900);
    expect(milliseconds).toBeLessThan(3_500);
    expect(connections()).toBe(2);
  });

  test("within 4 seconds where both attempts fail late", async ({ expect }) => {
    const { url, requests } = await start(delayed(1_200, resets), stalls);
    expect(await millisecondsToFail(callProvider(url), { code: "ETIME" })).toBeLessThan(4_000);
    expect(requests).toHaveLength(2);
  });

  const late = delayed(1_300, answers(200, "late"));
  const certificate = createCertificate();
  setDefaultCACertificates([...getCACertificates(), certificate.cert]);

  test.for<[string, () => Promise<ProviderStub>]>([
    ["a connection", () => start(late)],
    ["a TLS connection", () => startTls(certificate, late)],
  ])("with the answer that takes 1.3 seconds once %s stands, new or used again", async ([, begin], { expect }) => {
    const { url, requests, connections } = await begin();
    for (const _ of ["new", "used again"]) expect((await callProvider(url)).body.toString()).toBe("late");
    expect(requests).toHaveLength(2);
    expect(connections()).toBe(1);
  });
});
