import { describe, expect, it } from "vitest";
import { createTables } from "../../../infra/local/create-tables.ts";
import { stackName } from "../../../infra/stack/outputs.ts";
import { clientWorlds, createForA } from "../../support/client-world.ts";
import { refusal, stackWith } from "../../support/cloudformation-stub.ts";
import { clientFor, embeddedEngine } from "../../support/engines.ts";
import { aws, failure } from "../../support/export-run.ts";
import { providerStubs } from "../../support/provider-stub.ts";
import { runCommand } from "../../support/run-command.ts";

const stubs = providerStubs();
const startWorld = clientWorlds();

const runWith = async (env: Record<string, string>, ...args: string[]) => {
  const { code, stdout, stderr } = await runCommand("client", args, { env });
  expect(stdout + stderr).not.toContain(aws.AWS_SECRET_ACCESS_KEY);
  return { code, stdout, stderr };
};

describe("the client command with --endpoint on loopback", () => {
  it("has the rows of npm start, and no user pool, whatever AWS settings the shell has", async () => {
    const engine = await embeddedEngine.start();
    const client = clientFor(engine.url);
    await createTables(client, { assignments: "Assignments", clients: "Clients" });
    client.destroy();
    const place = ["--endpoint", engine.url];
    const run = (...args: string[]) => runWith({ AWS_PROFILE: "none" }, ...args, ...place);

    expect((await run("register", "--client-id", "c", "--company", "CMP-A", "--label", "L")).code).toBe(0);
    expect((await run("disable", "--client-id", "c")).code).toBe(0);
    expect(JSON.parse((await run("list", "--json")).stdout)).toEqual([
      { clientID: "c", companySerial: "CMP-A", enabled: false, label: "L", problems: [] },
    ]);
    const { code, stderr } = await run(...createForA);
    expect(code).toBe(1);
    expect(stderr).toContain(`register --client-id ID --company SERIAL --label TEXT --endpoint ${engine.url}\n`);
    expect((await run("delete", "--client-id", "c", "--yes")).code).toBe(0);
    await engine.stop();
  });

  it("says that nothing answers there", async () => {
    const { origin } = await stubs.unusedUrl();
    expect(await runWith({}, "list", "--endpoint", origin)).toEqual(
      failure(`Nothing answers at ${origin}; is \`npm start\` running?`),
    );
  });
});

describe("what keeps the client command from its stack is told in plain words and is exit code 1:", () => {
  const from = (cloudFormation: URL) => ({ ...aws, AWS_ENDPOINT_URL_CLOUDFORMATION: cloudFormation.origin });

  it("no region", async () => {
    expect(await runWith({}, "list")).toEqual(failure("There is no AWS region. Give --region, or set AWS_REGION."));
  });

  it("no credentials", async () => {
    const { code, stderr } = await runWith({}, ...createForA, "--region", "eu-west-1");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^There are no AWS credentials \(.*\)\. Sign in .*\n$/);
  });

  it("no such stack", async () => {
    const { url } = await stubs.start(refusal(400, "ValidationError", "Stack with id Staging does not exist"));
    expect(await runWith(from(url), "list", "--stack", "Staging")).toEqual(
      failure("There is no stack Staging in eu-west-1. Give another --stack or --region."),
    );
  });

  it("a stack of something else", async () => {
    const { url } = await stubs.start(stackWith({ Other: "x" }));
    expect(await runWith(from(url), ...createForA)).toEqual(
      failure(
        `The stack ${stackName} in eu-west-1 has no output ClientsTable. ` +
          "Is it this API's? Give another --stack or --region.",
      ),
    );
  });

  it("no rights, with the action that is denied", async () => {
    const message = "User: x is not authorized to perform: cloudformation:DescribeStacks";
    const { url } = await stubs.start(refusal(403, "AccessDenied", message));
    expect(await runWith(from(url), "list")).toEqual(failure(`The AWS credentials do not have the rights: ${message}`));
  });

  it("a CloudFormation that cannot be reached", async () => {
    expect(await runWith(from(await stubs.unusedUrl()), "list")).toEqual(
      failure("CloudFormation in eu-west-1 could not be asked for the stack's outputs (ECONNREFUSED). Try again."),
    );
  });

  it("a table that is gone", async () => {
    const world = await startWorld();
    const { url } = await stubs.start(stackWith({ ClientsTable: "gone" }));
    expect(await runWith({ ...world.env, ...from(url) }, "disable", "--client-id", "c")).toEqual(
      failure("There is no table gone. Give another --stack, --region or --endpoint."),
    );
  });

  it("a Cognito that cannot be reached, where nothing is begun", async () => {
    const world = await startWorld();
    const { origin } = await stubs.unusedUrl();
    const env = { ...world.env, AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: origin };
    expect(await runWith(env, ...createForA)).toEqual(
      failure(
        "The client was not made. Cognito could not be reached or failed (ECONNREFUSED).\nNothing is left of it.",
      ),
    );
  });
});
