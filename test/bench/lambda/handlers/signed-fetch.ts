import { createHash, createHmac } from "node:crypto";
import { JwtVerifier } from "aws-jwt-verify";
import type { APIGatewayProxyEventV2 } from "aws-lambda";

/** As `bare`, without the SDK: a Query that is signed by hand (AWS Signature Version 4) and sent with `fetch`. */
const env = process.env as Record<string, string>;
const endpoint = new URL(env["AWS_ENDPOINT_URL_DYNAMODB"] ?? "");
const region = env["AWS_REGION"] ?? "";
const verifier = JwtVerifier.create({
  issuer: env["TOKEN_ISSUER"] ?? "",
  jwksUri: env["JWKS_URI"] ?? "",
  audience: null,
  scope: env["TOKEN_SCOPE"] ?? "",
});

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

const signed = (target: string, body: string): Record<string, string> => {
  const time = new Date().toISOString().replace(/[:-]|\.\d{3}/g, "");
  const date = time.slice(0, 8);
  const headers = {
    "content-type": "application/x-amz-json-1.0",
    host: endpoint.host,
    "x-amz-date": time,
    "x-amz-security-token": env["AWS_SESSION_TOKEN"] ?? "",
    "x-amz-target": target,
  };
  const names = Object.keys(headers).join(";");
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const scope = `${date}/${region}/dynamodb/aws4_request`;
  const canonical = ["POST", "/", "", lines.join(""), names, sha256(body)].join("\n");
  const key = [region, "dynamodb", "aws4_request"].reduce(hmac, hmac(`AWS4${env["AWS_SECRET_ACCESS_KEY"]}`, date));
  const signature = hmac(key, ["AWS4-HMAC-SHA256", time, scope, sha256(canonical)].join("\n")).toString("hex");
  const credential = `${env["AWS_ACCESS_KEY_ID"]}/${scope}`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...headers, authorization };
};

type Value = { S?: string; N?: string; BOOL?: boolean; M?: Record<string, Value> };

const plain = ({ S, N, BOOL, M }: Value): unknown =>
  S ?? BOOL ?? (N === undefined ? (M ? plainObject(M) : null) : Number(N));

const plainObject = (values: Record<string, Value>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, plain(value)]));

export const handler = async (event: APIGatewayProxyEventV2) => {
  await verifier.verify(`${event.headers["authorization"]}`);
  const page = Number(event.queryStringParameters?.["page"]);
  const pageSize = Number(event.queryStringParameters?.["pageSize"]);
  const body = JSON.stringify({
    TableName: env["ASSIGNMENTS_TABLE"],
    KeyConditionExpression: "listKey = :list AND #position BETWEEN :from AND :to",
    ExpressionAttributeNames: { "#position": "position" },
    ExpressionAttributeValues: {
      ":list": { S: `CMP-A#webinar#${event.pathParameters?.["employeeID"]}` },
      ":from": { N: `${page === 1 ? 0 : (page - 1) * pageSize + 1}` },
      ":to": { N: `${page * pageSize}` },
    },
  });
  const headers = signed("DynamoDB_20120810.Query", body);
  const answer = await fetch(endpoint, { method: "POST", headers, body });
  const { Items } = (await answer.json()) as { Items: Record<string, Value>[] };
  const records = Items.map(plainObject).filter(({ position }) => Number(position) > 0);
  const data = records.map(({ listKey, position, ...record }) => record);
  return {
    statusCode: 200,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ status: "success", message: "Success", data }),
  };
};
