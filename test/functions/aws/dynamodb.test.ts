import dns from "node:dns";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { describe, expect, it, vi } from "vitest";
import { createCertificate } from "../../support/certificate.ts";
import { clientFor, clientOf, dripsAnAnswer, fails, INPUT } from "../../support/dynamodb-client.ts";
import { answers, delayed, providerStubs } from "../../support/provider-stub.ts";

const stubs = providerStubs();
describe("the functions' DynamoDB client", () => {
  it.each([
    ["getItem", "DynamoDB_20120810.GetItem"],
    ["query", "DynamoDB_20120810.Query"],
  ] as const)("sends %s as the SDK does, and gives what comes back", async (operation, target) => {
    const stub = await stubs.start(answers(200, { Item: { a: { N: "1" } }, Items: [], Count: 0 }));
    const output = await clientOf(stub.url)[operation]({ ...INPUT, KeyConditionExpression: "k" });
    expect(output).toEqual({ Item: { a: { N: "1" } }, Items: [], Count: 0 });
    const [request] = stub.requests;
    expect(request).toMatchObject({
      method: "POST",
      target: "/",
      headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": target, host: stub.url.host },
    });
    expect(JSON.parse(`${request?.body}`)).toEqual({ ...INPUT, KeyConditionExpression: "k" });
  });

  it("opens the connection that the first call takes, and keeps it for the next", async () => {
    const stub = await stubs.start(answers(200, "healthy"), answers(200, {}));
    const client = clientOf(stub.url);
    client.connect();
    while (stub.requests.length === 0) await new Promise(setImmediate);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await client.getItem(INPUT);
    await client.getItem(INPUT);
    expect({ requests: stub.requests.length, connections: stub.connections() }).toEqual({
      requests: 3,
      connections: 1,
    });
  });

  it("leaves a connection that cannot be opened to the first call", async () => {
    const url = await stubs.unusedUrl();
    const client = clientOf(url);
    client.connect();
    await expect(client.getItem(INPUT)).rejects.toMatchObject({ code: "ECONNREFUSED" });
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
    await Promise.all([client.getItem(INPUT), client.getItem(INPUT), client.getItem(INPUT)]);
    stub.hangUp();
    expect(await client.getItem(INPUT)).toEqual({});
    // Of its own: another one that is kept may be as dead as the first was.
    expect(stub.requests.at(-1)?.headers.connection).toBe("close");
  });

  it("says whose fault a failure is, as the SDK does", async () => {
    const ours = await stubs.start(fails(499, "Any"));
    await expect(clientOf(ours.url).getItem(INPUT)).rejects.toMatchObject({ name: "Any", $fault: "client" });
    const theirs = await stubs.start(fails(500, "Any"));
    await expect(clientOf(theirs.url).getItem(INPUT)).rejects.toMatchObject({ name: "Any", $fault: "server" });
  });

  const certificate = createCertificate();
  setDefaultCACertificates([...getCACertificates(), certificate.cert]);
  const late = delayed(600, answers(200, {}));

  it.each([
    ["a connection", () => stubs.start(late)],
    ["a TLS connection", () => stubs.startTls(certificate, late)],
  ])("takes an answer that comes 0.6 s after %s stood, new or used again", { retry: 2 }, async (_, begin) => {
    const stub = await begin();
    const client = clientOf(stub.url);
    for (const _ of ["new", "used again"]) expect(await client.getItem(INPUT)).toEqual({});
    expect({ requests: stub.requests.length, connections: stub.connections() }).toEqual({
      requests: 2,
      connections: 1,
    });
  });

  it.each(["localhost:8000", "ftp://localhost", "xhttp://localhost", "", "//x"])(
    "is not made for the endpoint %j",
    (endpoint) => {
      expect(() => clientFor(endpoint)).toThrow(/^AWS_ENDPOINT_URL_DYNAMODB is no http/);
    },
  );

  it.each([
    ["ap-southeast-3", "dynamodb.ap-southeast-3.amazonaws.com"],
    ["cn-north-1", "dynamodb.cn-north-1.amazonaws.com.cn"],
  ])("calls the endpoint of its region: %s", async (where, host) => {
    const calls: string[] = [];
    const lookUps = vi.spyOn(dns, "lookup").mockImplementation(((name: string, ...others: unknown[]) => {
      calls.push(name);
      (others.at(-1) as (error: Error) => void)(Object.assign(new Error(), { code: "ENOTFOUND" }));
    }) as typeof dns.lookup);
    await expect(clientFor(undefined, where).getItem(INPUT)).rejects.toMatchObject({
      code: "ENOTFOUND",
    });
    lookUps.mockRestore();
    expect(new Set(calls)).toEqual(new Set([host]));
  });
});
