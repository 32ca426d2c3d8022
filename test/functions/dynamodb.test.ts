import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { createDynamoDB } from "../../functions/shared/dynamodb.ts";
import { storageError } from "../../functions/shared/storage-errors.ts";
import { providerStubs } from "../support/provider-stub.ts";

const { busyUrl } = providerStubs();
const credentials = { AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "key" };
beforeEach(() => {
  vi.stubEnv("AWS_REGION", "ap-southeast-3");
  for (const [name, value] of Object.entries(credentials)) vi.stubEnv(name, value);
});
afterEach(() => void vi.unstubAllEnvs());

/** An endpoint that behaves as `listener` says, and counts what it was asked. */
const endpoint = async (listener: RequestListener) => {
  const asked = { times: 0, authorization: "" };
  const server = createServer((request, response) => {
    asked.times += 1;
    asked.authorization = request.headers.authorization ?? "";
    listener(request, response);
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

const clientOf = (url: string) => {
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", url);
  return createDynamoDB();
};

const failureOf = (url: string) =>
  clientOf(url)
    .send(new ListTablesCommand())
    .then(
      () => undefined,
      (error: unknown) => error,
    );

describe("the functions' DynamoDB client", () => {
  it("gives up on an endpoint that never answers after three attempts, which is code 160", async () => {
    const { asked, url } = await endpoint(() => {});
    const failure = await failureOf(url);
    expect(failure).toMatchObject({ name: "TimeoutError" });
    expect(storageError(failure)).toMatchObject({ body: { errorCode: 160 } });
    expect(asked.times).toBe(3);
  });

  it("gives up on a connection that does not stand within half a second, three times, which is code 160", async () => {
    const failure = await failureOf((await busyUrl()).origin);
    expect(failure).toMatchObject({
      name: "TimeoutError",
      message: expect.stringContaining("500 ms"),
      $metadata: { attempts: 3 },
    });
    expect(storageError(failure)).toMatchObject({ body: { errorCode: 160 } });
  });

  it("gives up on an answer that stops half-way after three attempts, which is code 160", async () => {
    const { asked, url } = await endpoint((_, response) => {
      response.writeHead(200, { "Content-Type": "application/x-amz-json-1.0", "Content-Length": 100 }).write('{"Table');
    });
    expect(storageError(await failureOf(url))).toMatchObject({ body: { errorCode: 160 } });
    expect(asked.times).toBe(3);
  });

  it("tries three times where the service fails, and not again what is refused", async () => {
    const answer =
      (status: number, type: string): RequestListener =>
      (_, response) => {
        response
          .writeHead(status, { "Content-Type": "application/x-amz-json-1.0" })
          .end(JSON.stringify({ __type: type }));
      };
    const failing = await endpoint(answer(500, "InternalServerError"));
    expect(storageError(await failureOf(failing.url))).toMatchObject({ body: { errorCode: 160 } });
    expect(failing.asked.times).toBe(3);
    const refusing = await endpoint(answer(400, "AccessDeniedException"));
    expect(storageError(await failureOf(refusing.url))).toMatchObject({ name: "AccessDeniedException" });
    expect(refusing.asked.times).toBe(1);
  });

  it("signs with the environment's credentials, and has no other source for them", async () => {
    const { asked, url } = await endpoint((_, response) => response.end("{}"));
    await clientOf(url).send(new ListTablesCommand());
    expect(asked.authorization).toContain("Credential=id/");
    const profile = join(await mkdtemp(join(tmpdir(), "aws-")), "credentials");
    await writeFile(profile, "[default]\naws_access_key_id = other\naws_secret_access_key = other\n");
    onTestFinished(() => rm(dirname(profile), { recursive: true }));
    vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", profile);
    vi.stubEnv("AWS_ACCESS_KEY_ID", "");
    expect(await failureOf(url)).toMatchObject({ name: "CredentialsProviderError" });
    expect(asked.times).toBe(1);
  });
});
