import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { marshall } from "@aws-sdk/util-dynamodb";
import { assignmentsOf } from "../../support/assignments.ts";
import { createCertificate } from "../../support/certificate.ts";
import { catalogue } from "./catalogue.ts";

/**
 * DynamoDB and a key set behind TLS, which answer at once, in a process of its own: `fork` it with the key set as its
 * only parameter. It sends its URL and its certificate once it listens, and ends with its parent.
 */
const TOTAL = 2_000;

const [, , keySet = ""] = process.argv;
const { key, cert } = createCertificate();
const itemsOf = (list: string, records: readonly object[]) => [
  marshall({ listKey: list, position: 0, total: records.length, version: "v1" }),
  ...records.map((record, index) => marshall({ listKey: list, position: index + 1, ...record })),
];

const lists = new Map(
  [
    { key: "CMP-A#webinar#EMPLY1", records: assignmentsOf(TOTAL) },
    { key: catalogue.key, records: catalogue.records },
  ].map(({ key, records }) => [key, itemsOf(key, records)]),
);
const client = marshall({ clientID: "demo", companySerial: "CMP-A", enabled: true, label: "" });

const UNITS = { TableName: "assignments", CapacityUnits: 0.5 };
const queries = new Map<string, string>();
const queryAnswer = (list: string, from: number, to: number): string => {
  const name = `${list} ${from}-${to}`;
  const known = queries.get(name);
  if (known) return known;
  const Items = (lists.get(list) ?? []).slice(from, to + 1);
  const answer = JSON.stringify({ Count: Items.length, Items, ScannedCount: Items.length, ConsumedCapacity: UNITS });
  queries.set(name, answer);
  return answer;
};

const clientAnswer = JSON.stringify({ Item: client });
const headerAnswer = (list: string) => JSON.stringify({ Item: lists.get(list)?.[0], ConsumedCapacity: UNITS });

const answerTo = (target: string, body: string): string => {
  const { TableName, Key, ExpressionAttributeValues: values } = JSON.parse(body);
  if (target.endsWith(".Query"))
    return queryAnswer(values[":list"].S, Number(values[":from"].N), Number(values[":to"].N));
  return TableName === "clients" ? clientAnswer : headerAnswer(Key.listKey.S);
};

const server = createServer({ key, cert }, async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const target = request.headers["x-amz-target"];
  const body = request.method === "GET" ? keySet : answerTo(String(target), Buffer.concat(chunks).toString());
  response.writeHead(200, {
    "Content-Type": request.method === "GET" ? "application/json" : "application/x-amz-json-1.0",
    "Content-Length": Buffer.byteLength(body),
    "x-amzn-RequestId": "STUB",
  });
  response.end(body);
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  process.send?.({ url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, cert });
});
process.on("disconnect", () => process.exit());
