import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { editsOf, makeEdit } from "./worked-example.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../..");
const COPIED = [
  "package.json",
  "vitest.config.ts",
  "cdk.json",
  "README.md",
  "CHANGELOG.md",
  "functions",
  "infra",
  "test",
];
const LINKED = ["node_modules", "infra/reference/client-types/node_modules"];

/** A copy of the project, which a test may change. Its packages are the project's own. */
export const copyProject = async () => {
  const copy = await mkdtemp(join(tmpdir(), "project-copy-"));
  const filter = (path: string): boolean => !LINKED.some((link) => path === join(root, link));
  for (const path of COPIED) await cp(join(root, path), join(copy, path), { recursive: true, filter });
  for (const link of LINKED) await symlink(join(root, link), join(copy, link));

  /** Runs Node.js in the copy. @returns its output and exit code */
  const node = async (...args: readonly string[]): Promise<{ code: number; output: string }> => {
    // A relative path to DynamoDB Local is not there in the copy; the embedded engine is enough.
    const { DYNAMODB_LOCAL_DIR: _, ...env } = process.env;
    const options = { cwd: copy, env: { ...env, NO_COLOR: "1" } };
    const { code, stdout, stderr } = await run(process.execPath, args, options).then(
      (outputs) => ({ code: 0, ...outputs }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    );
    return { code, output: stdout + stderr };
  };

  return {
    node,
    test: (...files: readonly string[]) => node(join("node_modules", "vitest", "vitest.mjs"), "run", ...files),
    read: (path: string): Promise<string> => readFile(join(copy, path), "utf8"),
    /** Carries out a worked example of CONTRIBUTING.md. @returns the files that it edits */
    carryOut: async (heading: string): Promise<string[]> => {
      const edits = editsOf(heading);
      for (const edit of edits) await makeEdit(copy, edit);
      return [...new Set(edits.map(({ path }) => path))];
    },
    /** Runs a module in the copy that prints JSON last. */
    print: async (module: string): Promise<unknown> => {
      await writeFile(join(copy, "print.ts"), module);
      const { code, output } = await node("print.ts");
      if (code !== 0) throw new Error(output);
      return JSON.parse(output.trimEnd().split("\n").at(-1) ?? "");
    },
    remove: () => rm(copy, { recursive: true, force: true }),
  };
};

export type ProjectCopy = Awaited<ReturnType<typeof copyProject>>;
