import { spawn } from "node:child_process";
import { once } from "node:events";
import { devNull } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { compileCache } from "./compile-cache.ts";

type Options = {
  /** Added to a clean environment without AWS settings. */
  readonly env?: Readonly<Record<string, string>>;
  /** The standard input. Default: empty. */
  readonly input?: string | Uint8Array;
};

export type Ended = {
  /** `null` if a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
};

type CommandName = "import" | "export" | "client" | "smoke";

/** Starts a command as `npm run` does; the test handles its streams. */
export const startCommand = (name: CommandName, args: readonly string[], { env = {} }: Options = {}) =>
  spawn(process.execPath, [join(import.meta.dirname, `../../infra/commands/${name}.ts`), ...args], {
    env: {
      PATH: process.env["PATH"],
      // No profile and no instance metadata: AWS settings of this machine must not influence a test.
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
      AWS_EC2_METADATA_DISABLED: "true",
      ...compileCache,
      ...env,
    },
  });

/** Runs a command to its end in a child process. */
export const runCommand = async (name: CommandName, args: readonly string[], options: Options = {}): Promise<Ended> => {
  const child = startCommand(name, args, options);
  // The command may end before it has read all input.
  child.stdin.on("error", () => {});
  child.stdin.end(options.input);
  const [[code, signal], stdout, stderr] = await Promise.all([
    once(child, "close"),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, signal, stdout, stderr };
};
