import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { awsEnvironment, optionalBaseUrl, requireEnvironment } from "../../functions/shared/environment.ts";
import { embeddedEngine } from "../support/engines.ts";
import { lambdaContext, listEvent, tokenEvent } from "../support/events.ts";
import { AUDIENCE, issuerForTest, SCOPE } from "../support/issuer.ts";
import { answers, providerStubs, stalls } from "../support/provider-stub.ts";
import { listOf, startStorage } from "../support/storage.ts";

const stubs = providerStubs();

beforeEach(() => {
  vi.resetModules();
  const ambient = Object.keys(process.env).filter((name) => /^(AWS|TOKEN|JWKS|PUBLIC|DOCS)_|_TABLE$/.test(name));
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

describe("the course-activity entry", () => {
  const start = async () => (await import("../../functions/course-activity/index.ts")).handler;

  const setUp = async (changes: Record<string, string> = {}) => {
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
      DOCS_BASE_URL: "https://docs.example.com",
      ...changes,
    });
    return issuer;
  };

  it("makes a handler from the environment, which checks tokens and reads storage", async () => {
    const issuer = await setUp();
    const handler = await start();
    await vi.waitFor(() => expect(issuer.state.fetches).toBe(1));
    const token = await issuer.sign({ token_use: "access" });
    expect(await handler(listEvent(), lambdaContext())).toMatchObject({
      statusCode: 401,
      headers: { Link: '<https://docs.example.com/errors#120>; rel="help"' },
    });
    expect((await handler(listEvent({ token }), lambdaContext())).statusCode).toBe(503);
  });

  it("opens a connection to DynamoDB before there is a request", async () => {
    const dynamodb = await stubs.start(stalls);
    await setUp({ AWS_ENDPOINT_URL_DYNAMODB: dynamodb.url.origin });
    await start();
    await vi.waitFor(() => expect(dynamodb.connections()).toBe(1));
  });

  it("takes the audience that tokens must have from the environment", async () => {
    const issuer = await setUp({ TOKEN_AUDIENCE: AUDIENCE });
    const handler = await start();
    const ask = async (aud: string) => handler(listEvent({ token: await issuer.sign({ aud }) }), lambdaContext());
    expect((await ask(AUDIENCE)).statusCode).toBe(503);
    expect((await ask("https://another.example")).statusCode).toBe(401);
  });

  it("takes the claims with scopes and client from the environment", async () => {
    const issuer = await setUp({ TOKEN_AUDIENCE: AUDIENCE, TOKEN_SCOPE_CLAIM: "scp", TOKEN_CLIENT_CLAIM: "cid" });
    const handler = await start();
    const ask = async (claims: object) =>
      (await handler(listEvent({ token: await issuer.sign({ ...claims }) }), lambdaContext())).statusCode;
    expect(await ask({ scp: [SCOPE], cid: "demo" })).toBe(503);
    expect(await ask({ cid: "demo" })).toBe(403);
    expect(await ask({ scp: [SCOPE] })).toBe(401);
  });

  it("takes the tables and the public host of its links from the environment", async () => {
    const storage = await startStorage(embeddedEngine);
    onTestFinished(storage.stop);
    const { assignments, clients } = storage.tables;
    await storage.put("clients", { clientID: "demo", companySerial: "CMP-A", enabled: true, label: "" });
    await storage.register(listOf("EMPLY1"));
    const issuer = await setUp({
      ASSIGNMENTS_TABLE: assignments,
      CLIENTS_TABLE: clients,
      AWS_ENDPOINT_URL_DYNAMODB: storage.url,
      PUBLIC_BASE_URL: "https://learn.example.org/api",
    });
    const handler = await start();
    const token = await issuer.sign({ token_use: "access" });
    const { statusCode, headers } = await handler(listEvent({ token }), lambdaContext());
    expect(statusCode).toBe(200);
    expect(headers?.["Link"]).toContain("<https://learn.example.org/api/ruangkerja/");
  });

  it("stops the cold start with the names of the variables that are missing", async () => {
    setEnvironment({ ASSIGNMENTS_TABLE: "A", CLIENTS_TABLE: "", TOKEN_SCOPE: SCOPE });
    await expect(start()).rejects.toThrow("Missing in the environment: CLIENTS_TABLE, TOKEN_ISSUER, JWKS_URI");
  });
});

describe("the oauth-token entry", () => {
  const start = async () => (await import("../../functions/oauth-token/index.ts")).handler;

  it("makes a handler from the environment, which asks the provider", async () => {
    setEnvironment({
      TOKEN_ENDPOINT: "http://127.0.0.1:1/token",
      TOKEN_SCOPE: SCOPE,
      DOCS_BASE_URL: "https://docs.example.com",
    });
    const handler = await start();
    const body = { clientID: "a", clientSecret: "b", grantType: "client_credentials" };
    expect(await handler(tokenEvent(body), lambdaContext())).toMatchObject({
      statusCode: 503,
      headers: { Link: '<https://docs.example.com/errors#160>; rel="help"' },
    });
  });

  it.each([
    [{}, `grant_type=client_credentials&scope=${encodeURIComponent(SCOPE)}`],
    [
      { TOKEN_REQUEST_SCOPE: "", TOKEN_REQUEST_AUDIENCE: "" },
      `grant_type=client_credentials&scope=${encodeURIComponent(SCOPE)}`,
    ],
    [{ TOKEN_REQUEST_SCOPE: "api/.default" }, "grant_type=client_credentials&scope=api%2F.default"],
    [{ TOKEN_REQUEST_AUDIENCE: "a" }, `grant_type=client_credentials&scope=${encodeURIComponent(SCOPE)}&audience=a`],
  ])("takes what it asks for from the environment: %o", async (variables, body) => {
    const { url, requests } = await stubs.start(answers(400, { error: "invalid_client" }));
    setEnvironment({ TOKEN_ENDPOINT: url.href, TOKEN_SCOPE: SCOPE, ...variables });
    const credentials = { clientID: "a", clientSecret: "b", grantType: "client_credentials" };
    expect((await (await start())(tokenEvent(credentials), lambdaContext())).statusCode).toBe(400);
    expect(requests[0]?.body).toBe(body);
  });

  it("stops the cold start with the name of a variable that is missing", async () => {
    setEnvironment({ TOKEN_SCOPE: SCOPE });
    await expect(start()).rejects.toThrow("Missing in the environment: TOKEN_ENDPOINT");
  });
});

describe("awsEnvironment", () => {
  it("gives region and endpoint, and the role's credentials as they are at each call", () => {
    setEnvironment({ AWS_REGION: "eu-west-1", AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "key" });
    const { credentials, ...place } = awsEnvironment();
    expect(place).toEqual({ region: "eu-west-1" });
    expect(credentials()).toEqual({ accessKeyId: "id", secretAccessKey: "key" });
    setEnvironment({ AWS_ACCESS_KEY_ID: "new", AWS_SESSION_TOKEN: "session" });
    expect(credentials()).toEqual({ accessKeyId: "new", secretAccessKey: "key", sessionToken: "session" });
    setEnvironment({ AWS_ENDPOINT_URL_DYNAMODB: "http://127.0.0.1:1" });
    expect(awsEnvironment().endpoint).toBe("http://127.0.0.1:1");
  });

  it.each(["localhost:8000", "ftp://localhost", "xhttp://localhost", "//x"])("refuses the endpoint %j", (endpoint) => {
    setEnvironment({ AWS_REGION: "eu-west-1", AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "key" });
    setEnvironment({ AWS_ENDPOINT_URL_DYNAMODB: endpoint });
    expect(() => awsEnvironment()).toThrow(/^AWS_ENDPOINT_URL_DYNAMODB is no http/);
  });
});

describe("optionalBaseUrl", () => {
  it.each(["https://docs.example.com", "http://localhost:3000", "http://[::1]:3000", "https://a.example/b/c%20d"])(
    "takes %s",
    (value) => {
      vi.stubEnv("DOCS_BASE_URL", value);
      expect(optionalBaseUrl("DOCS_BASE_URL")).toBe(value);
    },
  );

  it.each([undefined, ""])("takes %j as none", (value) => {
    vi.stubEnv("DOCS_BASE_URL", value);
    expect(optionalBaseUrl("DOCS_BASE_URL")).toBeUndefined();
  });

  it.each([
    "docs.example.com",
    "ftp://docs.example.com",
    "xhttps://docs.example.com",
    "https://",
    "https://docs.example.com/",
    "https://docs.example.com?a=b",
    "https://docs.example.com#a",
    'https://docs.example.com/>; rel="next"',
    "https://docs.example.com\r\nX: y",
    "https://docs.example.com\n",
    "https://dökumen.example",
  ])("stops the cold start with the variable's name at %j", (value) => {
    vi.stubEnv("DOCS_BASE_URL", value);
    expect(() => optionalBaseUrl("DOCS_BASE_URL")).toThrow(
      "DOCS_BASE_URL must be a URL without a slash at the end, query or fragment",
    );
  });
});

it("requireEnvironment gives the values under their names", () => {
  vi.stubEnv("ONE", "1");
  expect(requireEnvironment("ONE")).toEqual({ ONE: "1" });
});
