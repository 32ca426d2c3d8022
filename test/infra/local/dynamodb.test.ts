import { crc32 } from "node:zlib";
import {
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTables } from "../../../infra/local/create-tables.ts";
import { startDynamoDB } from "../../../infra/local/dynamodb.ts";
import { clientFor, uniqueTables } from "../../support/engines.ts";

const post = async (url: string, operation: string, body: string) => {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `DynamoDB_20120810.${operation}`,
      "x-amz-date": "20300101T000000Z",
      authorization: "AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=none",
    },
    body,
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, answer: JSON.parse(text) };
};

describe("the embedded engine", () => {
  let url: string;
  let stop: () => Promise<void>;
  let client: DynamoDBClient;
  beforeAll(async () => {
    ({ url, stop } = await startDynamoDB());
    client = clientFor(url);
  });
  afterAll(async () => {
    client.destroy();
    await stop();
  });

  test("listens on loopback, on a free port", () => {
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  test("passes single operations and their exceptions through", async () => {
    const names = uniqueTables();
    await createTables(client, names);
    const Item = { clientID: { S: "client" }, enabled: { BOOL: true } };
    await client.send(new PutItemCommand({ TableName: names.clients, Item }));
    const read = new GetItemCommand({ TableName: names.clients, Key: { clientID: { S: "client" } } });
    expect((await client.send(read)).Item).toEqual(Item);
    const missing = new GetItemCommand({ TableName: "missing", Key: { clientID: { S: "client" } } });
    await expect(client.send(missing)).rejects.toThrow(ResourceNotFoundException);
  });

  test.each(["", "{", "null", "[]", '"text"', '{"TransactItems":{}}', '{"TransactItems":[7]}'])(
    "answers SerializationException for a transaction whose body is %j",
    async (body) => {
      expect(await post(url, "TransactWriteItems", body)).toMatchObject({
        status: 400,
        answer: { __type: "com.amazon.coral.service#SerializationException" },
      });
    },
  );

  test.each(["", "{", "null", '{"TableName":"clients","Key":{"clientID":null}}'])(
    "answers SerializationException for a GetItem whose body is %j",
    async (body) => {
      expect(await post(url, "GetItem", body)).toMatchObject({
        status: 400,
        answer: { __type: "com.amazon.coral.service#SerializationException" },
      });
    },
  );

  test.each(["TransactWriteItems", "ListTables"])(
    "sends a request id and the CRC-32 of the body for %s",
    async (operation) => {
      const { headers, text } = await post(url, operation, "{}");
      expect(headers.get("x-amz-crc32")).toBe(String(crc32(text)));
      expect(headers.get("x-amzn-requestid")).toMatch(/^[\w-]{36,52}$/);
    },
  );

  test("refuses a transaction without a signature", async () => {
    const response = await fetch(url, {
      method: "POST",
      headers: { "x-amz-target": "DynamoDB_20120810.TransactWriteItems" },
      body: '{"TransactItems":[{"Delete":{"TableName":"clients","Key":{"clientID":{"S":"client"}}}}]}',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      __type: "com.amazonaws.dynamodb.v20120810#MissingAuthenticationTokenException",
    });
  });
});
