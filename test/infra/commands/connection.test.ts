import { CreateTableCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTables } from "../../../infra/local/create-tables.ts";
import { clientFor, embeddedEngine, engines } from "../../support/engines.ts";
import { aws, exportWith, failure } from "../../support/export-run.ts";
import { answers, providerStubs } from "../../support/provider-stub.ts";
import { type Storage, startStorage } from "../../support/storage.ts";

const stubs = providerStubs();

it("the table of an endpoint on loopback is that of npm start, whatever AWS settings the shell has", async () => {
  const engine = await embeddedEngine.start();
  const client = clientFor(engine.url);
  await createTables(client, { assignments: "Assignments", clients: "Clients" });
  client.destroy();
  const env = { AWS_PROFILE: "none", AWS_USE_FIPS_ENDPOINT: "true", AWS_USE_DUALSTACK_ENDPOINT: "true" };
  const { port } = new URL(engine.url);
  for (const endpoint of [`http://127.0.0.1:${port}/`, `http://localhost:${port}`]) {
    expect(await exportWith(["--endpoint", endpoint], env)).toMatchObject({ code: 0, stdout: "" });
  }
  await engine.stop();
});

describe.each(engines)("on $name", ({ start }) => {
  let engine: Storage;
  beforeAll(async () => {
    engine = await startStorage({ name: "", start });
  });
  afterAll(() => engine.stop());

  it("a table that does not exist is told by its name", async () => {
    expect(await exportWith(["--endpoint", engine.url, "--table", "none-such"])).toEqual(
      failure(`There is no table none-such at ${engine.url}. Give another --table, --stack or --region.`),
    );
  });

  it("a name that no table can have is told with what DynamoDB says of it", async () => {
    const { code, stderr } = await exportWith(["--endpoint", engine.url, "--table", "ab"]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^--table ab: .*\b3\b/) });
  });

  it("a table with another key is told to be no assignments table", async () => {
    const text = `at ${engine.url} is no assignments table: its key must be listKey and position.`;
    const TableName = `${engine.tables.assignments}-half`;
    await engine.dynamodb.send(
      new CreateTableCommand({
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "listKey", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "listKey", KeyType: "HASH" }],
      }),
    );
    for (const table of [engine.tables.clients, TableName]) {
      expect(await exportWith(["--endpoint", engine.url, "--table", table])).toEqual(failure(`${table} ${text}`));
    }
  });
});

describe("what keeps a command from its table is told in plain words and is exit code 1:", () => {
  it("nothing that answers on loopback", async () => {
    const { origin } = await stubs.unusedUrl();
    expect(await exportWith(["--endpoint", origin])).toEqual(
      failure(`Nothing answers at ${origin}; is \`npm start\` running?`),
    );
  });

  it.each(["localhost:8000", "ftp://localhost", "http://", "8000"])("the endpoint %s", async (endpoint) => {
    expect(await exportWith(["--endpoint", endpoint])).toEqual(
      failure(`--endpoint must be a URL like http://localhost:8000, and it is "${endpoint}".`),
    );
  });

  it("an endpoint with a password, which is not repeated", async () => {
    expect(await exportWith(["--endpoint", "http://me:password1@localhost"])).toEqual(
      failure("--endpoint must have no user name and no password."),
    );
  });

  it.each(["table", "stack", "region", "endpoint"])("an empty --%s", async (name) => {
    expect(await exportWith([`--${name}=`])).toEqual(failure(`--${name} has no value.`));
  });

  it("no region", async () => {
    expect(await exportWith([])).toEqual(failure("There is no AWS region. Give --region, or set AWS_REGION."));
    expect(await exportWith(["--table", "Assignments"])).toEqual(
      failure("There is no AWS region. Give --region, or set AWS_REGION."),
    );
  });

  it("a region that cannot be one", async () => {
    const { code, stderr } = await exportWith(["--table", "Assignments", "--region", "not a region"], aws);
    expect(code).toBe(1);
    expect(stderr).toMatch(/not a region.* Give another --region\.\n$/);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it("no credentials", async () => {
    const { code, stderr } = await exportWith(["--table", "Assignments", "--region", "eu-west-1"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^There are no AWS credentials \(.*\)\. Sign in .*\n$/);
  });

  it.each([
    ["AccessDeniedException", "The AWS credentials do not have the rights: told by AWS"],
    ["UnrecognizedClientException", "AWS does not accept the credentials: UnrecognizedClientException. Sign in again."],
    ["ExpiredTokenException", "AWS does not accept the credentials: ExpiredTokenException. Sign in again."],
  ])("%s", async (name, text) => {
    const stub = await stubs.start(
      answers(400, { __type: `com.amazon.coral.service#${name}`, message: "told by AWS" }),
    );
    expect(await exportWith(["--table", "x"], { ...aws, AWS_ENDPOINT_URL_DYNAMODB: stub.url.origin })).toEqual(
      failure(text),
    );
  });
});

it("a table that is throttled for a while is waited for", async () => {
  const throttled = { __type: "com.amazonaws.dynamodb.v20120810#ThrottlingException", message: "Rate exceeded" };
  const stub = await stubs.start(
    ...Array.from({ length: 3 }, () => answers(400, throttled)),
    answers(200, {}),
    answers(200, { Items: [] }),
  );
  const { code, stderr } = await exportWith(["--endpoint", stub.url.origin]);
  expect(code).toBe(0);
  expect(stderr).toMatch(/^The table is throttled or unreachable \(ThrottlingException\); trying again in 0\.\d s \(2/);
});
