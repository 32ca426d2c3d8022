import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { awsEnvironment, requireEnvironment } from "../../functions/shared/env.ts";
import { lambdaContext, listEvent, tokenEvent } from "../support/events.ts";
import { issuerForTest, SCOPE } from "../support/issuer.ts";

beforeEach(() => {
  vi.resetModules();
  const ambient = Object.keys(process.env).filter((name) => /^(AWS|TOKEN|JWKS|PUBLIC)_|_TABLE$/.test(name));
  for (const name of ambient) vi.stubEnv(name, undefined);
  vi.spyOn(console, "info").mockReturnValue();
  vi.spyOn(console, "error").mockReturnValue();
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const setEnvironment = (variables: Record<string, string>) => {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
};

describe("the webinar-activity entry", () => {
  const start = async () => (await import("../../functions/webinar-activity/index.ts")).handler;

  it("makes a handler from the environment, which checks tokens and reads storage", async () => {
    const issuer = await issuerForTest();
    setEnvironment({
      ASSIGNMENTS_TABLE: "A",
      CLIENTS_TABLE: "C",
      TOKEN_ISSUER: issuer.issuer,
      JWKS_URI: issuer.jwksUri,
      TOKEN_SCOPE: SCOPE,
      AWS_REGION: "ap-southeast-3",
      AWS_ACCESS_KEY_ID: "id",
      AWS_SECRET_ACCESS_KEY: "key",
      AWS_ENDPOINT_URL_DYNAMODB: "http://127.0.0.1:1",
    });
    const handler = await start();
    await vi.waitFor(() => expect(issuer.state.fetches).toBe(1));
    const token = await issuer.sign({ token_use: "access" });
    expect((await handler(listEvent(), lambdaContext())).statusCode).toBe(401);
    expect((await handler(listEvent({ token }), lambdaContext())).statusCode).toBe(503);
  });

  it("stops the cold start with the names of the variables that are missing", async () => {
    setEnvironment({ ASSIGNMENTS_TABLE: "A", CLIENTS_TABLE: "", TOKEN_SCOPE: SCOPE });
    await expect(start()).rejects.toThrow("Missing in the environment: CLIENTS_TABLE, TOKEN_ISSUER, JWKS_URI");
  });
});

describe("the oauth-token entry", () => {
  const start = async () => (await import("../../functions/oauth-token/index.ts")).handler;

  it("makes a handler from the environment, which asks the provider", async () => {
    setEnvironment({ TOKEN_ENDPOINT: "http://127.0.0.1:1/token", TOKEN_SCOPE: SCOPE });
    const handler = await start();
    const body = { clientID: "a", clientSecret: "b", grantType: "client_credentials" };
    expect((await handler(tokenEvent(body), lambdaContext())).statusCode).toBe(503);
  });

  it("stops the cold start with the name of a variable that is missing", async () => {
    setEnvironment({ TOKEN_SCOPE: SCOPE });
    await expect(start()).rejects.toThrow("Missing in the environment: TOKEN_ENDPOINT");
  });
});

it("awsEnvironment gives the role's credentials, with the session's token where there is one", () => {
  setEnvironment({ AWS_REGION: "eu-west-1", AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "key" });
  const credentials = { accessKeyId: "id", secretAccessKey: "key" };
  expect(awsEnvironment()).toEqual({ region: "eu-west-1", credentials });
  setEnvironment({ AWS_SESSION_TOKEN: "session", AWS_ENDPOINT_URL_DYNAMODB: "http://127.0.0.1:1" });
  expect(awsEnvironment()).toEqual({
    region: "eu-west-1",
    endpoint: "http://127.0.0.1:1",
    credentials: { ...credentials, sessionToken: "session" },
  });
});

it("requireEnvironment gives the values under their names", () => {
  vi.stubEnv("ONE", "1");
  expect(requireEnvironment("ONE")).toEqual({ ONE: "1" });
});
