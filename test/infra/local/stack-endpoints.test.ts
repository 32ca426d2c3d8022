import { afterAll, beforeAll, expect, it } from "vitest";
import { type Stack, startStack } from "../../../infra/local/stack.ts";
import { startRecordingProxy } from "../../support/recording-proxy.ts";

let proxy: Awaited<ReturnType<typeof startRecordingProxy>>;
let stack: Stack;
beforeAll(async () => {
  stack = await startStack({
    log: () => {},
    async endpoints(real) {
      proxy = await startRecordingProxy(real.dynamodb);
      // Nothing listens here.
      return { ...real, dynamodb: proxy.url, token: "http://127.0.0.1:9/token" };
    },
  });
});
afterAll(async () => {
  await stack?.stop();
  await proxy?.stop();
});

const askToken = () =>
  fetch(`${stack.url}/oauth/token`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ clientID: "demo", clientSecret: "demo-secret", grantType: "client_credentials" }),
  });

it("the functions call the proxies instead of the engine and the provider", async () => {
  expect(await (await askToken()).json()).toMatchObject({ errorCode: 160 });
  const form = new URLSearchParams({ grant_type: "client_credentials", scope: "ruangkerja/webinar.read" });
  const authorization = `Basic ${Buffer.from("demo:demo-secret").toString("base64")}`;
  const issued = await fetch(`${stack.issuer}/token`, { method: "POST", headers: { authorization }, body: form });
  const { access_token: token } = (await issued.json()) as { access_token: string };
  const path = "/ruangkerja/dashboard/users/JOHNILXV3QAJJEL3/courses/webinar?page=1&pageSize=10";
  const answer = await fetch(`${stack.url}${path}`, { headers: { authorization: token } });
  expect(answer.status).toBe(200);
  expect(proxy.calls.map(({ operation, table }) => `${operation} ${table}`)).toEqual([
    "GetItem Clients",
    "Query Assignments",
  ]);
});
