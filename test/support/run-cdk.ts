import { spawn } from "node:child_process";
import { once } from "node:events";
import { devNull } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { compileCache } from "./compile-cache.ts";

const root = join(import.meta.dirname, "../..");

/** AWS settings of this machine must not influence a test. */
const cleanEnvironment = {
  PATH: process.env["PATH"],
  HOME: process.env["HOME"],
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
  AWS_EC2_METADATA_DISABLED: "true",
  ...compileCache,
};

const run = async (file: string, args: readonly string[], env: Readonly<Record<string, string>>) => {
  const child = spawn(file, args, {
    cwd: root,
    env: { ...cleanEnvironment, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [[code], stdout, stderr] = await Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]);
  // npm's warnings are about the user's own settings.
  return { code, stdout, lines: stderr.split("\n").filter((line) => line && !line.startsWith("npm warn")) };
};

/** Runs `npx cdk` with these arguments in a child process, without AWS account or credentials. */
export const runCdk = (args: readonly string[]) => run("npx", ["cdk", ...args], {});

/** Runs this Node.js with these arguments; `env` is added to a clean environment. */
export const runNode = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  run(process.execPath, args, env);

/** Parameters of Node.js that let nobody else read what the process writes, as a careful shell does. */
export const privateUmask = ["--import", "data:text/javascript,process.umask(0o077)"] as const;

/** What the CDK's command line has the app do: `context` is read, and the cloud assembly goes to `outDirectory`. */
export const asApp = (outDirectory: string, context: object = {}): Record<string, string> => ({
  CDK_OUTDIR: outDirectory,
  CDK_CONTEXT_JSON: JSON.stringify(context),
});
