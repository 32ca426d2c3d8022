import { createHash, createHmac } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { SignatureV4 } from "@smithy/signature-v4";
import { describe, expect, it } from "vitest";
import { createDynamoDB } from "../../../functions/shared/aws/dynamodb.ts";
import { answers, providerStubs } from "../../support/provider-stub.ts";

const stubs = providerStubs();
const region = "ap-southeast-3";
const credentials = { accessKeyId: "id", secretAccessKey: "key", sessionToken: "session" };
const input = { TableName: "T", Key: { clientID: { S: "demo" } } };

describe("the functions' DynamoDB client", () => {
  it("signs as AWS's own signer does, for the role's session", async () => {
    const stub = await stubs.start(answers(200, {}));
    await createDynamoDB({ region, endpoint: stub.url.origin, credentials }).getItem(input);
    const { headers = {}, body = "" } = stub.requests[0] ?? {};
    expect(signedIn(headers)).toEqual(
      expect.arrayContaining(["host", "x-amz-date", "x-amz-security-token", "x-amz-target"]),
    );
    expect(signatureIn(headers.authorization)).toBe(await ownSignature(stub.url, "/", headers, body));
    expect(signatureIn(headers.authorization)).toBeDefined();
    expect(Math.abs(timeIn(headers).getTime() - Date.now())).toBeLessThan(60_000);
  });

  it("signs the path of an endpoint that has one", async () => {
    const stub = await stubs.start(answers(200, {}));
    const client = createDynamoDB({ region, endpoint: `${stub.url.origin}/db`, credentials });
    await client.getItem(input);
    const { headers = {}, target, body = "" } = stub.requests[0] ?? {};
    expect(target).toBe("/db");
    expect(signatureIn(headers.authorization)).toBe(await ownSignature(stub.url, "/db", headers, body));
  });
});

const signatureIn = (authorization = "") => /Signature=([0-9a-f]{64})$/.exec(authorization)?.[1];

const signedIn = (headers: IncomingHttpHeaders): string[] =>
  /SignedHeaders=([^,]+)/.exec(`${headers.authorization}`)?.[1]?.split(";") ?? [];

const timeIn = (headers: IncomingHttpHeaders): Date =>
  new Date(`${headers["x-amz-date"]}`.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));

/** What AWS's own signer makes of a request that was sent. */
const ownSignature = async ({ hostname }: URL, path: string, headers: IncomingHttpHeaders, body: string) => {
  const signer = new SignatureV4({ service: "dynamodb", region, credentials, sha256: Sha256, applyChecksum: false });
  const signed = Object.fromEntries(signedIn(headers).map((name) => [name, `${headers[name]}`]));
  const request = { method: "POST", protocol: "http:", hostname, path, headers: signed, body };
  const own = await signer.sign(request, { signingDate: timeIn(headers) });
  return signatureIn(own.headers["authorization"]);
};

/** SHA-256 as AWS's signer wants it; with a secret, HMAC. */
class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", secret as string);
  }
  update(data: string | Uint8Array) {
    this.#hash.update(data);
  }
  async digest() {
    return new Uint8Array(this.#hash.digest());
  }
  reset() {
    throw new Error("Not used");
  }
}
