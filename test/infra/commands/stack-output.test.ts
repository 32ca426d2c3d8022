import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stackName } from "../../../infra/stack/outputs.ts";
import { refusal, stackWith } from "../../support/cloudformation-stub.ts";
import { embeddedEngine } from "../../support/engines.ts";
import { aws, exportWith, failure } from "../../support/export-run.ts";
import { answers, providerStubs } from "../../support/provider-stub.ts";
import { listOf, type Storage, startStorage } from "../../support/storage.ts";

const stubs = providerStubs();
let storage: Storage;
beforeAll(async () => {
  storage = await startStorage(embeddedEngine);
  await storage.register(listOf("EMPLY001"));
});
afterAll(() => storage.stop());

const REGISTERED = '{"companySerial":"CMP-A","employeeID":"EMPLY001"}\n';

describe("without --table, the table", () => {
  const exportFrom = (cloudFormation: URL, ...args: string[]) =>
    exportWith(args, {
      ...aws,
      AWS_ENDPOINT_URL_CLOUDFORMATION: cloudFormation.origin,
      AWS_ENDPOINT_URL_DYNAMODB: storage.url,
    });

  it("is the one that the stack's output names", async () => {
    const stub = await stubs.start(stackWith({ ApiUrl: "https://x", AssignmentsTable: storage.tables.assignments }));
    expect(await exportFrom(stub.url)).toMatchObject({ code: 0, stdout: REGISTERED });
    expect(stub.requests).toHaveLength(1);
    expect(new URLSearchParams(stub.requests[0]?.body).get("StackName")).toBe(stackName);
    expect(stub.requests[0]?.headers.authorization).toContain("/eu-west-1/cloudformation/");
  });

  it("is looked up in the --stack and the --region that are given", async () => {
    const stub = await stubs.start(stackWith({ AssignmentsTable: storage.tables.assignments }));
    const { code } = await exportFrom(stub.url, "--stack", "Staging", "--region", "ap-southeast-3");
    expect(code).toBe(0);
    expect(new URLSearchParams(stub.requests[0]?.body).get("StackName")).toBe("Staging");
    expect(stub.requests[0]?.headers.authorization).toContain("/ap-southeast-3/cloudformation/");
  });

  it("cannot be found in a stack that does not exist, which the message names with its region", async () => {
    const stub = await stubs.start(refusal(400, "ValidationError", "Stack with id Staging does not exist"));
    expect(await exportFrom(stub.url, "--stack", "Staging")).toEqual(
      failure(
        "There is no stack Staging in eu-west-1. Give another --stack or --region, or the table's name: --table NAME.",
      ),
    );
  });

  it("cannot be found in a stack without that output", async () => {
    const stub = await stubs.start(stackWith({ Other: "x" }));
    expect(await exportFrom(stub.url)).toEqual(
      failure(
        `The stack ${stackName} in eu-west-1 has no output AssignmentsTable. Give the table's name: --table NAME.`,
      ),
    );
  });

  it("cannot be found without the rights to look", async () => {
    const stub = await stubs.start(refusal(403, "AccessDenied", "User x is not authorized"));
    expect(await exportFrom(stub.url)).toEqual(
      failure("The AWS credentials do not have the rights: User x is not authorized"),
    );
  });

  it("cannot be found where CloudFormation is out of reach", async () => {
    expect(await exportFrom(await stubs.unusedUrl())).toEqual(
      failure(
        "CloudFormation in eu-west-1 could not be asked for the stack's outputs (ECONNREFUSED). " +
          "Try again, or give the table's name: --table NAME.",
      ),
    );
  });

  it("is not looked up at all if there is a --table", async () => {
    const stub = await stubs.start(answers(500));
    expect((await exportFrom(stub.url, "--table", storage.tables.assignments)).code).toBe(0);
    expect(stub.requests).toEqual([]);
  });
});
