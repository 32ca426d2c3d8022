import { spawn } from "node:child_process";
import { once } from "node:events";
import { devNull } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

type Options = {
  /** Added to the clean environment, which has nothing of AWS. */
  readonly env?: Readonly<Record<string, string>>;
  /** What its standard input has; nothing unless given. */
  readonly input?: string | Uint8Array;
};

export type Ended = {
  /** `null` where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
};

type CommandName = "import" | "export" | "client" | "smoke";

/** Starts a command as `npm run` does, and leaves its streams to the test. */
export const startCommand = (name: CommandName, args: readonly string[], { env = {} }: Options = {}) =>
  spawn(process.execPath, [join(import.meta.dirname, `../../infra/commands/${name}.ts`), ...args], {
    env: {
      PATH: process.env["PATH"],
      // No profile, no instance metadata: what the machine has must not decide a test.
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
      AWS_EC2_METADATA_DISABLED: "true",
      ...env,
    },
  });

/** Runs a command to its end in a process of its own. */
export const runCommand = async (name: CommandName, args: readonly string[], options: Options = {}): Promise<Ended> => {
  const child = startCommand(name, args, options);
  // A command that ends before it has read all of it.
  child.stdin.on("error", () => {});
  child.stdin.end(options.input);
  const [[code, signal], stdout, stderr] = await Promise.all([
    once(child, "close"),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, signal, stdout, stderr };
};
