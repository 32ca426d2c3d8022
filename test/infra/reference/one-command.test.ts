import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../../..");

/** A copy of the parts of the project that the command and its test need. */
let copy: string;
const edit = async (path: string, change: (text: string) => string): Promise<void> =>
  writeFile(join(copy, path), change(await readFile(join(copy, path), "utf8")));

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), "one-command-"));
  const links = ["node_modules", "infra/reference/client-types/node_modules"];
  const isCopied = (path: string): boolean => !links.some((link) => path === join(root, link));
  await mkdir(join(copy, "test/infra"), { recursive: true });
  for (const path of ["package.json", "functions", "infra", "test/examples", "test/infra/reference"]) {
    await cp(join(root, path), join(copy, path), { recursive: true, filter: isCopied });
  }
  for (const link of links) await symlink(join(root, link), join(copy, link));
});
afterAll(() => rm(copy, { recursive: true, force: true }));

/** Runs a script in the copy. @returns its output and exit code */
const inCopy = async (...args: readonly string[]) => {
  const options = { cwd: copy, env: { ...process.env, NO_COLOR: "1" } };
  const ended = run(process.execPath, args, options).then(
    (outputs) => ({ code: 0, ...outputs }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
  const { code, stdout, stderr } = await ended;
  return { code, output: stdout + stderr };
};
const test = () =>
  inCopy(join("node_modules", "vitest", "vitest.mjs"), "run", "test/infra/reference/generated-files.test.ts");
const openapi = () => inCopy("infra/commands/openapi.ts");

const FILES = [
  "infra/reference/openapi.json",
  "infra/reference/webinar-courses.postman_collection.json",
  "test/examples/openapi-types.ts",
];

describe("a new field in the contract", () => {
  it("fails the test of the generated files until `npm run openapi` writes it to all of them", {
    timeout: 60_000,
  }, async () => {
    await edit("functions/webinar-activity/contract.ts", (text) =>
      text
        .replace(/^ {2}isAttend: .*z\.boolean\(\),\n/m, (line) => `${line}  mentorName: singleLine(0, 300),\n`)
        .replace("  isAttend: stored.isAttend,\n", "  isAttend: stored.isAttend,\n  mentorName: stored.mentorName,\n"),
    );
    await edit("functions/shared/store/stored-assignment.ts", (text) =>
      text.replace(
        "  isAttend: z.boolean(),\n",
        '  isAttend: z.boolean(),\n  mentorName: z._default(z.string(), ""),\n',
      ),
    );
    await edit("infra/reference/sample.ndjson", (text) =>
      text.replaceAll('"isAttend":', '"mentorName":"Ibu Ratna","isAttend":'),
    );
    const before = await test();
    expect(before.code).toBe(1);
    for (const path of FILES) expect(before.output).toContain(`${path} is stale: run \`npm run openapi\``);

    const written = await openapi();
    expect(written).toEqual({
      code: 0,
      output: `${FILES[0]} is written.
${FILES[1]} is written.
infra/reference/local.postman_environment.json is up to date.
${FILES[2]} is written.
`,
    });
    expect((await test()).code).toBe(0);

    const [document = "", collection = "", types = ""] = await Promise.all(
      FILES.map((path) => readFile(join(copy, path), "utf8")),
    );
    const { schemas } = JSON.parse(document).components;
    expect(schemas.Assignment.properties.mentorName).toMatchObject({ type: "string", maxLength: 300 });
    expect(schemas.Assignment.required).toContain("mentorName");
    // In the example, and in the schema for the collection's tests.
    expect(collection).toContain('\\"mentorName\\": \\"Ibu Ratna\\"');
    expect(collection).toContain('\\"mentorName\\":{\\"type\\":\\"string\\",\\"minLength\\":0,\\"maxLength\\":300}');
    expect(types).toMatch(/^ {12}mentorName: string;$/m);
  });

  it("is not written again by a second run", async () => {
    const { output } = await openapi();
    expect(output.match(/ is up to date\.$/gm)).toHaveLength(4);
  });
});

describe("npm run openapi", () => {
  it("lists its files with --help, and refuses other options with one line", async () => {
    const help = await inCopy("infra/commands/openapi.ts", "--help");
    for (const path of FILES) expect(help.output).toContain(path);
    const refused = await inCopy("infra/commands/openapi.ts", "--nothing");
    expect(refused.code).toBe(1);
    expect(refused.output).toMatch(/^Unknown option '--nothing'/);
  });
});
