import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { storageError } from "../../../functions/shared/store/storage-errors.ts";
import { createCertificate } from "../../support/certificate.ts";
import { call, clientFor, clientOf, dripsAnAnswer, fails, outcomeOf } from "../../support/dynamodb-client.ts";
import { flippedBit, foreignBytes, startFlippingProxy } from "../../support/flipping-proxy.ts";
import { answers, breaksOff, providerStubs, resets, stalls, switchesProtocols } from "../../support/provider-stub.ts";

const stubs = providerStubs();
const unavailable = { body: { errorCode: 160 }, diagnosis: { reason: "storage" } };
const found = answers(200, { Item: { a: { S: "b" } } });
const FOUND = { a: { S: "b" } };

describe("a DynamoDB call has three attempts, and is code 160 then,", () => {
  it.each([
    ["whose answer stops half-way", breaksOff],
    ["whose connection is reset", resets],
    ["whose connection switches protocols", switchesProtocols],
    ["that fails with 500", fails(500, "InternalServerError")],
    ["that fails with 503 and no JSON", answers(503, "<html>")],
    ["whose answer is no JSON", answers(200, "{")],
    ["whose answer is empty", answers(200)],
    ["whose answer is no JSON object", answers(200, "null")],
    ["whose answer is a JSON array", answers(200, "[]")],
    ["that fails with 503 and a type that is no text", answers(503, { __type: null })],
    ["whose answer is far above DynamoDB's most", answers(200, Buffer.alloc(16_000_001))],
    ["whose answer has not come in time", stalls],
    ["whose answer comes byte by byte, without an end", dripsAnAnswer],
  ])("%s", async (_, behaviour) => {
    const stub = await stubs.start(behaviour);
    expect(await outcomeOf(stub.url)).toMatchObject(unavailable);
    expect(stub.requests).toHaveLength(3);
  });

  it.each([
    ["that is throttled", fails(400, "ThrottlingException")],
    ["that is over the table's units", fails(400, "ProvisionedThroughputExceededException")],
    ["that is over the account's limit", fails(400, "RequestLimitExceeded")],
    ["that is refused with 429", answers(429, { message: "Rate exceeded" })],
  ])("%s, after longer pauses", async (_, behaviour) => {
    const random = vi.spyOn(Math, "random").mockReturnValue(0.01);
    onTestFinished(() => random.mockRestore());
    const stub = await stubs.start(behaviour);
    expect(await outcomeOf(stub.url)).toMatchObject(unavailable);
    expect(stub.requests).toHaveLength(3);
  });

  it.each<[string, () => Promise<URL>]>([
    ["whose connection does not stand", () => stubs.busyUrl()],
    ["whose TLS does not stand", async () => (await stubs.startSilent()).url],
  ])("%s in time", async (_, urlOf) => {
    expect(await outcomeOf(await urlOf())).toMatchObject({ ...unavailable, cause: { name: "TimeoutError" } });
  });
});

describe("a DynamoDB call has one attempt", () => {
  it.each([
    [400, "AccessDeniedException"],
    [400, "ResourceNotFoundException"],
    [400, "ValidationException"],
  ])("that is refused with %i %s, which is the error as it is", async (status, type) => {
    const stub = await stubs.start(fails(status, type));
    expect(await outcomeOf(stub.url)).toMatchObject({ name: type, $metadata: { httpStatusCode: status } });
    expect(stub.requests).toHaveLength(1);
  });

  it("that is refused without a word of why", async () => {
    const stub = await stubs.start(answers(403, {}));
    expect(await outcomeOf(stub.url)).toMatchObject({ $fault: "client" });
    expect(stub.requests).toHaveLength(1);
  });

  it("that cannot be signed, which is a fault of the deployment", async () => {
    const stub = await stubs.start(found);
    const credentials = () => {
      throw new Error("Missing in the environment: AWS_ACCESS_KEY_ID");
    };
    const error = await clientFor({ endpoint: stub.url.origin, credentials })
      .send(call())
      .catch((cause: unknown) => storageError(cause));
    expect(error).toMatchObject({ message: "Missing in the environment: AWS_ACCESS_KEY_ID" });
    expect(stub.requests).toHaveLength(0);
  });

  it.each([
    ["before the answer", stalls],
    ["within an answer without an end", dripsAnAnswer],
  ])("that its caller gives up %s", async (_, behaviour) => {
    const stub = await stubs.start(behaviour);
    const caller = new AbortController();
    const outcome = outcomeOf(stub.url, caller.signal);
    await vi.waitFor(() => expect(stub.requests).toHaveLength(1));
    caller.abort();
    expect(await outcome).toMatchObject(unavailable);
    expect(stub.requests).toHaveLength(1);
    await vi.waitFor(() => expect(stub.open()).toBe(0));
  });

  it("that its caller gives up in the pause after it", async () => {
    const random = vi.spyOn(Math, "random").mockReturnValue(1_000);
    onTestFinished(() => random.mockRestore());
    const stub = await stubs.start(fails(500, "InternalServerError"));
    expect(await outcomeOf(stub.url, AbortSignal.timeout(300))).toMatchObject(unavailable);
    expect(stub.requests).toHaveLength(1);
  });
});

it("a DynamoDB call succeeds that fails twice for reasons that pass", async () => {
  const stub = await stubs.start(fails(500, "InternalServerError"), resets, found);
  expect(await outcomeOf(stub.url)).toEqual(FOUND);
});

describe("a clock that is off", () => {
  it.each([
    ["InvalidSignatureException", 3_600_000],
    ["RequestTimeTooSkewed", -3_600_000],
  ])("is corrected by the Date of %s: one more attempt, signed anew", async (type, offset) => {
    const date = new Date(Date.now() + offset).toUTCString();
    const stub = await stubs.start(fails(403, type, { Date: date }), answers(200, { Item: FOUND }, { Date: date }));
    expect(await outcomeOf(stub.url)).toEqual(FOUND);
    expect(stub.requests).toHaveLength(2);
    const signedAt = timeOf(stub.requests[1]?.headers["x-amz-date"]);
    expect(Math.abs(signedAt - Date.parse(date))).toBeLessThan(60_000);
  });
});

const timeOf = (text: unknown): number =>
  Date.parse(`${text}`.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));

describe("credentials that have expired", () => {
  const expired = fails(400, "ExpiredTokenException");

  it("and were renewed meanwhile sign the next attempt", async () => {
    const stub = await stubs.start(expired, found);
    const keys = ["old", "new"];
    const credentials = () => ({ accessKeyId: `${keys[Math.min(stub.requests.length, 1)]}`, secretAccessKey: "key" });
    const client = clientFor({ endpoint: stub.url.origin, credentials });
    expect((await client.send(call())).Item).toEqual(FOUND);
    expect(stub.requests.map(({ headers }) => /Credential=(\w+)/.exec(`${headers.authorization}`)?.[1])).toEqual(keys);
  });

  it("and stay are code 160, with that reason in the log", async () => {
    const stub = await stubs.start(expired);
    expect(await outcomeOf(stub.url)).toMatchObject({
      body: { errorCode: 160 },
      diagnosis: { reason: "credentials expired" },
      cause: { name: "ExpiredTokenException" },
    });
  });
});

describe("a TLS connection whose bytes are damaged", () => {
  const certificate = createCertificate();
  setDefaultCACertificates([...getCACertificates(), certificate.cert]);
  const begin = async () => {
    const stub = await stubs.startTls(certificate, found);
    const proxy = await startFlippingProxy(stub.url);
    onTestFinished(() => void proxy.stop());
    return { stub, proxy, client: clientOf(proxy.url) };
  };
  const kinds = [
    ["a flipped bit", flippedBit],
    ["foreign bytes", foreignBytes],
  ] as const;

  it.each(kinds)("by %s while it was kept is left for a new one", async (_, damage) => {
    const { stub, proxy, client } = await begin();
    await client.send(call());
    proxy.breakNext(1, damage);
    expect((await client.send(call())).Item).toEqual(FOUND);
    expect(stub.connections()).toBe(2);
  });

  it.each(kinds)("by %s each time is code 160", async (_, damage) => {
    const { proxy, client } = await begin();
    await client.send(call());
    proxy.breakNext(Number.POSITIVE_INFINITY, damage);
    const error = await client.send(call()).catch((cause: unknown) => storageError(cause));
    expect(error).toMatchObject(unavailable);
  });
});
