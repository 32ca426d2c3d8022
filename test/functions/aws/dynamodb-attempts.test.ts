import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { dripsAnAnswer, fails, outcomeOf } from "../../support/dynamodb-client.ts";
import { answers, breaksOff, providerStubs, resets, stalls, switchesProtocols } from "../../support/provider-stub.ts";

const stubs = providerStubs();
const unavailable = { body: { errorCode: 160 } };

describe("a DynamoDB call is tried three times, and is code 160 then,", () => {
  it.each([
    ["whose answer stops half-way", breaksOff],
    ["whose answer comes byte by byte", dripsAnAnswer],
    ["whose connection is reset", resets],
    ["whose connection switches protocols", switchesProtocols],
    ["that fails with 500", fails(500, "InternalServerError")],
    ["that fails with 503 and no JSON", answers(503, "<html>")],
    ["that is throttled", fails(400, "ThrottlingException")],
    ["that is over the table's units", fails(400, "ProvisionedThroughputExceededException")],
    ["that is over the account's limit", fails(400, "RequestLimitExceeded")],
    ["whose answer is no JSON", answers(200, "{")],
    ["whose answer is no JSON object", answers(200, "null")],
    ["whose answer is a JSON array", answers(200, "[]")],
    ["whose answer is a number", answers(200, "5")],
    ["whose answer is a JSON text", answers(200, '"text"')],
    ["that fails with 503 and a type that is no text", answers(503, { __type: null })],
    ["that fails with 503 and a number for its type", answers(503, { __type: 1 })],
    ["that is refused with 429", answers(429, { message: "Rate exceeded" })],
    ["whose answer is far above DynamoDB's most", answers(200, Buffer.alloc(16_000_001))],
  ])("%s", async (_, behaviour) => {
    const stub = await stubs.start(behaviour);
    expect(await outcomeOf(stub.url)).toMatchObject(unavailable);
    expect(stub.requests).toHaveLength(3);
  });

  it("whose answer has not come in time, which the log tells from no connection", async () => {
    const stub = await stubs.start(stalls);
    expect(await outcomeOf(stub.url)).toMatchObject({ ...unavailable, cause: { code: "ETIME" } });
    expect(stub.requests).toHaveLength(3);
  });

  it.each<[string, () => Promise<URL>]>([
    ["whose connection does not stand", () => stubs.busyUrl()],
    ["whose TLS does not stand", async () => (await stubs.startSilent()).url],
  ])("%s within half a second", async (_, urlOf) => {
    const url = await urlOf();
    const started = performance.now();
    const cause = { name: "ConnectionError", code: "ETIMEDOUT" };
    expect(await outcomeOf(url)).toMatchObject({ ...unavailable, cause });
    expect(performance.now() - started).toBeGreaterThan(1_490);
  });
});

describe("a DynamoDB call is not tried again", () => {
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
    expect(await outcomeOf(stub.url)).toMatchObject({ name: "", $fault: "client" });
    expect(stub.requests).toHaveLength(1);
  });

  it("that its caller gives up, which ends an answer without an end, too", async () => {
    const stub = await stubs.start(dripsAnAnswer);
    expect(await outcomeOf(stub.url, AbortSignal.timeout(300))).toMatchObject(unavailable);
    expect(stub.requests).toHaveLength(1);
  });
});

describe("a DynamoDB call is tried again", () => {
  const random = vi.spyOn(Math, "random");
  beforeEach(() => void random.mockClear());
  afterEach(() => void random.mockReset());
  afterAll(() => random.mockRestore());
  const broken = fails(500, "InternalServerError");

  it.each([
    ["without a pause where its connection was closed", [resets], 0],
    ["after a pause of random length where its connection was closed a second time", [resets, resets], 1],
    ["after a pause of random length where DynamoDB failed", [broken], 1],
  ])("%s", async (_, behaviours, pauses) => {
    const stub = await stubs.start(...behaviours, answers(200, {}));
    expect(await outcomeOf(stub.url)).toEqual({});
    expect(random).toHaveBeenCalledTimes(pauses);
  });

  it("after up to 50 ms, and after up to 100 the second time", { retry: 2 }, async () => {
    random.mockReturnValue(1);
    const stub = await stubs.start(broken, broken, answers(200, {}));
    const began = performance.now();
    expect(await outcomeOf(stub.url)).toEqual({});
    const elapsed = performance.now() - began;
    expect(elapsed).toBeGreaterThan(145);
    expect(elapsed).toBeLessThan(400);
  });

  it("unless its caller gives up in the pause, which is over then", async () => {
    random.mockReturnValue(100);
    const stub = await stubs.start(broken);
    const began = performance.now();
    expect(await outcomeOf(stub.url, AbortSignal.timeout(200))).toMatchObject(unavailable);
    expect(performance.now() - began).toBeLessThan(4_000);
    expect(stub.requests).toHaveLength(1);
  });
});

it("a DynamoDB call succeeds that fails twice for reasons that pass", async () => {
  const stub = await stubs.start(fails(500, "InternalServerError"), resets, answers(200, { Item: { a: { S: "b" } } }));
  expect(await outcomeOf(stub.url)).toEqual({ Item: { a: { S: "b" } } });
});
