import dns from "node:dns";
import { describe, expect, it, vi } from "vitest";
import { createDynamoDB } from "../../functions/shared/dynamodb.ts";
import { storageError } from "../../functions/shared/storage-errors.ts";
import {
  answers,
  type Behaviour,
  breaksOff,
  drips,
  providerStubs,
  resets,
  stalls,
  switchesProtocols,
} from "../support/provider-stub.ts";

const stubs = providerStubs();
const region = "ap-southeast-3";
const credentials = { accessKeyId: "id", secretAccessKey: "key", sessionToken: "session" };
const input = { TableName: "T", Key: { clientID: { S: "demo" } } };

const clientOf = ({ origin }: URL) => createDynamoDB({ region, endpoint: origin, credentials });
const outcomeOf = (url: URL, signal?: AbortSignal): Promise<unknown> =>
  clientOf(url)
    .getItem(input, signal && { abortSignal: signal })
    .catch((error: unknown) => storageError(error));
const dripsAnAnswer: Behaviour = (response) => {
  response.writeHead(200);
  drips(response);
};
const unavailable = { body: { errorCode: 160 } };
const fails = (status: number, type: string) => answers(status, { __type: `com.amazonaws.dynamodb.v20120810#${type}` });

describe("the functions' DynamoDB client", () => {
  it.each([
    ["getItem", "DynamoDB_20120810.GetItem"],
    ["query", "DynamoDB_20120810.Query"],
  ] as const)("sends %s as the SDK does, and gives what comes back", async (operation, target) => {
    const stub = await stubs.start(answers(200, { Item: { a: { N: "1" } }, Items: [], Count: 0 }));
    const output = await clientOf(stub.url)[operation]({ ...input, KeyConditionExpression: "k" });
    expect(output).toEqual({ Item: { a: { N: "1" } }, Items: [], Count: 0 });
    const [request] = stub.requests;
    expect(request).toMatchObject({
      method: "POST",
      target: "/",
      headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": target, host: stub.url.host },
    });
    expect(JSON.parse(`${request?.body}`)).toEqual({ ...input, KeyConditionExpression: "k" });
  });

  it("opens the connection that the first call takes, and keeps it for the next", async () => {
    const stub = await stubs.start(answers(200, "healthy"), answers(200, {}));
    const client = clientOf(stub.url);
    client.connect();
    while (stub.requests.length === 0) await new Promise(setImmediate);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await client.getItem(input);
    await client.getItem(input);
    expect({ requests: stub.requests.length, connections: stub.connections() }).toEqual({
      requests: 3,
      connections: 1,
    });
  });

  it("leaves a connection that cannot be opened to the first call", async () => {
    const url = await stubs.unusedUrl();
    const client = clientOf(url);
    client.connect();
    await expect(client.getItem(input)).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  it("lets the connection go that it would open, where no answer comes", { timeout: 5_000 }, async () => {
    const stub = await stubs.start(dripsAnAnswer);
    clientOf(stub.url).connect();
    while (stub.requests.length === 0) await new Promise(setImmediate);
    while (stub.open() > 0) await new Promise(setImmediate);
  });

  it("takes a new connection where all that it kept were closed meanwhile", async () => {
    const stub = await stubs.start(answers(200, {}));
    const client = clientOf(stub.url);
    await Promise.all([client.getItem(input), client.getItem(input), client.getItem(input)]);
    stub.hangUp();
    expect(await client.getItem(input)).toEqual({});
  });

  it.each(["localhost:8000", "ftp://localhost", "", "//x"])("is not made for the endpoint %j", (endpoint) => {
    expect(() => createDynamoDB({ region, endpoint, credentials })).toThrow(/^AWS_ENDPOINT_URL_DYNAMODB is no http/);
  });

  it.each([
    ["ap-southeast-3", "dynamodb.ap-southeast-3.amazonaws.com"],
    ["cn-north-1", "dynamodb.cn-north-1.amazonaws.com.cn"],
  ])("calls the endpoint of its region: %s", async (where, host) => {
    const calls: string[] = [];
    const lookUps = vi.spyOn(dns, "lookup").mockImplementation(((name: string, ...others: unknown[]) => {
      calls.push(name);
      (others.at(-1) as (error: Error) => void)(Object.assign(new Error(), { code: "ENOTFOUND" }));
    }) as typeof dns.lookup);
    await expect(createDynamoDB({ region: where, credentials }).getItem(input)).rejects.toMatchObject({
      code: "ENOTFOUND",
    });
    lookUps.mockRestore();
    expect(new Set(calls)).toEqual(new Set([host]));
  });
});

describe("a DynamoDB call is tried three times, and is code 160 then,", () => {
  it.each([
    ["that gets no answer", stalls],
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
    ["that fails with 503 and a type that is no text", answers(503, { __type: null })],
    ["that fails with 503 and a number for its type", answers(503, { __type: 1 })],
    ["that is refused with 429", answers(429, { message: "Rate exceeded" })],
    ["whose answer is far above DynamoDB's most", answers(200, Buffer.alloc(16_000_001))],
  ])("%s", async (_, behaviour) => {
    const stub = await stubs.start(behaviour);
    expect(await outcomeOf(stub.url)).toMatchObject(unavailable);
    expect(stub.requests).toHaveLength(3);
  });

  it("whose connection does not stand within half a second", async () => {
    const started = performance.now();
    expect(await outcomeOf(await stubs.busyUrl())).toMatchObject(unavailable);
    expect(performance.now() - started).toBeGreaterThan(1_500);
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

it.each([
  ["without a pause where its connection was closed", resets, 0],
  ["after a pause of random length where DynamoDB failed", fails(500, "InternalServerError"), 1],
])("a DynamoDB call is tried the second time %s", async (_, behaviour, pauses) => {
  const stub = await stubs.start(behaviour, answers(200, {}));
  const random = vi.spyOn(Math, "random");
  expect(await outcomeOf(stub.url)).toEqual({});
  expect(random).toHaveBeenCalledTimes(pauses);
  random.mockRestore();
});

it("a DynamoDB call succeeds that fails twice for reasons that pass", async () => {
  const stub = await stubs.start(fails(500, "InternalServerError"), resets, answers(200, { Item: { a: { S: "b" } } }));
  expect(await outcomeOf(stub.url)).toEqual({ Item: { a: { S: "b" } } });
});
