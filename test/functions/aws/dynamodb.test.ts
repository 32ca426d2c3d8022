import { execFile } from "node:child_process";
import dns from "node:dns";
import { promisify } from "node:util";
import { GetItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { describe, expect, it, vi } from "vitest";
import { call, clientFor, clientOf, INPUT } from "../../support/dynamodb-client.ts";
import { answers, delayed, providerStubs } from "../../support/provider-stub.ts";

const stubs = providerStubs();
const settled = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("the functions' DynamoDB client", () => {
  it.each([
    ["GetItem", new GetItemCommand(INPUT), { Item: { a: { N: "1" } } }],
    ["Query", new QueryCommand({ TableName: "T", KeyConditionExpression: "k" }), { Items: [], Count: 0 }],
  ] as const)("sends %s, signed for its region, and gives what comes back", async (operation, command, output) => {
    const stub = await stubs.start(answers(200, output));
    expect(await clientOf(stub.url).send(command as GetItemCommand)).toMatchObject(output);
    const [request] = stub.requests;
    expect(request).toMatchObject({
      method: "POST",
      target: "/",
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": `DynamoDB_20120810.${operation}`,
        "x-amz-security-token": "session",
        host: stub.url.host,
      },
    });
    expect(request?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=id\/\d{8}\/ap-southeast-3\/dynamodb\/aws4_request, /,
    );
    expect(JSON.parse(`${request?.body}`)).toEqual({ ...command.input });
  });

  it("opens the connection that the first call takes, and keeps it for the next", async () => {
    const stub = await stubs.start(answers(200, {}));
    const client = clientOf(stub.url);
    await client.connect();
    await settled(50);
    await client.send(call());
    await client.send(call());
    expect({ requests: stub.requests.length, connections: stub.connections() }).toEqual({
      requests: 2,
      connections: 1,
    });
  });

  it("leaves a connection that cannot be opened to the first call", async () => {
    const client = clientOf(await stubs.unusedUrl());
    await client.connect();
    await expect(client.send(call())).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  it("takes no bytes that came before the request for its answer", async () => {
    const stub = await stubs.start(answers(200, { Item: { a: { S: "b" } } }));
    stub.greet("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    const client = clientOf(stub.url);
    await client.connect();
    await settled(100);
    expect((await client.send(call())).Item).toEqual({ a: { S: "b" } });
  });

  it("keeps no process alive by a connection that no request takes", async () => {
    const stub = await stubs.start(answers(200, {}));
    const { href } = new URL("../../../functions/shared/aws/dynamodb.ts", import.meta.url);
    const script = `const { createDynamoDB } = await import(${JSON.stringify(href)});
      await createDynamoDB({ region: "eu-west-1", endpoint: ${JSON.stringify(stub.url.origin)} }).connect();`;
    await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script]);
    expect(stub.connections()).toBeLessThanOrEqual(1);
  });

  it("connects to the usual port of an endpoint that names none", async () => {
    const client = clientFor({ endpoint: "http://127.0.0.7" });
    await client.connect();
    await expect(client.send(call())).rejects.toMatchObject({ code: "ECONNREFUSED", port: 80 });
  });

  it("leaves a region that is none to the first call, too", async () => {
    const client = clientFor({ region: "no/region" });
    await client.connect();
    await expect(client.send(call())).rejects.toThrow("Region not accepted");
  });

  it("takes a new connection where those that it kept were closed meanwhile", async () => {
    const stub = await stubs.start(answers(200, {}));
    const client = clientOf(stub.url);
    await Promise.all([client.send(call()), client.send(call())]);
    stub.hangUp();
    expect(await client.send(call())).toMatchObject({ $metadata: { httpStatusCode: 200 } });
  });

  it("takes an answer that comes 0.4 s after the request", async () => {
    const stub = await stubs.start(delayed(400, answers(200, {})));
    await clientOf(stub.url).send(call());
    expect(stub.requests).toHaveLength(1);
  });

  it("signs each call with the credentials of that moment, which may have been renewed", async () => {
    const stub = await stubs.start(answers(200, {}));
    let accessKeyId = "first";
    const credentials = () => ({ accessKeyId, secretAccessKey: "key" });
    const client = clientFor({ endpoint: stub.url.origin, credentials });
    await client.send(call());
    accessKeyId = "second";
    await client.send(call());
    const signedBy = stub.requests.map(({ headers }) => /Credential=(\w+)/.exec(`${headers.authorization}`)?.[1]);
    expect(signedBy).toEqual(["first", "second"]);
  });

  it.each([
    ["ap-southeast-3", "dynamodb.ap-southeast-3.amazonaws.com"],
    ["us-gov-west-1", "dynamodb.us-gov-west-1.amazonaws.com"],
    ["cn-north-1", "dynamodb.cn-north-1.amazonaws.com.cn"],
    ["us-iso-east-1", "dynamodb.us-iso-east-1.c2s.ic.gov"],
    ["eusc-de-east-1", "dynamodb.eusc-de-east-1.amazonaws.eu"],
  ])("calls the endpoint of its region, and connects to it: %s", async (region, host) => {
    const calls: string[] = [];
    const lookUps = vi.spyOn(dns, "lookup").mockImplementation(((name: string, ...others: unknown[]) => {
      calls.push(name);
      (others.at(-1) as (error: Error) => void)(Object.assign(new Error(), { code: "ENOTFOUND" }));
    }) as typeof dns.lookup);
    const client = clientFor({ region });
    await client.connect();
    expect(calls).toEqual([host]);
    await expect(client.send(call())).rejects.toMatchObject({ code: "ENOTFOUND" });
    lookUps.mockRestore();
    expect(new Set(calls)).toEqual(new Set([host]));
  });
});
