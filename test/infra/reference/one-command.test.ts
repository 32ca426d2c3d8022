import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { categories } from "../../../functions/shared/store/categories.ts";
import { madeFileNames } from "../../../infra/commands/openapi.ts";
import { demoClient } from "../../../infra/reference/sample.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { copyProject, type ProjectCopy } from "../../support/project-copy.ts";

const OPENAPI = "infra/reference/openapi.json";
const COLLECTION = "infra/reference/course-activity.postman_collection.json";
const TYPES = "test/examples/openapi-types.ts";
const FILES = [OPENAPI, COLLECTION, TYPES];
const TEST = "test/infra/reference/generated-files.test.ts";
const LIMITS = { timeout: 120_000 };

/** A module that starts the local stack, does `work` with `get`, which asks for a path as the demo client, and prints. */
const onLocalStack = (work: string): string => `
import { marshall } from "@aws-sdk/util-dynamodb";
import { localDynamoDB, localTables } from "./infra/local/aws.ts";
import { startStack } from "./infra/local/stack.ts";
const stack = await startStack({ log: () => {} });
const credentials = ${JSON.stringify({ clientID: demoClient.clientID, clientSecret: demoClient.clientSecret, grantType: "client_credentials" })};
const headers = { "Content-Type": "application/json" };
const token = await fetch(stack.url + "/oauth/token", { method: "POST", headers, body: JSON.stringify(credentials) });
const { data } = await token.json();
const get = async (path) => (await fetch(stack.url + path, { headers: { Authorization: data.accessToken } })).json();
const dynamodb = localDynamoDB(stack.dynamodbUrl);
const put = (item) => dynamodb.putItem({ TableName: localTables.assignments, Item: marshall(item) });
${work}
await stack.stop();
process.exit();
`;

describe("a field that an answer gets as CONTRIBUTING.md has it", () => {
  let copy: ProjectCopy;
  let edited: string[];
  beforeAll(async () => {
    copy = await copyProject();
    edited = await copy.carryOut("Adding a field of an answer");
  });
  afterAll(() => copy.remove());

  it("takes at most three files", () => {
    expect(edited.length).toBeGreaterThan(0);
    expect(edited.length).toBeLessThanOrEqual(3);
    expect(edited.filter((path) => path.startsWith("test/") || madeFileNames.includes(path))).toEqual([]);
  });

  it("fails the test of the generated files until `npm run openapi` writes it to all of them", LIMITS, async () => {
    const before = await copy.test(TEST);
    expect(before.code).toBe(1);
    for (const path of FILES) expect(before.output).toContain(`${path} is stale: run \`npm run openapi\``);

    expect(await copy.node("infra/commands/openapi.ts")).toEqual({
      code: 0,
      output: `${OPENAPI} is written.
${COLLECTION} is written.
infra/reference/local.postman_environment.json is up to date.
${TYPES} is written.
`,
    });
    expect((await copy.test(TEST)).code).toBe(0);
  });

  it("is then in the document, in the collection's examples and tests, and in the clients' types", async () => {
    const { schemas } = JSON.parse(await copy.read(OPENAPI)).components;
    const { properties, required } = schemas.Assignment;
    expect(properties.mentorName).toMatchObject({ type: "string", maxLength: 5_000, description: expect.any(String) });
    expect(Object.keys(properties).indexOf("mentorName")).toBe(Object.keys(properties).indexOf("isAttend") + 1);
    expect(required).toContain("mentorName");
    const collection = await copy.read(COLLECTION);
    expect(collection).toContain('\\"isAttend\\": true,\\n      \\"mentorName\\": \\"\\"');
    expect(collection).toContain('\\"mentorName\\":{\\"type\\":\\"string\\",\\"minLength\\":0,\\"maxLength\\":5000}');
    expect(await copy.read(TYPES)).toMatch(/^ {12}mentorName: string;$/m);
  });

  it("is answered with its default for a row that was stored before", LIMITS, async () => {
    const old = assignmentsOf(1)[0];
    const answer = await copy.print(
      onLocalStack(`
const key = (position) => ({ listKey: "${demoClient.companySerial}#webinar#OLD", position });
await put({ ...key(0), total: 1, version: "v" });
await put({ ...key(1), ...${JSON.stringify(old)} });
console.log(JSON.stringify(await get("/ruangkerja/dashboard/users/OLD/courses/webinar?page=1&pageSize=10")));`),
    );
    const expected = Object.entries({ ...old }).flatMap(([field, value]) =>
      field === "isAttend"
        ? [
            [field, value],
            ["mentorName", ""],
          ]
        : [[field, value]],
    );
    const data = [Object.fromEntries(expected)];
    // The order of the fields, too.
    expect(JSON.stringify(answer)).toBe(JSON.stringify({ status: "success", message: "Success", data }));
  });

  it("is not written again by a second run", async () => {
    const { output } = await copy.node("infra/commands/openapi.ts");
    expect(output.match(/ is up to date\.$/gm)).toHaveLength(4);
  });
});

describe("a fifth list as CONTRIBUTING.md has it", () => {
  let copy: ProjectCopy;
  let edited: string[];
  beforeAll(async () => {
    copy = await copyProject();
    edited = await copy.carryOut("Adding a fifth list with a record of its own");
    for (const script of ["infra/commands/openapi.ts", "infra/reference/readme.ts"]) await copy.node(script);
  });
  afterAll(() => copy.remove());

  it("takes at most six files", () => {
    expect(edited.length).toBeGreaterThan(0);
    expect(edited.length).toBeLessThanOrEqual(6);
    expect(edited.filter((path) => path.startsWith("test/") || madeFileNames.includes(path))).toEqual([]);
  });

  it("is in the reference, the collection and the README, and passes their tests", LIMITS, async () => {
    const { paths } = JSON.parse(await copy.read(OPENAPI));
    expect(paths["/ruangkerja/dashboard/batches"].get.operationId).toBe("listBatches");
    const folders = JSON.parse(await copy.read(COLLECTION)).item.map(({ name }: { name: string }) => name);
    expect(folders).toHaveLength(Object.keys(categories).length + 3);
    expect(folders).toContain("Batches");
    expect(await copy.read("README.md")).toContain("| `GET /ruangkerja/dashboard/batches` |");
    const tests = ["openapi", "postman-collection", "generated-files", "readme", "errors-page", "every-category"];
    const { code, output } = await copy.test(...tests.map((name) => `test/infra/reference/${name}.test.ts`));
    expect(code, output).toBe(0);
  });

  it("is answered by the local stack, and searched", LIMITS, async () => {
    const [all, found] = (await copy.print(
      onLocalStack(`
const path = "/ruangkerja/dashboard/batches?page=1&pageSize=10";
console.log(JSON.stringify([await get(path), await get(path + "&name=BATCH%201")]));`),
    )) as { data: { totalItems: number; items: object[] } }[];
    expect(all?.data.totalItems).toBe(3);
    expect(Object.keys(all?.data.items[0] ?? {})).toEqual(["serial", "name", "course"]);
    expect(found?.data.items).toMatchObject([{ serial: "BATCH-EXP-01" }, { serial: "BATCH-EXP-02" }]);
  });
});

describe("npm run openapi", () => {
  it("lists its files with --help, and refuses other options with one line", async () => {
    const copy = await copyProject();
    const help = await copy.node("infra/commands/openapi.ts", "--help");
    for (const path of FILES) expect(help.output).toContain(path);
    const refused = await copy.node("infra/commands/openapi.ts", "--nothing");
    expect(refused.code).toBe(1);
    expect(refused.output).toMatch(/^Unknown option '--nothing'/);
    await copy.remove();
  });
});
